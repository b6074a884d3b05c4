"""Does the work that is due later: one loop over rows of the database, in one process at a time."""
