"""The order number as people type it: with or without ``#``, in any case, in full-width digits."""

import re
import unicodedata

# Nothing in here means anything to Shopify's search: no quote, colon, parenthesis, backslash or asterisk.
# https://shopify.dev/docs/api/usage/search-syntax
_ALLOWED = re.compile(r"[#\w./ -]{1,40}")
_COUNTED = re.compile(r"[1-9][0-9]*")


def tidy(typed: str) -> str | None:
    """The number without what typing adds; None where it can be no order's number."""
    number = " ".join(unicodedata.normalize("NFKC", typed).split())
    has_substance = any(character.isalnum() for character in number)
    return number if has_substance and _ALLOWED.fullmatch(number) else None


def candidates(number: str, prefix: str, suffix: str) -> tuple[str, ...]:
    """The names that an order with this (tidy) number may have, the likeliest first.

    The shop's prefix and suffix may have been typed or not, and older orders keep the form of their day.
    """
    names: dict[str, str] = {}
    cores = _cores(number, prefix, suffix)
    usual = tuple(f"{prefix}{core}{suffix}" for core in cores)
    is_older = number.startswith("#") and not prefix.startswith("#")  # typed on purpose: another form than today's
    likely = (number, *usual) if is_older else (*usual, number)
    for name in (*likely, f"#{cores[0]}", f"#{cores[-1]}"):
        if tidy(name):
            names.setdefault(same_form(name), name)
    return tuple(names.values())


def same_form(name: str) -> str:
    """Names become equal where they differ only in case, width and space."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _cores(number: str, prefix: str, suffix: str) -> tuple[str, ...]:
    """What may stand between prefix and suffix, either of which may have been typed or not, the likeliest first.

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
    """The names that may be meant, in the form in which they are compared: none where it can be no order's number.

    Whatever finds an order has that order's name among these.
    """
    number = tidy(typed)
    return tuple(map(same_form, candidates(number, prefix, suffix))) if number else ()
