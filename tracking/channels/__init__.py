"""Sends a text to a service that Apprise knows (https://appriseit.com/services/), in a process of its own."""
