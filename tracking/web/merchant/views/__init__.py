"""The pages of the overview, and the actions of their forms."""
