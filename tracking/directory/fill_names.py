"""The names under which the database knows how far the shop's orders have been read."""

FIRST_FILL, FILL_SINCE = "first_fill", "fill_since"
CATCHING_UP = "catching_up"
