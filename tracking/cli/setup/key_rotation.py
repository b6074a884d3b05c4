"""Keeps signatures valid when a key is replaced: its old value becomes a fallback."""

from collections.abc import Mapping
from contextlib import suppress

from tracking.settings import DEMO_SECRET_KEY, SettingsError
from tracking.settings.settings import value_of
from tracking.settings.sources import SettingsSources

# The keys, each with the effect of its fallback.
EFFECTS: Mapping[str, str] = {
    "SECRET_KEY": "links that were sent keep working",
    "LINK_KEY": "links that were sent keep working",
    "SHOPIFY_CLIENT_SECRET": "Shopify's requests with its signature are accepted: take it away after an hour",
}
_APP = ("SHOPIFY_SHOP", "SHOPIFY_CLIENT_ID")
_SEPARATOR = ","


def fallback_changes(sources: SettingsSources, changes: Mapping[str, str]) -> dict[str, str]:
    """The new values of the settings ``..._FALLBACKS`` where ``changes`` replace their key in the file.

    Fallbacks that ``changes`` set themselves stay as given: that is how the links of a leaked key are ended. Raises
    SettingsError where an old key cannot be added to the fallbacks.
    """
    found = {}
    for name in EFFECTS:
        fallbacks = f"{name}_FALLBACKS"
        old = _old_key(sources, name)
        if fallbacks in changes or not _is_replaced(sources, changes, name, old):
            continue
        listed = [key.strip() for key in value_of(fallbacks, sources.values).split(_SEPARATOR) if key.strip()]
        if old not in listed:
            _check_addable(sources, name, old)
            found[fallbacks] = _SEPARATOR.join([*listed, old])
    return found


def _is_replaced(sources: SettingsSources, changes: Mapping[str, str], name: str, old: str) -> bool:
    if name not in changes or old in {"", changes[name], DEMO_SECRET_KEY}:
        return False
    if name != "SHOPIFY_CLIENT_SECRET":
        return True
    is_same_app = all(changes.get(each, sources.values.get(each)) == sources.values.get(each) for each in _APP)
    return is_same_app and bool(changes[name])


def _old_key(sources: SettingsSources, name: str) -> str:
    with suppress(SettingsError):
        return value_of(name, sources.file.values) if sources.file else ""
    return ""


def _check_addable(sources: SettingsSources, name: str, old: str) -> None:
    fallbacks = f"{name}_FALLBACKS"
    if _SEPARATOR in old:
        raise SettingsError(
            f"{name} holds a comma, so {fallbacks} cannot hold it beside others, and what it signed would stop"
            f" working. Nothing was changed: give {fallbacks} as well, empty if that shall end."
        )
    if fallbacks in sources.environment_names or sources.values.get(f"{fallbacks}_FILE"):
        raise SettingsError(
            f"{fallbacks} does not stand in .env itself: add the present {name} at its end first, so that what it"
            " signed keeps working. Nothing was changed."
        )
