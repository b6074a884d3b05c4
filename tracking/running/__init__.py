"""How one process runs: what it takes on at once, what it counts, and what it writes down."""
