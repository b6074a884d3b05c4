from tests.fakes import Clock
from tracking.database import Database, alerts
from tracking.database.alerts import AlertRow


def row(clock: Clock, code: str = "letters", about: str = "") -> AlertRow:
    return AlertRow(code=code, about=about, sentence="Letters fail.", since=clock(), seen_at=clock())


def test_trouble_lasts_until_it_is_ended_and_may_come_again(database: Database, clock: Clock) -> None:
    with database.write() as transaction:
        alerts.put(transaction, first := row(clock))
        clock.advance(minutes=1)
        alerts.put(transaction, row(clock, "shopify"))
        assert list(alerts.locked(transaction)) == ["letters", "shopify"]
        assert alerts.lasting(transaction)["letters"] == first
        alerts.mark_seen(transaction, "letters", now=clock())
        assert alerts.lasting(transaction)["letters"].seen_at == clock()
        alerts.end(transaction, "letters", now=clock())
        assert list(alerts.lasting(transaction)) == ["shopify"]
        alerts.put(transaction, row(clock, about="again"))
        assert alerts.lasting(transaction)["letters"].about == "again"
