"""The meaning of an order to the customer: pure functions and tables; the caller passes the time."""
