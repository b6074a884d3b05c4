"""Letters and texts to customers before they ask."""
