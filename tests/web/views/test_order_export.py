from datetime import timedelta

from tests.demo_orders import orders
from tests.fakes import NOW
from tests.order.builders import policy
from tests.web.views.test_order_json import KEYS
from tracking.web.views.order_export import export_order


def test_an_order_is_exported_in_the_form_of_its_page() -> None:
    said = export_order(orders()["exchange-on-its-way"], NOW - timedelta(hours=1), NOW, policy())
    assert set(said) == set(KEYS[""])
    assert (said["as_of"], said["stale"], said["language"]) == ("2026-11-22T13:05:00Z", False, "en")
