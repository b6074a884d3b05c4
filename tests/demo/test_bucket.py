from tracking.demo import LeakyBucket


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_missing_points_cannot_be_spent() -> None:
    bucket = LeakyBucket(maximum=100, restore_rate=10, monotonic=Seconds())
    assert bucket.spend(70)
    assert not bucket.spend(40)
    assert bucket.status()["currentlyAvailable"] == 30


def test_points_are_restored_up_to_the_maximum() -> None:
    seconds = Seconds()
    bucket = LeakyBucket(maximum=100, restore_rate=10, monotonic=seconds)
    bucket.spend(100)
    seconds.now = 4
    assert bucket.status()["currentlyAvailable"] == 40
    seconds.now = 1000
    assert bucket.status() == {"maximumAvailable": 100, "currentlyAvailable": 100, "restoreRate": 10}


def test_unused_points_are_refunded() -> None:
    bucket = LeakyBucket(maximum=100, restore_rate=10, monotonic=Seconds())
    bucket.spend(90)
    bucket.refund(60)
    assert bucket.status()["currentlyAvailable"] == 70
    bucket.refund(60)
    assert bucket.status()["currentlyAvailable"] == 100
