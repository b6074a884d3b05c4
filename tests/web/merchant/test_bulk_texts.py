from tests.order.builders import english
from tests.sampling import each_row
from tracking.merchant.bulk_letters import NoLetter
from tracking.notices.withheld import Withheld
from tracking.web.merchant.bulk_texts import mark, without
from tracking.web.merchant.shown_batch import MARKS, PARTS, BatchPart


@each_row("why", sorted({*NoLetter, *Withheld, "undone"}))
def test_every_reason_has_words(why: str) -> None:
    assert english(without(why)) != str(why)


def test_a_reason_of_another_release_stands_for_itself() -> None:
    assert english(without("of_tomorrow")) == "of_tomorrow"


def test_every_part_of_a_batch_has_a_mark_and_states() -> None:
    assert [MARKS.keys(), PARTS.keys()] == [set(BatchPart)] * 2
    assert mark(BatchPart.FAILED).icon == "alert"
