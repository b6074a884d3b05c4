from tracking.demo import Bucket


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_points_that_are_not_there_cannot_be_spent() -> None:
    bucket = Bucket(maximum=100, restore_rate=10, monotonic=Seconds())
    assert bucket.spend(70)
    assert not bucket.spend(40)
    assert bucket.status()["currentlyAvailable"] == 30


def test_points_come_back_with_time_and_never_run_over() -> None:
    seconds = Seconds()
    bucket = Bucket(maximum=100, restore_rate=10, monotonic=seconds)
    bucket.spend(100)
    seconds.now = 4
    assert bucket.status()["currentlyAvailable"] == 40
    seconds.now = 1000
    assert bucket.status() == {"maximumAvailable": 100, "currentlyAvailable": 100, "restoreRate": 10}


def test_what_was_not_needed_goes_back() -> None:
    bucket = Bucket(maximum=100, restore_rate=10, monotonic=Seconds())
    bucket.spend(90)
    bucket.give_back(60)
    assert bucket.status()["currentlyAvailable"] == 70
    bucket.give_back(60)
    assert bucket.status()["currentlyAvailable"] == 100
