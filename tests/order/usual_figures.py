"""A shop whose usual times are known."""

from typing import Any

from tests.order.builders import policy
from tracking.durations.usual_times import KnownUsualTimes, UsualTimes
from tracking.order.policy import Policy

SENT = ["sent", *[None] * 5, 2, 4]  # half days: 1 to 2 working days
FIRST_SCAN = ["first_scan", "ups", *[None] * 4, 1, 2]
AT_HOME = ["arrived", "ups", None, "SE", None, None, 3, 5]
ABROAD = ["arrived", None, None, "NO", None, None, 5, 10]
REFUNDED = ["refunded", *[None] * 5, 2, 6]


def usual_policy(*figures: list[Any], **settings: Any) -> Policy:  # noqa: ANN401 - of a policy
    """Every figure, or these."""
    rows = list(figures) or [SENT, FIRST_SCAN, AT_HOME, ABROAD, REFUNDED]
    return policy(usual=KnownUsualTimes(UsualTimes.from_json(rows)), **settings)
