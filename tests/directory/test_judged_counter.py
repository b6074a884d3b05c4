from tracking.directory.judged_counter import JudgedCounter


def test_taken_count_is_not_taken_again() -> None:
    counter = JudgedCounter()
    counter.add()
    counter.add(2)
    assert (counter.take(), counter.take()) == (3, 0)
