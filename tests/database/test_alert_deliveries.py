from datetime import timedelta

from tests.fakes import Clock
from tracking.database import Database, alert_deliveries
from tracking.database.alert_deliveries import CLAIM, DeliveryKind


def test_deliveries_due_for_a_channel_are_claimed_once_together(database: Database, clock: Clock) -> None:
    with database.write() as transaction:
        alert_deliveries.add(transaction, ["a", "b"], DeliveryKind.ALERT, "first", now=clock())
        alert_deliveries.add(transaction, ["a"], DeliveryKind.DIGEST, None, now=clock())
        claimed = [alert_deliveries.claim(transaction, token, now=clock()) for token in ("1", "2", "3")]
        assert [[(row.channel, row.kind) for row in rows] for rows in claimed] == [
            [("a", "alert"), ("a", "digest")],
            [("b", "alert")],
            [],
        ]
        alert_deliveries.remove(transaction, "1")
        assert [row.channel for row in alert_deliveries.waiting(transaction)] == ["b"]


def test_a_claim_ends_and_what_is_put_off_waits(database: Database, clock: Clock) -> None:
    with database.write() as transaction:
        alert_deliveries.add(transaction, ["a"], DeliveryKind.ALERT, "first", now=clock())
        assert alert_deliveries.claim(transaction, "killed", now=clock())
        clock.now += CLAIM
        assert alert_deliveries.claim(transaction, "next", now=clock())
        alert_deliveries.defer(transaction, "next", until=clock() + timedelta(minutes=1))
        assert not alert_deliveries.has_due(transaction, now=clock())
        assert not alert_deliveries.claim(transaction, "early", now=clock())
        clock.advance(minutes=1)
        (row,) = alert_deliveries.claim(transaction, "due", now=clock())
        assert row.attempts == 1


def test_delivery_that_was_put_off_is_claimed_with_a_new_one(database: Database, clock: Clock) -> None:
    with database.write() as transaction:
        alert_deliveries.add(transaction, ["a"], DeliveryKind.ALERT, "first", now=clock())
        alert_deliveries.claim(transaction, "1", now=clock())
        alert_deliveries.defer(transaction, "1", until=clock() + timedelta(hours=1))
        alert_deliveries.add(transaction, ["a"], DeliveryKind.ALERT, "second", now=clock())
        assert [row.sentence for row in alert_deliveries.claim(transaction, "2", now=clock())] == ["first", "second"]


def test_a_clock_that_was_set_back_holds_nothing_back(database: Database, clock: Clock) -> None:
    with database.write() as transaction:
        alert_deliveries.add(transaction, ["a"], DeliveryKind.ALERT, "first", now=clock() + timedelta(days=1))
        assert alert_deliveries.has_due(transaction, now=clock())
        assert alert_deliveries.claim(transaction, "1", now=clock())


def test_channels_that_are_not_set_any_more_are_forgotten(database: Database, clock: Clock) -> None:
    with database.write() as transaction:
        alert_deliveries.add(transaction, ["a", "b"], DeliveryKind.ALERT, "first", now=clock())
        alert_deliveries.forget_other_channels(transaction, ["b"])
        assert [row.channel for row in alert_deliveries.waiting(transaction)] == ["b"]
        alert_deliveries.forget_other_channels(transaction, [])
        assert alert_deliveries.waiting(transaction) == []
