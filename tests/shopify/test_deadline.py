from tests.shopify.asking import FakeTime
from tracking.shopify.deadline import Deadline


def test_the_time_left_shrinks_with_every_wait(time: FakeTime) -> None:
    deadline = Deadline.after(4, time)
    time.sleep(1.5)

    assert deadline.left() == 2.5


def test_the_time_left_is_never_negative(time: FakeTime) -> None:
    deadline = Deadline.after(4, time)
    time.sleep(99)

    assert deadline.left() == 0


def test_a_part_of_it_may_be_given_away(time: FakeTime) -> None:
    deadline = Deadline.after(4, time)
    assert deadline.at_most(1).left() == 1
    assert deadline.at_most(5) == deadline
