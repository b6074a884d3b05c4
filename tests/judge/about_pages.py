"""Invariants of the rendered page: does the HTML say what the JSON says, and nothing else?"""

import re
from html import unescape

from tests.judge.about_ages import OUT_FOR_DELIVERY
from tests.judge.case import Case, Complaints
from tests.judge.life import Life
from tests.judge.settlement import owes_now
from tracking.order.vocabulary import NextStep

_TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)
_WAS_REFUNDED = re.compile(r"\b(?:was|were|been) (?:partly )?refunded\b")


def text_of_page(html: str) -> str:
    """The text of a page in one line, as a reader without eyes for the layout hears it."""
    return " ".join(unescape(_TAGS.sub(" ", html)).split())


def the_page_says_what_the_json_says(case: Case, html: str) -> Complaints:
    """Sentences that my assistant reads out stand on the page; a text that title and day repeat may be left out."""
    text = text_of_page(html)
    only = case.status.only_parcel
    for where, sentence in case.sentences():
        if where == ".headline.text" and only and only.title_says_all and case.status.headline.text == only.text:
            continue
        if where in (".headline.title", ".headline.text", ".money.text") and _folded(sentence) not in _folded(text):
            yield f"{where} {sentence!r} is not on the page"


def the_page_asks_for_money_only_if_it_is_owed(case: Case, html: str) -> Complaints:
    """A button to pay means that I owe something today."""
    life = case.life
    assert isinstance(life, Life)
    if 'href="https://example.com/pay"' in html or re.search(r'href="[^"]*/pay"', html):
        if case.status.advice.code is not NextStep.PAY and not any(
            p.advice.code is NextStep.PAY for p in case.status.parcels
        ):
            yield "a link to pay without a next step that says so"
        if not owes_now(life, case.now):
            yield "a link to pay, and nothing is owed"


def the_page_tells_of_no_refund_that_was_not_made(case: Case, html: str) -> Complaints:
    """Nowhere on the page is a refund that never moved."""
    assert case.life
    if not case.life.refunded(case.now) and (said := _WAS_REFUNDED.search(text_of_page(html))):
        yield f"the page says {said[0]!r}, and no money has moved"


def nothing_old_is_told_as_of_now(case: Case, html: str) -> Complaints:
    """Nowhere on the page is a parcel with the driver of last month."""
    moments = [entry.at for entry in case.status.timeline] + [s.at for p in case.status.parcels for s in p.scans]
    estimates = [parcel.estimate.last for parcel in case.status.parcels if parcel.estimate]
    age = (case.now - max(moments)).days
    if estimates and max(estimates) >= case.now.date():
        return
    said = re.search(OUT_FOR_DELIVERY.words, text_of_page(html))
    if said and age > OUT_FOR_DELIVERY.days:
        yield f"the page says {said[0]!r} after {age} days"


def _folded(text: str) -> str:
    return re.sub(r"\W+", "", text)
