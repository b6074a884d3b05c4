"""What the shop hears of its site, by ALERT_URLS: trouble, once, and that it is over; and a digest each day."""
