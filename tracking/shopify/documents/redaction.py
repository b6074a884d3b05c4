"""Takes out of what people and apps type, above all out of tracking links, what reaches or finds the customer.

A link is kept as an allow-list, too: its host, and of the rest only what names the parcel. Other parts of it may
be a postcode, a phone number or a name, however it is written, and our own carriers' links are made anew without it.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote, quote_plus, unquote_plus

_EMAIL = re.compile(r"[^\s@/?&=;,:<>()]+(?:@|%40)[^\s@/?&=;,:<>()]+\.[^\s@/?&=;,:<>()]+", re.IGNORECASE)
# In a company's name, where a carrier's number may stand instead: only what is written as a phone number is.
_PHONE = re.compile(r"(?<![A-Za-z0-9])(?:\+\d(?:[\s().\-/]*\d){6,14}|0\d(?:[\s().\-/]*\d){6,9})(?![A-Za-z0-9])")
_ABROAD = re.compile(r"\+\d(?:[\s().\-/]*\d){6,14}")

_LINK = re.compile(
    r"(?P<head>\s*(?:[a-z][a-z0-9+.-]*://)?[^/?#@]*)(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#(?P<fragment>.*))?",
    re.IGNORECASE | re.DOTALL,
)
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?", re.IGNORECASE)  # or a country
_LISTED = re.compile(r"[,;|/&\n]+")
_NOT_FOLDED = re.compile(r"[^a-z0-9]+")
_MOST_DIGITS = 2  # of a part that is no number: v2, page 24. No postcode without letters has as few
_MIN_IDENTIFIER = 5
_MOST_DECODINGS = 3


@dataclass(frozen=True, slots=True)
class _Link:
    head: str
    path: str
    query: str
    fragment: str

    def parts(self) -> list[str]:
        """The segments of the paths, and the values of the parameters, decoded."""
        path, _, query = self.fragment.partition("?")
        is_query = "=" in path
        segments = [*self.path.split("/"), *([] if is_query else path.split("/"))]
        parameters = "&".join((self.query, query, path if is_query else ""))
        values = [_value(each) for each in re.split("[&;]", parameters)]
        return [part for part in (*map(_decoded, segments), *values) if part]


def redact_link(url: str, number: str, postcode: str) -> str | None:
    """The link with nothing in it but its host, the number, and what is too short to say more.

    A parameter that is something else goes; with such a path goes all but the host, which may tell the carrier.
    Without a number, the only part that can be one counts as the number.
    """
    found = _LINK.fullmatch(url)
    folded_postcode = _folded(postcode)
    if found is None or found["path"].startswith("@"):  # a user name
        return None
    link = _Link(found["head"], found["path"], found["query"] or "", found["fragment"] or "")
    if _has_postcode(link.head, (), folded_postcode):
        return None
    numbers = _numbers(number) or _only_identifier(link, folded_postcode)
    if not _may_keep_path(link.path, numbers, folded_postcode):
        return f"{link.head}/"
    query = _redacted_query(link.query, numbers, folded_postcode)
    fragment = _redacted_fragment(link.fragment, numbers, folded_postcode)
    return f"{link.head}{link.path}{query and f'?{query}'}{fragment and f'#{fragment}'}"


def redact_number(text: str, postcode: str) -> str:
    """A tracking number as it is typed, without addresses, phone numbers and a postcode with letters beside it."""
    without = _ABROAD.sub("", _without_email(text))
    if not postcode.strip().isdigit():  # digits alone may be a part of a number with blanks
        without = _without_postcode(without, postcode)
    return _with_redacted_links(without, postcode)


def redact_company(text: str, postcode: str) -> str:
    """A carrier's name as it is typed, likewise."""
    return _with_redacted_links(_without_postcode(_PHONE.sub("", _without_email(text)), postcode), postcode)


def _with_redacted_links(text: str, postcode: str) -> str:
    if "://" not in text:
        return text
    return re.sub(r"\S*://.*", lambda link: redact_link(link[0], "", postcode) or "", text)


def _without_email(text: str) -> str:
    return _EMAIL.sub("", text) if "@" in text or "%40" in text else text


def _without_postcode(text: str, postcode: str) -> str:
    parts = postcode.split()
    if not parts:
        return text
    spaced = "(?:[ +-]|%20)?".join(f"(?:{re.escape(part)}|{re.escape(quote(part))})" for part in parts)
    packed = re.escape(quote_plus("".join(parts)))
    return re.sub(rf"(?<![A-Za-z0-9])(?:{spaced}|{packed})(?![A-Za-z0-9])", "", text, flags=re.IGNORECASE)


def _redacted_query(query: str, numbers: Collection[str], postcode: str) -> str:
    parameters = (each for each in re.split("[&;]", query) if each)
    return "&".join(each for each in parameters if _may_keep_parameter(each, numbers, postcode))


def _may_keep_parameter(parameter: str, numbers: Collection[str], postcode: str) -> bool:
    name, value = _decoded(parameter.partition("=")[0]), _value(parameter)
    if "=" in parameter and (_has_many_digits(name, ()) or "@" in name):
        return False
    if _has_postcode(parameter, numbers, postcode):
        return False
    return _folded(value) in numbers or not value or _LANGUAGE.fullmatch(value) is not None


def _redacted_fragment(fragment: str, numbers: Collection[str], postcode: str) -> str:
    path, _, query = fragment.partition("?")
    if "=" in path:
        return _redacted_query(fragment, numbers, postcode)
    if not _may_keep_path(path, numbers, postcode):
        return ""
    query = _redacted_query(query, numbers, postcode)
    return f"{path}{query and f'?{query}'}"


def _may_keep_path(path: str, numbers: Collection[str], postcode: str) -> bool:
    decoded = _decoded(path)
    has_more = any(_has_many_digits(segment, numbers) for segment in decoded.split("/"))
    return not (has_more or "@" in decoded or "=" in decoded or _has_postcode(path, numbers, postcode))


def _has_many_digits(text: str, numbers: Collection[str]) -> bool:
    """Whether the text says more than the number and words."""
    return sum(map(str.isdigit, _without_numbers(_folded(text), numbers))) > _MOST_DIGITS


def _has_postcode(text: str, numbers: Collection[str], postcode: str) -> bool:
    """Whether it stands there beside the numbers, as written or decoded: `%10` of `%1012AB` may be no encoding."""
    return bool(postcode) and any(postcode in _without_numbers(_folded(each), numbers) for each in _readings(text))


def _without_numbers(folded: str, numbers: Collection[str]) -> str:
    for number in numbers:
        folded = folded.replace(number, "/")
    return folded


def _only_identifier(link: _Link, postcode: str) -> list[str]:
    named = [part for part in link.parts() if sum(map(str.isdigit, part)) > _MOST_DIGITS]
    if len(named) != 1 or named[0].startswith(("+", " ")):  # a phone number
        return []
    folded = _folded(named[0])
    return [folded] if len(folded) >= _MIN_IDENTIFIER and not (postcode and postcode in folded) else []


def _numbers(text: str) -> list[str]:
    """The numbers that the text may list, the longest first."""
    listed = {_folded(part) for part in (text, *_LISTED.split(text)) if any(map(str.isdigit, part))}
    return sorted((each for each in listed if len(each) >= _MIN_IDENTIFIER), key=len, reverse=True)


def _value(parameter: str) -> str:
    name, equals, value = parameter.partition("=")
    return _decoded(value if equals else name)


def _decoded(text: str) -> str:
    return _readings(text)[-1]


def _readings(text: str) -> list[str]:
    """The text as it is written, and decoded once or more often."""
    readings = [text]
    for _ in range(_MOST_DECODINGS):
        readings.append(unquote_plus(readings[-1]))
    return readings


def _folded(text: str) -> str:
    return _NOT_FOLDED.sub("", text.lower())
