"""Order numbers as customers type them, in place of which stands the confirmation number, too.

Typed text is allow-listed, but for the shop's own prefix and suffix: these may hold anything.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

from tracking.carriers import Carriers
from tracking.carriers.number_keys import number_keys
from tracking.i18n.folding import fold, fold_case, fold_name, without_quotes
from tracking.orders.number_words import WORDS

# No character of Shopify's search syntax: no quote, colon, parenthesis, backslash or asterisk.
# https://shopify.dev/docs/api/usage/search-syntax
_ALLOWED = re.compile(r"[#\w./ -]{1,40}")
_MAX_LENGTH = 120  # with the words before it
_COUNTED = re.compile(r"[1-9][0-9]{0,39}")
_TAILED = re.compile(r"([0-9]+)([^0-9].*)")  # as apps and staff name an order that was edited or made anew
_PARTS = re.compile(r"[^\W_]+")
_MAX_CORES = 4
_MAX_KEYS = 4  # a single lookup must not try many parcels
_MARKS = r"[\W_]{0,9}"  # bounded, as is the time that it takes
_BRACKETS = "()[]{}<>"
_AROUND = f"{_BRACKETS}:!?"  # around a number within a sentence
_MIN_WORD = 3  # letters: a shorter one behind a number may be a part of the order's name, as in "#1001 B"

# Shopify gives nine letters and digits, but promises no length: XPAV284CT.
# https://shopify.dev/docs/api/admin-graphql/latest/objects/Order#field-Order.fields.confirmationNumber
_CONFIRMATION = re.compile(r"[0-9A-Z]{8,12}", re.IGNORECASE)


@cache
def _words_before() -> re.Pattern[str]:
    """A word ends before a space, a mark or a digit; words of scripts without spaces end anywhere."""
    folded = {fold(word) for words in WORDS.values() for word in words.split()}
    words = "|".join(map(re.escape, sorted(folded, key=len, reverse=True)))
    return re.compile(rf"(?>(?:{words})(?:[\s.:,-]+|(?=[#0-9])|(?<=[\u3000-\ud7ff])))+(?=.)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spellings:
    """The names that an order with this number may have, by the one search or two that find them, the likeliest first.

    ``confirmations`` are the confirmation numbers that may be meant.
    """

    searches: tuple[tuple[str, ...], ...]
    confirmations: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All names."""
        return tuple(chain.from_iterable(self.searches))

    @property
    def forms(self) -> tuple[str, ...]:
        """The names and confirmation numbers in the form in which they are compared."""
        return tuple(dict.fromkeys(map(fold_name, self.names + self.confirmations)))


def normalize(typed: str, prefix: str = "", suffix: str = "") -> str | None:
    """The number, folded, without redundant space and quotes; None where it can be no order's number.

    A number that is None without the shop's prefix and suffix may be one with them.
    """
    number = _without_brackets(without_quotes(" ".join(fold(typed[: _MAX_LENGTH * 2]).split())))
    if len(number) > _MAX_LENGTH or not any(character.isalnum() for character in number):
        return None
    is_plain = any(map(_is_allowed, _readings(number)))
    return number if is_plain or any(_cores(number, prefix, suffix)) else None


def spellings(number: str, prefix: str, suffix: str) -> Spellings:
    """The names that an order with this (normalized) number may have.

    The shop's prefix and suffix may be typed or not, and older orders may have other ones.
    """
    typed = tuple(filter(_is_allowed, _readings(number)))
    cores = _cores(number, prefix, suffix)
    usual = tuple(chain.from_iterable(_usual(core, prefix, suffix) for core in cores))
    hashed = [f"#{core.lstrip('# ')}" for core in cores]
    further = (*typed[::-1], *hashed[:1], *hashed[-1:])
    is_older = typed[-1:] and typed[-1].startswith("#") and not fold(prefix).startswith("#")  # typed on purpose
    searches = _apart(typed[-1:], (*usual, *further)) if is_older else _together(usual, further)
    return Spellings(searches=searches, confirmations=_confirmations(number))


def _together(likely: Iterable[str], further: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """The names in one search, but for those that find more orders than the likely ones.

    Among these, orders with a likely name might stand too far behind. Names with every part of another one find no
    more than that.
    """
    first = _distinct(likely)
    others = _distinct(further, first)
    shared = tuple(name for name in others if any(_parts(each) <= _parts(name) for each in first))
    return tuple(filter(None, (first + shared, tuple(name for name in others if name not in shared))))


def _apart(likely: Iterable[str], further: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    first = _distinct(likely)
    return tuple(filter(None, (first, _distinct(further, first))))


def _parts(name: str) -> frozenset[str]:
    return frozenset(_PARTS.findall(fold_name(name)))


def forms(typed: str, prefix: str, suffix: str) -> tuple[str, ...]:
    """The spellings in the form in which they are compared; none where it can be no order's number.

    They include the name of the order that a search for ``typed`` finds.
    """
    number = normalize(typed, prefix, suffix)
    return spellings(number, prefix, suffix).forms if number else ()


def tracking_keys(carriers: Carriers, typed: str, prefix: str = "", suffix: str = "") -> tuple[str, ...]:
    """The keys of the tracking numbers that may be meant in place of an order number."""
    number = normalize(typed, prefix, suffix)
    if number is None:
        return ()
    keys = frozenset[str]().union(*(number_keys(carriers, reading) for reading in _readings(number)))
    return tuple(sorted(keys))[:_MAX_KEYS]


def _distinct(names: Iterable[str], known: Iterable[str] = ()) -> tuple[str, ...]:
    """The names without those that are equal to another one, or to a known one."""
    seen = set(map(fold_name, known))
    distinct = []
    for name in names:
        form = fold_name(name)
        if form not in seen and any(character.isalnum() for character in form):
            seen.add(form)
            distinct.append(name)
    return tuple(distinct)


def _usual(core: str, prefix: str, suffix: str) -> Iterator[str]:
    """The names by the shop's format; letters behind the digits may stand before the suffix or behind it."""
    yield f"{prefix}{core}{suffix}"
    tailed = _TAILED.fullmatch(core)
    if tailed and suffix:
        yield f"{prefix}{tailed[1]}{suffix}{tailed[2]}"


def _cores(number: str, prefix: str, suffix: str) -> tuple[str, ...]:
    """The possible numbers between prefix and suffix, either of which may have been typed or not, the likeliest first.

    Shopify counts 1001, 1002 and so on. Digits at the ends may be the shop's or the order's: then several are possible.
    """
    variants = _readings(number)
    exact = [core for each in variants for core in _between(each, _exactly(prefix), _exactly(suffix))]
    if counted := _counted(exact):
        return counted
    loose = [core for each in variants for core in _between(each, _loosely(prefix), _loosely(suffix))]
    counted, others = _counted(loose), _uncounted((*exact, *loose), suffix)
    return tuple(dict.fromkeys((*counted, *others)))[:_MAX_CORES]


def _uncounted(cores: Iterable[str], suffix: str) -> tuple[str, ...]:
    """The numbers with more than digits: those that begin with a digit, else the shortest."""
    inside = re.compile(f"([0-9]+)(?:{_exactly(suffix)})([^0-9].*)", re.IGNORECASE)
    joined = [found[1] + found[2] if (found := inside.fullmatch(core)) else core for core in cores]
    sendable = sorted(dict.fromkeys(filter(_is_core, (*joined, *cores))), key=len)
    return tuple(core for core in sendable if core[:1].isdecimal())[:_MAX_CORES] or tuple(sendable[:1])


def _counted(cores: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(_COUNTED.fullmatch, cores)))


def _between(number: str, prefix: str, suffix: str) -> Iterator[str]:
    """The text between the two patterns, with and without each."""
    for before in dict.fromkeys((prefix, "")):
        for after in dict.fromkeys((suffix, "")):
            if match := re.fullmatch(f"(?:{before})(.*?)(?:{after})", number, re.IGNORECASE):
                yield match[1].lstrip("# ").rstrip(" ")


def _exactly(affix: str) -> str:
    return "|".join(map(re.escape, dict.fromkeys((fold(affix), fold_case(affix)))))


def _loosely(affix: str) -> str:
    r"""A pattern for the letters and digits of the affix: ``eu1001`` for ``(EU) 1001``."""
    return _MARKS.join(["", *_PARTS.findall(fold(affix)), ""]) if affix else ""


def _is_allowed(number: str) -> bool:
    return _ALLOWED.fullmatch(number) is not None and any(character.isalnum() for character in number)


def _is_core(core: str) -> bool:
    """Whether it may be sent between prefix and suffix; nothing may be, where the prefix alone was typed."""
    return not core or _is_allowed(core)


def _readings(number: str) -> tuple[str, ...]:
    """The typed text, the same without the words before the number, and the number within a sentence."""
    return tuple(dict.fromkeys((number, _without_words(number), _number_in(number))))


def _without_brackets(number: str) -> str:
    """The number without the brackets around all of it; those of the shop's own format are found without them, too."""
    inside = number.strip(_BRACKETS)
    is_number = any(map(str.isdecimal, inside)) and not any(bracket in inside for bracket in _BRACKETS)
    return without_quotes(inside) if inside != number and is_number else number


def _number_in(sentence: str) -> str:
    """The only number in a sentence, such as the subject of an email: "Order #1001 confirmed".

    Of several, the only one behind a ``#``. One number alone: otherwise a single request would try several orders.
    """
    tokens = [without_quotes(token.strip(_AROUND)) for token in sentence.split()]
    words = [token for token in tokens if token.isalpha() and len(token) >= _MIN_WORD]
    numbers = [token for token in tokens if any(map(str.isdecimal, token))]
    found = [token for token in numbers if token.startswith("#")] or numbers
    is_sentence = len(words) > 1 or (words and _without_words(sentence) != sentence)
    return found[0] if is_sentence and len(found) == 1 else sentence


def _without_words(number: str) -> str:
    """The number without the words before it."""
    words = _words_before().match(number)
    return number[words.end() :] if words else number


def _confirmations(number: str) -> tuple[str, ...]:
    """The confirmation numbers that may be meant; where what looks like a word may be its beginning, two."""
    bare = (re.sub(r"[#\s.-]", "", each) for each in (_without_words(number), _number_in(number)))
    return tuple(dict.fromkeys(each.upper() for each in (number, *bare) if _CONFIRMATION.fullmatch(each)))
