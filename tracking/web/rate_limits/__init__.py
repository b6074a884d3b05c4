"""How often a visitor may try, counted in Redis or in this process."""
