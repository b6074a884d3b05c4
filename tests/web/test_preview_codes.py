import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.demo_orders import orders
from tests.fakes import Clock
from tests.web.views.test_preview import links
from tracking.demo import examples
from tracking.order.vocabulary import Condition, Reason
from tracking.web.preview_codes import preview_codes

pytestmark = pytest.mark.no_cover


def test_every_order_has_a_condition_and_the_reasons_on_its_page_and_is_listed_by_them(client: FlaskClient) -> None:
    with client.application.app_context():
        codes = preview_codes()
        assert preview_codes() is codes
    assert set(codes) == {example.slug for example in examples()} == set(orders())
    assert all(found & {*Condition} for found in codes.values())
    assert all(found <= {*Condition, *Reason} for found in codes.values())
    assert codes["delayed"] == {"late", "delayed"}
    assert {"hold_stock", "waiting"} <= codes["partial-out-of-stock"], "of a part, too"
    assert any(code.startswith("return_") for code in codes["return-on-its-way"])
    for code, expected in (
        ("hold_stock", "hold-stock"),
        ("late", "delayed"),
        ("cancelled_customer", "cancelled-customer"),
    ):
        found = links(client.get(f"/preview?code={code}").text, ".preview-alone")
        assert f"/preview/{expected}?code={code}" in found
        assert len(found) < len(examples())
    page = client.get("/preview/hold-stock?code=hold_stock").text
    assert all("code=hold_stock" in url for url in links(page, ".preview-steps a"))
    assert links(client.get("/preview/delayed?code=hold_stock").text, ".preview-steps a") == [
        "/preview?code=hold_stock"
    ]


@pytest.mark.audit
def test_preview_codes_are_computed_again_after_an_hour(app: Flask, clock: Clock) -> None:
    with app.app_context():
        codes = preview_codes()
        clock.sleep(60 * 60)
        assert preview_codes() is not codes
