from datetime import timedelta

from flask import Flask

from tests.fakes import NOW
from tests.order.builders import policy
from tests.web.merchant.orders import known, site_of
from tests.web.views.test_order_json import KEYS
from tracking.web.merchant.order_export import export_order

KEEP = timedelta(days=90)


def test_an_order_is_exported_in_the_form_of_its_page_with_what_the_shop_alone_sees(app: Flask) -> None:
    order_id = known(app, "exchange-on-its-way", finished_at=NOW)
    said = export_order(site_of(app).merchant.order_records.read(order_id), NOW, policy(), KEEP)
    assert set(KEYS[""]) <= set(said)
    assert (said["id"], said["as_of"], said["stale"], said["language"]) == (
        order_id,
        "2026-11-22T14:05:00Z",
        False,
        "en",
    )
    assert (said["kept_until"], said["letters"], said["history"], said["notes"]) == ("2027-02-20T14:05:00Z", [], [], [])


def test_an_order_that_another_release_has_kept_is_exported_without_its_page(app: Flask) -> None:
    order_id = known(app, answer={"order": {"id": 1}})
    said = export_order(site_of(app).merchant.order_records.read(order_id), NOW, policy(), KEEP)
    assert (said["order"], "parcels" in said, said["kept_until"]) == ("#1020", False, None)
