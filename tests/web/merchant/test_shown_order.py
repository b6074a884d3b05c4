from datetime import timedelta

from flask import Flask

from tests.fakes import NOW
from tests.order.builders import english, policy
from tests.web.merchant.orders import known, site_of
from tracking.web.merchant.shown_order import ShownOrder, shown_order


def shown(app: Flask, order_id: str, **after: float) -> ShownOrder:
    record = site_of(app).merchant.order_records.read(order_id)
    now = NOW + timedelta(**after)
    return shown_order(record, now=now, policy=policy(), language="en", retention=timedelta(days=90))


def test_status_is_that_of_now_and_not_of_the_last_judgement(app: Flask) -> None:
    order_id = known(app, "in-transit")
    first, later = (shown(app, order_id, days=days).status for days in (0, 30))
    assert first is not None
    assert later is not None
    assert english(first.headline.title) != english(later.headline.title)


def test_kept_until_is_none_for_an_open_order_and_a_day_for_a_finished_one(app: Flask) -> None:
    assert shown(app, known(app, "delayed")).kept_until is None
    assert shown(app, known(app, "delayed", finished_at=NOW)).kept_until == NOW + timedelta(days=90)
