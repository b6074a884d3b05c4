from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from tests.database.notice_rows import add, notice
from tests.fakes import NOW
from tests.notices.smtp_server import MailServer
from tests.sampling import each_row
from tracking.cli.notices import line, sentence_of_day, sentence_of_start
from tracking.database import Database
from tracking.database.notices import NoticeRow, NoticeState
from tracking.notices.codes import NoticeCode
from tracking.notices.known_since import KnownSince
from tracking.notices.standing_news import StandingNews
from tracking.notices.withheld import SENTENCES, Withheld
from tracking.services import services

MAIL = {"MAIL_FROM": "Harbor Goods <orders@example.com>", "PUBLIC_URL": "https://track.example.com"}


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'orders.db'}"


@pytest.fixture
def shop(make_app: Callable[..., Flask], database_url: str) -> Callable[..., Flask]:
    def make(**settings: str) -> Flask:
        own = {"SHOPIFY_SHOP": "tea.myshopify.com", "SHOPIFY_ACCESS_TOKEN": "demo", "SECRET_KEY": "own" * 12}
        return make_app(**own, DATABASE_URL=database_url, **settings)

    return make


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["notices", *arguments])


def database_of(app: Flask) -> Database:
    with app.app_context():
        return services().database


def ended(reason: str | None, letter: str, hours: float, **changes: str) -> NoticeRow:
    state = NoticeState.WITHHELD if reason else NoticeState.SENT
    values: dict[str, Any] = {"state": state.value, "reason": reason, "letter": letter, **changes}
    row = notice(letter, **values)
    return row.__class__(
        **{name: getattr(row, name) for name in row.__dataclass_fields__ if name != "ended_at"},
        ended_at=NOW.replace(hour=12).__class__.fromtimestamp(NOW.timestamp() - hours * 3600, NOW.tzinfo),
    )


def test_notices_are_listed_with_their_state_and_reason(shop: Callable[..., Flask]) -> None:
    app = shop()
    add(database_of(app), ended("no_address", "1", 1), notice("2", "problem"))
    result = run(app)
    assert result.stdout.splitlines() == [
        f"#1001       delayed           withheld       2026-11-22 13:05 UTC  {SENTENCES[Withheld.NO_ADDRESS].message}",
        "#1001       problem           waits until    2026-11-22 14:05 UTC",
    ]
    assert "SMTP_URL is not set" in result.stderr


def test_nothing_is_said_to_be_nothing(shop: Callable[..., Flask]) -> None:
    app = shop()
    database_of(app).prepare()
    assert "Nothing was news" in run(app).stdout


def test_a_dry_run_counts_letters_not_news(shop: Callable[..., Flask]) -> None:
    app = shop()
    add(
        database_of(app),
        ended("no_mail_server", "1", 24),
        ended("no_mail_server", "1", 24, part="p2"),
        ended("no_mail_server", "2", 24, code="problem"),
        ended("over", "3", 24),
        notice("4"),
    )
    note(app, NOW - timedelta(days=2))
    assert run(app, "--dry-run").stdout.splitlines() == [
        "2 letters would have been sent yesterday: 2 delayed, 1 problem.",
        "0 letters would have been sent today so far.",
        "1 letter waits.",
    ]


def note(app: Flask, since: datetime) -> None:
    """The first order was judged then."""
    with database_of(app).write() as transaction:
        KnownSince().note(transaction, since)


def test_a_dry_run_before_the_first_judgement_says_so(shop: Callable[..., Flask]) -> None:
    app = shop()
    database_of(app).prepare()
    assert run(app, "--dry-run").stdout.startswith("No order has been judged yet")


@pytest.mark.parametrize(("hours", "days"), [(1, ["today so far"]), (20, ["yesterday", "today so far"])])
def test_a_dry_run_says_since_when_it_can_tell_and_what_is_so_now(
    shop: Callable[..., Flask], hours: int, days: list[str]
) -> None:
    app, since = shop(), NOW - timedelta(hours=hours)
    database_of(app).prepare()
    note(app, since)
    assert run(app, "--dry-run").stdout.splitlines() == [
        *(f"0 letters would have been sent {day}." for day in days),
        "0 letters wait.",
        f"Only what changes after the orders were first judged is told: {since:%Y-%m-%d %H:%M}.",
        "If all that is so now had just come to be, 0 letters would be sent.",
    ]


def test_letters_that_would_be_sent_now_are_counted_by_kind() -> None:
    standing = StandingNews(3, Counter({NoticeCode.PROBLEM: 1, NoticeCode.DELAYED: 2}))
    assert sentence_of_start(NOW, standing).endswith("3 letters would be sent: 2 delayed, 1 problem.")


def test_letters_that_were_sent_are_counted_as_such() -> None:
    assert sentence_of_day([ended(None, "1", 1)], "today so far") == "1 letter was sent today so far: 1 delayed."


@each_row("reason", Withheld)
def test_every_reason_has_a_sentence(reason: Withheld) -> None:
    assert SENTENCES[reason].message in line(notice(reason=reason.value), "#1001")


def test_a_letter_of_each_kind_is_sent_to_an_address(shop: Callable[..., Flask]) -> None:
    with MailServer() as server:
        result = run(shop(SMTP_URL=server.url(), **MAIL), "test", "you@example.com")
    assert result.exit_code == 0, result.output
    assert [line.split()[-1] for line in result.stdout.splitlines()] == ["sent"] * len(NoticeCode)
    letters = [message_from_bytes(letter.content) for letter in server.letters]
    assert [letter["X-Notice"] for letter in letters] == [code.value for code in NoticeCode]
    assert {letter.recipient for letter in server.letters} == {"you@example.com"}


def test_a_refused_letter_is_named(shop: Callable[..., Flask]) -> None:
    with MailServer() as server:
        server.always("RCPT", "550 5.1.1 no such mailbox")
        result = run(shop(SMTP_URL=server.url(), **MAIL), "test", "you@example.com")
    assert result.exit_code == 1
    assert "delayed            550" in result.stdout or "delayed            5.1.1" in result.stdout
    assert "doctor" in result.stderr


def test_a_mail_server_that_is_not_there_is_asked_once(shop: Callable[..., Flask]) -> None:
    with MailServer() as server:
        server.always("CONNECT", "421 4.3.2 not now")
        result = run(shop(SMTP_URL=server.url(), **MAIL), "test", "you@example.com")
    assert (result.exit_code, server.connections) == (1, 1)
    assert len(result.stdout.splitlines()) == 1
    assert "doctor" in result.stderr


def test_no_letter_is_sent_without_a_mail_server_or_an_address(shop: Callable[..., Flask]) -> None:
    result = run(shop(), "test", "you@example.com")
    assert (result.exit_code, "SMTP_URL is not set" in result.stderr) == (1, True)
    with MailServer() as server:
        result = run(shop(SMTP_URL=server.url(), **MAIL), "test", "nobody")
    assert result.exit_code == 1
    assert "'nobody' is no email address" in result.stderr
    assert result.stdout == ""
    assert server.letters == []
