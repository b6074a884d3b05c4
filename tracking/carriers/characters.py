"""Folds the characters that people paste into a tracking field: invisible ones out, digits and dashes made plain.

What a character means is never guessed: letters of other scripts that look like Latin ones stay, and make no link.
"""

import unicodedata

# Shows what follows backwards: the merchant saw another number than the characters say, so it stays and makes no link.
_RIGHT_TO_LEFT_OVERRIDE = "\N{RIGHT-TO-LEFT OVERRIDE}"
_DASHES = frozenset("\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}")
# The wide forms of the plain characters, from ! to ~.
_WIDE = range(0xFF01, 0xFF5F)
_WIDE_TO_PLAIN = 0xFF01 - ord("!")


def plain_characters(text: str) -> str:
    """``text`` without invisible characters, with plain digits, wide letters made narrow, and hyphens for dashes."""
    if text.isascii():
        return text
    return "".join(map(_plain, text))


def _plain(character: str) -> str:
    if character.isascii() or character == _RIGHT_TO_LEFT_OVERRIDE:
        return character
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    if category == "Zs":
        return " "
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if ord(character) in _WIDE:
        return chr(ord(character) - _WIDE_TO_PLAIN)
    return "-" if character in _DASHES else character
