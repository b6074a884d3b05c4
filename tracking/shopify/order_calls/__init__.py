"""Queries and mutations about one order, beside the one that reads it for its page."""
