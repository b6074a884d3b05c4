import pytest

from tracking.order.answers import ROWS, AnswerTopic
from tracking.settings.answer_choices import CHOICES, NONE, answer_choices


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("contact, WAIT", ("wait", "contact")),
        ("swap,swap", ("swap",)),
        ("none", (NONE,)),
        (",".join(CHOICES), CHOICES),
    ],
)
def test_names_stand_once_and_in_one_order(value: str, expected: tuple[str, ...]) -> None:
    assert answer_choices(value) == expected


@pytest.mark.parametrize("value", [",", "wait,refund", "none,wait", "went_well"])
def test_another_name_is_refused_with_those_that_there_are(value: str) -> None:
    with pytest.raises(ValueError, match=r"wait, contact, cancel, send_rest_first, swap, or be none"):
        answer_choices(value)


def test_the_names_are_the_codes_of_the_choices() -> None:
    assert set(CHOICES) == {row.kind for row in ROWS.values() if row.topic is AnswerTopic.WAITING}
