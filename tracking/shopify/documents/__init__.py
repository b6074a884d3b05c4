"""Orders as they are stored: which fields of them, and what earlier answers of Shopify said beside."""
