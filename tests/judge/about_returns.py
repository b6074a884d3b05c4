"""Invariants of returns: is it back, and what do I get for it?"""

import re

from tests.judge.case import Case, Complaints
from tests.judge.life import Life, ReturnStory
from tracking.order.vocabulary import Reason, Stage

_BACK = re.compile(r"^We have (?:your items|part of your return)|\bparcel arrived|’ve checked the items")
_ON_ITS_WAY = re.compile(r"\bon (?:its|their) way (?:back|to us)")
_REPLACED = re.compile(r"\bnew (?:ones|items) have been sent")


def back_only_if_the_goods_came_back(case: Case) -> Complaints:
    """ "Your return has arrived" means that the shop has my parcel, whatever happened to the money."""
    for story, stage, said in _told(case):
        is_back = story.looked_at is not None and story.looked_at <= case.now
        if (stage in (Stage.RECEIVED, Stage.REFUNDED) or _BACK.search(said)) and not is_back:
            yield f"a return is {stage} ({said!r}), and nothing has come back"


def on_its_way_back_only_if_it_was_sent(case: Case) -> Complaints:
    """A label in my drawer is not on its way."""
    for story, stage, said in _told(case):
        is_sent = story.sent_at is not None and story.sent_at <= case.now
        if (stage is Stage.ON_ITS_WAY_BACK or _ON_ITS_WAY.search(said)) and not is_sent:
            yield f"a return is {stage} ({said!r}), and was never sent"


def exchanged_only_if_the_new_item_left(case: Case) -> Complaints:
    """ "The new ones have been sent" means that they are on the road."""
    life = _life(case)
    for story, _, said in _told(case):
        new = story.exchange
        left = any(new in each.units and each.created_at <= case.now for each in life.shipments)
        if _REPLACED.search(said) and not (new and left):
            yield f"it says {said!r}, and no new item has left"


def nothing_is_asked_of_a_return_that_came_back(case: Case) -> Complaints:
    """I do not send back twice."""
    for story, _, _ in _told(case):
        is_back = story.looked_at is not None and story.looked_at <= case.now
        asks = [b for b in case.status.returns if b.advice.code in ("send_back", "print_label")]
        if is_back and asks and len(case.status.returns) == 1 and asks[0].reason is not Reason.RETURN_MISSING:
            yield f"asked to send back what has come back ({asks[0].reason})"


def _told(case: Case) -> list[tuple[ReturnStory, Stage | None, str]]:
    stories = [each for each in _life(case).returns if each.requested_at <= case.now and not _is_called_off(each, case)]
    rows = case.page["returns"]
    assert isinstance(rows, list)
    texts = [str(row["text"]) for row in rows if isinstance(row, dict)]
    stages = [back.stage for back in case.status.returns]
    return list(zip(stories, stages, texts, strict=True))


def _is_called_off(story: ReturnStory, case: Case) -> bool:
    """One that was called off is not on the page."""
    return story.ends_as == "CANCELED" and story.ended_at is not None and story.ended_at <= case.now


def _life(case: Case) -> Life:
    assert case.life
    return case.life
