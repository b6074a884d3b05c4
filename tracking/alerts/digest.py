"""The daily digest: what needs the shop today, in one screen of text, with links into Shopify's admin: pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

MOST_ORDERS = 8
_LATEST = timedelta(hours=4)  # after its hour: a site that was stopped at that time tells it later
_MAX_WORDS = 90


@dataclass(frozen=True, slots=True)
class DigestOrder:
    """An order that needs the shop: its number, why, and where it is handled."""

    name: str
    why: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestFacts:
    """``orders`` are those that need the shop most, of ``in_need``. ``counts`` are by what is counted, in words.

    ``lasting`` names the trouble with the site itself.
    """

    day: date
    orders: Sequence[DigestOrder]
    in_need: int
    counts: Mapping[str, int]
    letters_sent: int = 0
    letters_given_up: int = 0
    open_answers: int = 0
    data_requests: int = 0
    orders_url: str = ""
    lasting: Sequence[str] = field(default_factory=tuple)


def digest_day(local: datetime, hour: int | None, last: str | None) -> date | None:
    """The day whose digest is due now, by the shop's clock; ``last`` is the day (ISO) of the last one."""
    if hour is None:
        return None
    # That of an hour late in the evening may leave after midnight.
    day = local.date() if local.hour >= hour else local.date() - timedelta(days=1)
    since = timedelta(hours=(local.hour - hour) % 24, minutes=local.minute)
    return day if since < _LATEST and last != day.isoformat() else None


def digest_text(facts: DigestFacts) -> str:
    """The lines: at most two dozen, whatever the shop's size."""
    lines = [f"{facts.day:%A} {facts.day.day} {facts.day:%B}: {_needs(facts.in_need)}"]
    for order in facts.orders:
        lines += [f"{order.name}  {_cut(order.why)}", f"  {order.url}"]
    if (more := facts.in_need - len(facts.orders)) > 0:
        lines.append(f"and {more} more: {facts.orders_url}")
    counts = [f"{number} {words}" for words, number in facts.counts.items() if number]
    if counts:
        lines.append(f"Also: {', '.join(counts)}.")
    lines += _letters(facts)
    if facts.open_answers:
        wait = "1 customer waits" if facts.open_answers == 1 else f"{facts.open_answers} customers wait"
        lines.append(f"{wait} for your answer: `whereabouts answers` has until when.")
    if facts.data_requests:
        asks = "1 customer asks" if facts.data_requests == 1 else f"{facts.data_requests} customers ask"
        lines.append(f"{asks} for their data: `whereabouts export --requested` has until when.")
    if facts.lasting:
        lines.append(f"The site itself: {', '.join(facts.lasting)} (`whereabouts alerts`).")
    return "\n".join(lines)


def _needs(number: int) -> str:
    if not number:
        return "nothing is late, and no parcel has a problem."
    return "1 order needs you." if number == 1 else f"{number} orders need you."


def _letters(facts: DigestFacts) -> list[str]:
    if not facts.letters_sent and not facts.letters_given_up:
        return []
    sent = "1 letter" if facts.letters_sent == 1 else f"{facts.letters_sent} letters"
    failed = f", {facts.letters_given_up} could not be delivered (`whereabouts notices`)"
    return [f"Customers were told in the last day: {sent}{failed if facts.letters_given_up else ''}."]


def _cut(words: str) -> str:
    return words if len(words) <= _MAX_WORDS else f"{words[: _MAX_WORDS - 1].rstrip()}…"
