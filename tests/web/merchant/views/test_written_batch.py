import re

from flask import Flask
from flask.testing import FlaskClient

from tests.database.merchant_rows import letter
from tests.fakes import NOW
from tests.web.merchant.orders import known, site_of
from tracking.database import letter_batches
from tracking.database.mail_queue import MailState
from tracking.web.merchant.views import written_batch


def test_the_orders_of_a_part_stand_in_pages(app: Flask, client: FlaskClient) -> None:
    order_id = known(app, "large")
    sent = {"batch": "b", "language": "en", "state": MailState.SENT, "due_at": None, "ended_at": NOW}
    letters = [letter(order_id, id=f"b-{number:04d}", **sent) for number in range(written_batch.SIZE + 2)]
    with site_of(app).database.write() as transaction:
        letter_batches.add_drafts(transaction, letters)
    page = client.get("/merchant/write/b?show=sent&lang=sv").text
    assert page.count("/merchant/orders/") == written_batch.SIZE
    (more,) = re.findall(r'href="([^"]+after=[^"]+#orders)"', page)
    rest = client.get(more.replace("&amp;", "&").partition("#")[0]).text
    assert rest.count("/merchant/orders/") == 2
    assert 'lang="sv"' in rest
    assert "#orders" not in rest.partition('id="orders"')[2]
