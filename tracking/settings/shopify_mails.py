"""Parses which notification emails Shopify sends for the shop."""

# Shopify's customer notifications, by the codes of the public settings.
# https://help.shopify.com/en/manual/fulfillment/setup/notifications/customer-notifications
MAILS = ("shipped", "updated", "out_for_delivery", "delivered", "pickup", "local", "cancelled", "refunded", "returns")

_NONE = "none"


def shopify_mails(value: str) -> tuple[str, ...]:
    """The codes, in the order of ``MAILS``; ``none`` alone is an empty list."""
    names = {part.strip().lower() for part in value.split(",") if part.strip()}
    if names == {_NONE}:
        return ()
    if not names or names - set(MAILS):
        raise ValueError(f"must name mails separated by commas, of {', '.join(MAILS)}, or be {_NONE}")
    return tuple(mail for mail in MAILS if mail in names)


def write_shopify_mails(mails: tuple[str, ...]) -> str:
    """The text that is read as these mails."""
    return ",".join(mails) or _NONE
