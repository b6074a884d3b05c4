"""Keeps the links that were sent working when a signing key is replaced: its old value becomes a fallback."""

from collections.abc import Mapping
from contextlib import suppress

from tracking.settings import DEMO_SECRET_KEY, SettingsError
from tracking.settings.settings import value_of
from tracking.settings.sources import SettingsSources

_ROTATED = ("SECRET_KEY", "LINK_KEY")
_SEPARATOR = ","


def fallback_changes(sources: SettingsSources, changes: Mapping[str, str]) -> dict[str, str]:
    """The new values of SECRET_KEY_FALLBACKS and LINK_KEY_FALLBACKS where ``changes`` replace such a key in the file.

    Fallbacks that ``changes`` set themselves stay as given: that is how the links of a leaked key are ended. Raises
    SettingsError where an old key cannot be added to the fallbacks.
    """
    found = {}
    for name in _ROTATED:
        fallbacks = f"{name}_FALLBACKS"
        old = _old_key(sources, name)
        if name not in changes or fallbacks in changes or old in {"", changes[name], DEMO_SECRET_KEY}:
            continue
        listed = [key.strip() for key in value_of(fallbacks, sources.values).split(_SEPARATOR) if key.strip()]
        if old not in listed:
            _check_addable(sources, name, old)
            found[fallbacks] = _SEPARATOR.join([*listed, old])
    return found


def _old_key(sources: SettingsSources, name: str) -> str:
    with suppress(SettingsError):
        return value_of(name, sources.file.values) if sources.file else ""
    return ""


def _check_addable(sources: SettingsSources, name: str, old: str) -> None:
    fallbacks = f"{name}_FALLBACKS"
    if _SEPARATOR in old:
        raise SettingsError(
            f"{name} holds a comma, so {fallbacks} cannot hold it beside others, and the links that were sent would"
            f" stop working. Nothing was changed: give {fallbacks} as well, empty if these links shall end."
        )
    if fallbacks in sources.environment_names or sources.values.get(f"{fallbacks}_FILE"):
        raise SettingsError(
            f"{fallbacks} does not stand in .env itself: add the present {name} at its end first, so that the links"
            " that were sent keep working. Nothing was changed."
        )
