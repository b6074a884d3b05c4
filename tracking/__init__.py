"""Track your order: a customer-facing order tracking site for Shopify shops."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracking.application import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> object:
    """Imports the application when it is asked for, not with each of its modules: https://peps.python.org/pep-0562."""
    if name != "create_app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from tracking.application import create_app  # noqa: PLC0415

    return create_app
