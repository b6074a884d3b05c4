"""The client of Shopify's Admin API: the only package that knows Shopify's field names."""
