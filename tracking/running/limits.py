"""Limits of one process: requests beyond them are rejected at once with Retry-After.

Threads are cheap while they wait. Many requests may wait for one answer of Shopify, few may call Shopify, and there are
always threads left for requests that need no call: cached pages, webhooks, static files.
"""

THREADS = 256  # of the server
MAX_REQUESTS = 240  # in progress at once; webhooks and health checks are exempt
MAX_EXPORTS = 2  # of them, those that are sent while they are made: each takes a processor for as long as it lasts
MAX_CALLS = 12  # orders and searches that are fetched from Shopify at once
MAX_WAITING = 96  # further ones that wait for that
"""Enough for a second or two at Shopify's usual speed; a longer wait is rejected at once."""
BACKGROUND_THREADS = 2  # of MAX_CALLS, those that refresh cached orders
