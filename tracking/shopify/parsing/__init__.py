"""Parses Shopify's JSON into the order model."""
