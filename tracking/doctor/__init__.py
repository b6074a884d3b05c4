"""Whether the site and its shop work, and how to fix what does not: for a command and for the overview."""
