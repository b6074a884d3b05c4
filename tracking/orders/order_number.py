"""Order numbers as customers type them: with or without ``#``, in any case, in full-width digits."""

import re
import unicodedata

# No character of Shopify's search syntax: no quote, colon, parenthesis, backslash or asterisk.
# https://shopify.dev/docs/api/usage/search-syntax
_ALLOWED = re.compile(r"[#\w./ -]{1,40}")
_COUNTED = re.compile(r"[1-9][0-9]*")


def normalize(typed: str) -> str | None:
    """The number without redundant space and width; None where it can be no order's number."""
    number = " ".join(unicodedata.normalize("NFKC", typed).split())
    has_content = any(character.isalnum() for character in number)
    return number if has_content and _ALLOWED.fullmatch(number) else None


def candidates(number: str, prefix: str, suffix: str) -> tuple[str, ...]:
    """The names that an order with this (normalized) number may have, the likeliest first.

    The shop's prefix and suffix may be typed or not, and older orders may have other ones.
    """
    names: dict[str, str] = {}
    cores = _cores(number, prefix, suffix)
    usual = tuple(f"{prefix}{core}{suffix}" for core in cores)
    is_older = number.startswith("#") and not prefix.startswith("#")  # another prefix, typed on purpose
    likely = (number, *usual) if is_older else (*usual, number)
    for name in (*likely, f"#{cores[0]}", f"#{cores[-1]}"):
        if normalize(name):
            names.setdefault(same_form(name), name)
    return tuple(names.values())


def same_form(name: str) -> str:
    """The name without differences in case, width and space."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _cores(number: str, prefix: str, suffix: str) -> tuple[str, ...]:
    """The possible numbers between prefix and suffix, either of which may have been typed or not, the likeliest first.

    Shopify counts 1001, 1002 and so on. Digits at the ends may be the shop's or the order's: then several are possible.
    """
    stripped = [
        number[start : len(number) - end].lstrip("# ")
        for start in _lengths(prefix, is_typed=number.casefold().startswith(prefix.casefold()))
        for end in _lengths(suffix, is_typed=number.casefold().endswith(suffix.casefold()))
        if start + end <= len(number)
    ]
    return tuple(dict.fromkeys(filter(_COUNTED.fullmatch, stripped))) or tuple(stripped[:1])


def _lengths(affix: str, *, is_typed: bool) -> tuple[int, ...]:
    return (len(affix), 0) if affix and is_typed else (0,)


def forms(typed: str, prefix: str, suffix: str) -> tuple[str, ...]:
    """The candidates in the form in which they are compared; none where it can be no order's number.

    They include the name of the order that a search for ``typed`` finds.
    """
    number = normalize(typed)
    return tuple(map(same_form, candidates(number, prefix, suffix))) if number else ()
