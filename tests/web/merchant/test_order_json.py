from datetime import timedelta
from gettext import NullTranslations

from flask import Flask

from tests.fakes import NOW
from tests.order.builders import policy
from tests.web.merchant.orders import known, site_of
from tests.web.views.test_order_json import KEYS
from tracking.database import merchant_notes
from tracking.database.merchant_notes import MerchantNote
from tracking.i18n.localizer import Localizer
from tracking.web.merchant.order_json import merchant_order_json
from tracking.web.merchant.shown_order import shown_order

OF_THE_SHOP = {
    "id",
    "cause",
    "remedy",
    "admin_url",
    "page_url",
    "location",
    "country",
    "tags",
    "promised",
    "set_aside_until",
    "needs",
    "out_of_step",
    "evidence",
    "letters",
    "notes",
    "history",
    "kept_until",
}


def test_every_key_stands_in_it(app: Flask) -> None:
    order_id = known(app)
    with site_of(app).database.write() as transaction:
        merchant_notes.add(transaction, order_id, MerchantNote(text="Called", who="kim@example.com", at=NOW))
    record = site_of(app).merchant.order_records.read(order_id)
    shown = shown_order(record, now=NOW, policy=policy(), language="en", retention=timedelta(days=90))
    said = merchant_order_json(shown, Localizer("en", "UTC", NullTranslations(), NOW), "en")
    assert set(said) == set(KEYS[""]) | OF_THE_SHOP
    assert said["notes"] == [{"at": "2026-11-22T14:05:00Z", "who": "kim@example.com", "text": "Called"}]
