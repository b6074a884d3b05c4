"""One module a step, in the order that each one gives as its ``down_revision``."""
