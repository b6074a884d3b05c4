"""Whether the site and its shop work, and what mends what does not: for a command and for the overview."""
