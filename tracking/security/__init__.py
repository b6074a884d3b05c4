"""Signs links to orders and self-checks, and makes pseudonyms for logs."""
