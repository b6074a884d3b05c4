"""How long things usually take in this shop: pure statistics."""
