"""Invariants of the wording: do badge, title, text, bar and next step say the same?"""

import re
from dataclasses import dataclass

from tests.judge.case import Case, Complaints
from tracking.order.status_types import Parcel
from tracking.order.statuses import SHIPMENTS
from tracking.order.vocabulary import ARRIVED, Condition, Reason, Route, Stage

_ON_THE_ROAD = frozenset({Stage.SHIPPED, Stage.OUT_FOR_DELIVERY})
_BEFORE = frozenset({Stage.ORDERED, Stage.CONFIRMED, Stage.PREPARING})
_SERIOUS = frozenset({Condition.LATE, Condition.PROBLEM, Condition.ACTION_NEEDED})


@dataclass(frozen=True, slots=True)
class _Claim:
    """Words that claim something, and the stages of the bar at which it can be true."""

    words: str
    stages: frozenset[Stage]


# In the title of a parcel, or of an order that has no other.
_CLAIMS = (
    _Claim(r"\bon (?:its|their) way(?! back)", _ON_THE_ROAD),
    _Claim(r"^Out for delivery", frozenset({Stage.OUT_FOR_DELIVERY})),
    _Claim(r"^Ready for pickup", frozenset({Stage.READY_FOR_PICKUP, *_ON_THE_ROAD})),
    _Claim(r"(?:being|are) (?:prepar|pack)", _BEFORE),
    _Claim(r"^(?:Packed|We’re preparing|Planned for later|Pre-ordered|Out of stock)", _BEFORE),
    _Claim(r"^Sent without tracking", frozenset({Stage.SHIPPED})),
)

EVENTS_STAGES = {status.lower(): meaning.stage for status, meaning in SHIPMENTS.items()}

_SAYS_IT_IS_FINE = re.compile(r"\bis on its way to you\b|^You have everything|^Everything has arrived")
_ALARM = re.compile(r"\b(?:late|delayed|may be lost|longer than|no news)\b|^There’s a problem", re.IGNORECASE)
_PATIENCE = re.compile(
    r"\b(?:soon|is being|are being|on (?:its|their) way(?! back)|next)\b"
    r"|(?:\bnot|n’t) (?:been )?(?:sent|scanned|ready|here) yet\b|’re (?:preparing|packing)\b"
)


def a_parcels_title_fits_its_bar(case: Case) -> Complaints:
    """The title of a parcel and its bar tell one story."""
    for parcel, title, _ in _spoken(case):
        for claim in _CLAIMS:
            if re.search(claim.words, title) and not claim.stages & {parcel.stage, _reported(parcel)}:
                yield f"a parcel is at {parcel.stage}, and its title says {title!r}"


def an_alarm_has_an_alarming_badge(case: Case) -> Complaints:
    """A title that worries me has no green badge, and a red badge no title that says that all is well."""
    for parcel, title, _ in _spoken(case):
        if _ALARM.search(title) and parcel.condition not in _SERIOUS and parcel.reason is not Reason.REQUEST_DECLINED:
            yield f"a parcel is {parcel.condition}, and its title says {title!r}"
    condition, title, _ = _headline(case)
    if _ALARM.search(title) and condition not in _SERIOUS:
        yield f"the order is {condition}, and its title says {title!r}"
    if _SAYS_IT_IS_FINE.search(title) and condition in _SERIOUS:
        yield f"the order is {condition}, and its title says {title!r}"


def what_is_done_is_told_as_done(case: Case) -> Complaints:
    """Done is done: not a word of soon, next or not yet."""
    condition, title, text = _headline(case)
    if condition is Condition.DONE and _PATIENCE.search(f"{title} {text}"):
        yield f"the order is done, and says {_PATIENCE.search(f'{title} {text}')[0]!r}"  # type: ignore[index]
    for parcel, its_title, its_text in _spoken(case):
        if parcel.condition is Condition.DONE and _PATIENCE.search(f"{its_title} {its_text}"):
            yield f"a parcel is done, and says {its_title!r}"


def the_headline_is_that_of_the_gravest_parcel(case: Case) -> Complaints:
    """The first line does not hide that a parcel is late or lost."""
    status = case.status
    if status.headline.condition not in (Condition.FINE, Condition.WAITING, Condition.DONE):
        return
    gravest = [parcel for parcel in status.parcels if parcel.condition in _SERIOUS]
    if gravest and status.headline.reason is not Reason.PAY_VOIDED and not case.order.cancelled_at:
        yield f"the order is {status.headline.condition}, and a parcel is {gravest[0].condition} / {gravest[0].reason}"


def the_only_parcel_is_the_headline(case: Case) -> Complaints:
    """With one parcel, the first line and the card agree."""
    status = case.status
    only = status.only_parcel
    if (
        only is None
        or only.route is Route.CANCELLED
        or (status.headline.reason or "").startswith(("pay_", "cancelled_"))
    ):
        return
    if (status.headline.stage, status.headline.condition) != (only.stage, only.condition):
        said = f"{status.headline.stage} {status.headline.condition}"
        yield f"the order is {said}, its parcel {only.stage} {only.condition}"


def the_only_parcel_has_no_other(case: Case) -> Complaints:
    """ "Part of your order" means that there is another part."""
    _, title, _ = _headline(case)
    parts = [parcel for parcel in case.status.parcels if not parcel.is_quiet]
    boxes = sum(parcel.box_count for parcel in parts)
    if (
        re.search(r"^Part of your order|^One of your parcels", title)
        and max(len(parts), boxes) + len(case.status.removed) < 2
    ):
        yield f"there is one part, and the title says {title!r}"


def nothing_is_said_twice(case: Case) -> Complaints:
    """The page does not tell me the same thing twice in a row."""
    _, title, text = _headline(case)
    if text and title.rstrip(".") == text.rstrip("."):
        yield f"title and text say the same: {title!r}"
    sentences = re.split(r"(?<=[.!?]) ", text)
    if len(sentences) != len(set(sentences)):
        yield f"the text says a sentence twice: {text!r}"


def one_day_to_check_back_is_enough(case: Case) -> Complaints:
    """ "It’s worth checking back on Friday" stands at most once in a text."""
    for place, said in case.sentences():
        if said.count("checking back") > 1:
            yield f"{place}: {said!r}"


def a_stage_of_arrival_is_done_or_a_problem(case: Case) -> Complaints:
    """A parcel that has arrived is not waited for."""
    for parcel in case.status.parcels:
        if parcel.stage in ARRIVED and parcel.condition in (Condition.WAITING, Condition.LATE):
            yield f"a parcel is at {parcel.stage}, and {parcel.condition}"


def _reported(parcel: Parcel) -> Stage:
    """The stage of the newest report: the title says it where the bar, which never runs backwards, stays."""
    reports = (EVENTS_STAGES.get(scan.status) for scan in parcel.scans)
    return next((stage for stage in reports if stage), parcel.stage)


def _spoken(case: Case) -> list[tuple[Parcel, str, str]]:
    rows = case.page["parcels"]
    assert isinstance(rows, list)
    said = [(str(row["title"]), str(row["text"])) for row in rows if isinstance(row, dict)]
    return [(parcel, title, text) for parcel, (title, text) in zip(case.status.parcels, said, strict=True)]


def _headline(case: Case) -> tuple[Condition, str, str]:
    said = case.page["headline"]
    assert isinstance(said, dict)
    return case.status.headline.condition, str(said["title"]), str(said["text"])
