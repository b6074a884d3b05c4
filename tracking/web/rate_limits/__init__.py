"""Rate limits of lookups and links, counted in Redis or in this process."""
