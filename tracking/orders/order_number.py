"""Order numbers as customers type them: with or without ``#``, in any case, in full-width digits."""

import re
import unicodedata

# No character of Shopify's search syntax: no quote, colon, parenthesis, backslash or asterisk.
# https://shopify.dev/docs/api/usage/search-syntax
_ALLOWED = re.compile(r"[#\w./ -]{1,40}")


def normalize(typed: str) -> str | None:
    """The number without redundant space and width; None where it can be no order's number."""
    number = " ".join(unicodedata.normalize("NFKC", typed).split())
    has_content = any(character.isalnum() for character in number)
    return number if has_content and _ALLOWED.fullmatch(number) else None


def candidates(number: str, prefix: str, suffix: str) -> tuple[str, ...]:
    """The names that an order with this (normalized) number may have, the likeliest first.

    The shop's prefix and suffix may be typed or not, and older orders may have other ones.
    """
    core = _core(number, prefix, suffix)
    names: dict[str, str] = {}
    usual = f"{prefix}{core}{suffix}"
    is_older = number.startswith("#") and not prefix.startswith(
        "#"
    )  # a prefix other than the current one, typed on purpose
    likely = (number, usual) if is_older else (usual, number)
    for name in (*likely, f"#{core}"):
        if normalize(name):
            names.setdefault(same_form(name), name)
    return tuple(names.values())


def same_form(name: str) -> str:
    """The name without differences in case, width and space."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _core(number: str, prefix: str, suffix: str) -> str:
    if prefix and number.casefold().startswith(prefix.casefold()):
        number = number[len(prefix) :]
    if suffix and number.casefold().endswith(suffix.casefold()):
        number = number[: -len(suffix)]
    return number.lstrip("# ")


def forms(typed: str, prefix: str, suffix: str) -> tuple[str, ...]:
    """The candidates in the form in which they are compared; none where it can be no order's number.

    They include the name of the order that a search for ``typed`` finds.
    """
    number = normalize(typed)
    return tuple(map(same_form, candidates(number, prefix, suffix))) if number else ()
