"""What an order means to the customer: pure functions and tables; the caller passes the time."""
