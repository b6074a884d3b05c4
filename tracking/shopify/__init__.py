"""How Shopify says it: the only room that knows Shopify's field names."""
