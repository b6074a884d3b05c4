"""Holds letters back where as many have left within the hour as may, and tells the merchant so."""

from datetime import datetime

from tracking.alerts.kinds import AlertCode
from tracking.alerts.open_alerts import AlertRegister
from tracking.database import Transaction, notices
from tracking.notices.sending_schedule import SendingSchedule, hour_of


class HourlyLimit:
    """NOTICES_PER_HOUR, over all processes."""

    def __init__(self, schedule: SendingSchedule, alerts: AlertRegister) -> None:
        self._schedule = schedule
        self._alerts = alerts
        self._alerted_hour: datetime | None = None

    def is_reached(self, transaction: Transaction, now: datetime) -> bool:
        """Whether no further letter may leave in this hour; the merchant hears of it once an hour."""
        hour = hour_of(now)
        is_reached = self._schedule.left_in_hour(notices.letters_since(transaction, hour, now=now)) <= 0
        if is_reached and self._alerted_hour != hour:
            self._alerted_hour = hour
            self._alerts.alert(
                AlertCode.LETTERS_LIMIT,
                f"{self._schedule.per_hour} letters have left within an hour, which is NOTICES_PER_HOUR: the others"
                " wait, and are judged anew. If so many orders have not really changed, set NOTICES=none and start the"
                " site again.",
            )
        return is_reached
