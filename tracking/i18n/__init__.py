"""Texts, dates and numbers in a language; usable without a request."""
