"""The name of the shop, as pages and letters show it."""

_DEMO_NAME = "Harbor Goods"


def shop_name(*, own: str | None, of_profile: str | None, host: str | None) -> str:
    """BRAND_NAME, else the name in the shop's profile once that was read, else one made of its address."""
    default = host.split(".", maxsplit=1)[0].replace("-", " ").title() if host else _DEMO_NAME
    return own or of_profile or default
