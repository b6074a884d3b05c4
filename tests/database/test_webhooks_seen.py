from datetime import timedelta

from tests.fakes import NOW
from tracking.database import Database, webhooks_seen


def test_a_webhook_is_new_once(database: Database) -> None:
    with database.write() as transaction:
        assert webhooks_seen.add(transaction, "orders/updated:1", now=NOW)
        assert not webhooks_seen.add(transaction, "orders/updated:1", now=NOW)
    with database.write() as transaction:
        assert not webhooks_seen.add(transaction, "orders/updated:1", now=NOW)
        assert webhooks_seen.add(transaction, "orders/updated:2", now=NOW)


def test_old_ones_are_forgotten(database: Database) -> None:
    with database.write() as transaction:
        webhooks_seen.add(transaction, "old", now=NOW - timedelta(days=2))
        webhooks_seen.add(transaction, "new", now=NOW)
    with database.write() as transaction:
        assert webhooks_seen.forget_before(transaction, NOW - timedelta(days=1)) == 1
        assert webhooks_seen.add(transaction, "old", now=NOW)
        assert not webhooks_seen.add(transaction, "new", now=NOW)


def test_a_webhook_is_known_once_it_was_remembered(database: Database) -> None:
    with database.write() as transaction:
        assert not webhooks_seen.is_known(transaction, "1")
        webhooks_seen.add(transaction, "1", now=NOW)
        assert webhooks_seen.is_known(transaction, "1")
