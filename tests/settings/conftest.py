"""A shop that is set up rightly, and what a wrong setting is told."""

import pytest

from tracking.settings import Settings, SettingsError

SHOP = {"SHOPIFY_SHOP": "acme.myshopify.com", "SHOPIFY_ACCESS_TOKEN": "shpat_1", "SECRET_KEY": "k" * 40}


def mistake(**environ: str) -> str:
    """The sentence that stops the start."""
    with pytest.raises(SettingsError) as caught:
        Settings.from_environ(environ)
    return str(caught.value)
