"""Tells the shop of trouble with its site, by ALERT_URLS: once, and when it is over; and sends a digest each day."""
