import re
from collections.abc import Callable
from email import message_from_bytes, policy

from flask import Flask
from flask.testing import FlaskClient

from tests.fakes import Clock
from tests.notices.smtp_server import MailServer
from tests.web.conftest import steady_headers
from tests.web.merchant.conftest import ADA, SAME_SITE, SITE, WITH_MAIL, recorded_actions
from tracking.database import tasks
from tracking.merchant.access import LOGIN_MAIL
from tracking.services import services


def ask(client: FlaskClient, email: str) -> tuple[int, bytes, dict[str, str]]:
    answer = client.post("/merchant/login", data={"email": email}, headers=SAME_SITE)
    return answer.status_code, answer.data, steady_headers(answer)


def test_the_form_says_the_same_whoever_asks_and_writes_the_same(shop: Flask, stranger: FlaskClient) -> None:
    answers = [ask(stranger, email) for email in (ADA, ADA.upper(), "eve@example.com", "", "no address", "x" * 3000)]
    assert answers[0][0] == 200
    assert "15 minutes" in answers[0][1].decode()
    assert all(answer == answers[0] for answer in answers)
    with shop.app_context(), services().database.write() as transaction:
        waiting = tasks.claim(transaction, now=services().clock(), limit=99, kinds=[LOGIN_MAIL])
    assert [task.hints for task in waiting if services_address(shop, task.key)] == [2]
    assert len(waiting) == 5


def services_address(app: Flask, key: str) -> str | None:
    with app.app_context():
        return services().staff.address_of(key)


def test_a_form_without_its_field_is_like_any_other(stranger: FlaskClient) -> None:
    assert ask(stranger, "")[0] == stranger.post("/merchant/login", headers=SAME_SITE).status_code == 200


def test_too_many_login_requests_are_refused_for_any_address(stranger: FlaskClient, clock: Clock) -> None:
    statuses = [ask(stranger, email)[0] for email in [ADA, "eve@example.com"] * 6]
    assert statuses == [200] * 10 + [429] * 2
    answer = stranger.post("/merchant/login", data={"email": ADA}, headers=SAME_SITE)
    assert int(answer.headers["Retry-After"]) > 0
    assert "Too many tries" in answer.text
    clock.advance(minutes=1)
    assert ask(stranger, ADA)[0] == 200


def test_login_form_is_404_without_staff_emails(make_app: Callable[..., Flask]) -> None:
    client = make_app(**{name: value for name, value in WITH_MAIL.items() if name != "STAFF_EMAILS"}).test_client()
    assert client.get("/merchant/login").status_code == 404
    assert ask(client, ADA)[0] == 404


def test_open_session_needs_no_login_form(ada: FlaskClient) -> None:
    answer = ada.get("/merchant/login")
    assert (answer.status_code, answer.location) == (303, "/merchant/")
    assert ask(ada, ADA)[0] == 200, "the form was open in another tab"


def test_the_mail_that_the_worker_sends_opens_the_overview(make_app: Callable[..., Flask]) -> None:
    with MailServer() as server:
        app = make_app(
            **{**WITH_MAIL, "SMTP_URL": server.url(), "SHOPIFY_CLIENT_ID": "", "SHOPIFY_ACCESS_TOKEN": "demo"}
        )
        client = app.test_client()
        assert ask(client, "eve@example.com")[0] == ask(client, "ADA@example.com ")[0] == 200
        with app.app_context():
            worker = services().worker
            while not server.letters or worker.parts.login_mails.step():
                worker.step()
            worker.parts.login_mails.close()
        (received,) = server.letters
        assert received.recipient == ADA
        words = message_from_bytes(received.content, policy=policy.default).get_content()
        (address,) = re.findall(rf"{SITE}(/merchant/login/\S+)", words)
        assert client.get(address).status_code == 200
        assert client.post(address, headers=SAME_SITE).status_code == 303
        assert client.get("/merchant/history").status_code == 200
    assert recorded_actions(app) == [(ADA, "logged_in_by_mail"), (ADA, "link_mailed")]
