"""Signs what must not be forged: links to orders, self-checks, pseudonyms for logs."""
