"""Whether the time of a refusal tells an order that exists from one that does not."""

import random
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from itertools import count, cycle
from math import exp, sqrt

from scripts.load import asking
from scripts.load.asking import Spread
from scripts.load.http import Answer, post
from scripts.load.process import Process
from scripts.load.report import Figure, at_least, at_most, just
from scripts.load.shop import SITE, manner, settings
from tracking.demo import examples

_EACH = 2000
_CLIENTS = 6
_EXAMPLE = "#1001"  # stands on every form
_NUMBERS = sorted(
    example.order[1:]
    for example in examples()
    if re.fullmatch(r"#[1-4]\d{3}", example.order) and example.order != _EXAMPLE
)
_SURELY = 0.3  # below that, equals nearly always differ more
_FURTHER = 5000  # no order has a number so high, and it has as many digits

# What differs from one visit to the next, whoever asks.
_OF_THE_VISIT = re.compile(rb"(?im)^(?:date|x-request-id):[^\n]*\n")

_visitors = count()


async def measure(shopify: Process) -> AsyncIterator[Figure]:
    """Both kinds in turns, each visitor from an address of his own, at 150 ± 30 ms of Shopify."""
    with Process(SITE, settings(shopify)) as site:
        await manner(shopify, delay=0.15, jitter=0.03)
        await _ask(site, len(_NUMBERS))  # nothing is done for the first time when it counts
        tries = await _ask(site, _EACH)
    await manner(shopify, delay=0.15, jitter=0)
    wrong, unknown = (
        [each for each in tries if (each.number > _FURTHER) is is_unknown] for is_unknown in (False, True)
    )
    statistic, chance = kolmogorov_smirnov(*([each.answer.seconds for each in kind] for kind in (wrong, unknown)))
    said = {each.said for each in tries}
    statuses = ", ".join(sorted({str(each.answer.status) for each in tries}))
    yield just(f"a wrong e-mail and no such order, {_EACH} each", f"{_middle(wrong)} and {_middle(unknown)} ms")
    yield just("  Kolmogorov-Smirnov statistic", f"D = {statistic:.4f}")
    yield at_least("  so large a difference between equals has p", chance, 0.01, "")
    yield at_most("  different answers, but for the number that was typed", len(said), 1, f"(status {statuses})")


@dataclass(frozen=True, slots=True)
class _Try:
    number: int
    answer: Answer

    @property
    def said(self) -> bytes:
        """The whole answer, without what was typed."""
        whole = _OF_THE_VISIT.sub(b"", self.answer.head) + self.answer.body
        return whole.replace(b"%d" % self.number, b"number")


async def _ask(site: Process, each: int) -> list[_Try]:
    """Pairs of an order that is somebody else's and one that is not there, either first: who is second waits longer."""
    own = [int(number) for number, _ in zip(cycle(_NUMBERS), range(each), strict=False)]
    numbers = [typed for number in own for typed in random.sample((number, number + _FURTHER), 2)]
    answers = await asking.in_turns(site.port, map(_request, numbers), clients=_CLIENTS)
    return [_Try(*pair) for pair in zip(numbers, answers, strict=True)]


def _request(number: int) -> bytes:
    # As many visitors as tries: what one address may do is bounded.
    visitor = next(_visitors)
    address = f"10.{visitor >> 16 & 255}.{visitor >> 8 & 255}.{visitor & 255}"
    return post("/", {"order": f"#{number}", "email": "nobody@example.com"}, {"X-Forwarded-For": address})


def _middle(tries: Sequence[_Try]) -> str:
    return f"{Spread.of([each.answer for each in tries]).p50:.1f}"


def kolmogorov_smirnov(one: Sequence[float], other: Sequence[float]) -> tuple[float, float]:
    """The two-sample statistic, and how likely one as large is where both come from one source.

    https://www.itl.nist.gov/div898/software/dataplot/refman1/auxillar/ks2samp.htm
    """
    one, other = sorted(one), sorted(other)
    largest, ahead, place = 0.0, 0, 0
    for value in sorted({*one, *other}):
        while ahead < len(one) and one[ahead] <= value:
            ahead += 1
        while place < len(other) and other[place] <= value:
            place += 1
        largest = max(largest, abs(ahead / len(one) - place / len(other)))
    size = sqrt(len(one) * len(other) / (len(one) + len(other)))
    scaled = (size + 0.12 + 0.11 / size) * largest
    if scaled < _SURELY:  # there the series does not end
        return largest, 1.0
    chance = 2 * sum((-1) ** (term - 1) * exp(-2 * (term * scaled) ** 2) for term in range(1, 101))
    return largest, min(1.0, max(0.0, chance))
