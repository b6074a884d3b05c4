"""Reads the webhooks that Shopify sends to this site."""
