"""What the pages of the overview show, and what their forms do."""
