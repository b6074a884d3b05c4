"""The pages of the overview, and the acts of their forms."""
