"""The session, the clock and the faulty servers of a test that queries a shop."""

from tests.shopify.conftest import serve, session, time

__all__ = ["serve", "session", "time"]
