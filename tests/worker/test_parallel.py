from threading import Barrier, Event

import pytest

from tracking.worker.parallel import as_answered


def test_calls_wait_for_others_at_the_same_time() -> None:
    together = Barrier(5)
    answered = dict(as_answered(lambda _: together.wait(60), range(5)))
    assert sorted(each.result() for each in answered.values()) == [0, 1, 2, 3, 4]


def test_each_is_there_as_soon_as_it_is_answered_and_an_error_is_an_answer() -> None:
    first_is_there = Event()

    def call(number: int) -> int:
        if number == 0:
            assert first_is_there.wait(60)
            raise KeyError(number)
        return number

    answers = as_answered(call, [0, 1])
    number, answer = next(answers)
    assert (number, answer.result()) == (1, 1)
    first_is_there.set()
    number, answer = next(answers)
    assert number == 0
    with pytest.raises(KeyError):
        answer.result()
    assert list(answers) == []
