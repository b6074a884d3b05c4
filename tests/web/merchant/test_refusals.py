from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape

from tests.response_rules import text_of
from tests.web.merchant.conftest import SAME_SITE, form_token
from tests.web.merchant.orders import known, site_of


@pytest.mark.parametrize("path", ["/merchant/?view=lost", "/merchant/?size=0"])
def test_a_wrong_list_is_refused_with_one_sentence_in_both_forms(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    (sentence,) = answer.get_json().values()
    page = client.get(path)
    assert page.status_code == 422
    assert sentence in text_of(page)


@pytest.mark.parametrize(
    ("name", "fields"),
    [("note", {"text": "Called <b>the carrier"}), ("write", {"subject": "Snow", "text": "The road\nis closed."})],
)
def test_words_are_kept_while_nobody_can_be_asked_whether_the_session_holds(
    shop: Flask, ada: FlaskClient, name: str, fields: dict[str, str]
) -> None:
    order_id, token, path = known(shop), form_token(ada), Path(site_of(shop).database.place)
    path.rename(aside := path.with_suffix(".aside"))
    address, sent = f"/merchant/orders/{order_id}/{name}", {"token": token, **fields}
    answer = ada.post(address, data=sent, headers=SAME_SITE)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert all(f">\n{escape(words)}</textarea>" in answer.text for words in fields.values())
    assert token in answer.text, "it can be sent again from here"
    assert "data-view" not in answer.text, "nothing of the shop is shown to who may have been logged out"
    assert ada.post(address, data=sent, headers={"Origin": "https://evil.example.com"}).status_code == 403
    stranger = shop.test_client().post(address, data=sent, headers=SAME_SITE)
    assert (stranger.status_code, fields["text"] in stranger.text) == (404, False)
    aside.rename(path)
    assert ada.post(address, data=sent, headers=SAME_SITE).status_code in {200, 303}
