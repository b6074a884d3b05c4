"""What customers are told before they ask."""
