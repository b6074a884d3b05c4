"""How much one process takes on at once; what comes beyond it is told so at once, and comes again.

Threads are cheap while they wait. Many may wait for one answer of Shopify's, few may ask Shopify, and there are
always threads left for what needs nobody: pages that are known, webhooks, files.
"""

THREADS = 256  # of the server
INSIDE = 240  # requests at once; webhooks and health checks come in all the same
CALLS = 12  # visitors whose questions Shopify answers at once
WAITING = 96  # visitors who wait to be among them
"""Enough for a second or two at Shopify's usual speed: who would wait longer is better told so."""
BACKGROUND = 2  # threads that refresh what was shown, beside the visitors' calls
