"""What an order means to the person who waits for it: pure, the clock handed in."""
