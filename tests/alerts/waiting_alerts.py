"""The alerts that wait to be sent to the shop, read from the database."""

from tracking.alerts.open_alerts import AlertRegister
from tracking.database import Database, alert_deliveries

CHANNEL = "a channel"


def waiting_alerts(database: Database) -> list[str]:
    """The sentences that wait, the oldest first."""
    with database.read() as transaction:
        return [row.sentence or row.kind for row in alert_deliveries.waiting(transaction)]


def flushed(register: AlertRegister, database: Database) -> list[str]:
    register.flush()
    return waiting_alerts(database)
