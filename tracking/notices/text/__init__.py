"""News as text messages: for customers who asked for them, or left a phone number and no email address."""
