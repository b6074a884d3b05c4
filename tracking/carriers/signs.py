"""Folds the signs of what people paste into a tracking field: invisible ones out, digits and dashes in plain signs.

What a sign means is never guessed: letters of other scripts that look like Latin ones stay, so that they make no link.
"""

import unicodedata

# Shows what follows backwards: the merchant saw another number than the signs say, so it stays and makes no link.
_RIGHT_TO_LEFT_OVERRIDE = "\N{RIGHT-TO-LEFT OVERRIDE}"
_DASHES = frozenset("\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}")
# The wide forms of the plain signs, from ! to ~.
_WIDE = range(0xFF01, 0xFF5F)
_WIDE_TO_PLAIN = 0xFF01 - ord("!")


def plain_signs(text: str) -> str:
    """``text`` without invisible signs, with plain digits, wide letters made narrow, and hyphens for dashes."""
    if text.isascii():
        return text
    return "".join(map(_plain, text))


def _plain(sign: str) -> str:
    if sign.isascii() or sign == _RIGHT_TO_LEFT_OVERRIDE:
        return sign
    category = unicodedata.category(sign)
    if category == "Cf":
        return ""
    if category == "Zs":
        return " "
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    if ord(sign) in _WIDE:
        return chr(ord(sign) - _WIDE_TO_PLAIN)
    return "-" if sign in _DASHES else sign
