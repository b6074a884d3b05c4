from collections.abc import Callable, Mapping

import pytest

from tests.cli.setup.answering import Typist
from tests.cli.setup.conftest import APP, SHOP, TOKEN
from tests.shopify.faulty_server import says
from tracking.cli.setup.interview import Interview, understood
from tracking.settings import SettingsError


def connect(
    *answers: str, known: Mapping[str, str] | None = None, fixed: tuple[str, ...] = ()
) -> tuple[Typist, dict[str, str]]:
    typist = Typist(answers)
    interview = Interview(terminal=typist, known=known or {}, fixed=fixed)
    interview.connect()
    assert typist.has_answered_all()
    return typist, interview.changes


def test_a_shop_is_connected_from_what_is_pasted(open_shop: Callable[..., str]) -> None:
    known = {"SHOPIFY_API_URL": open_shop()}
    typist, changes = connect(
        "https://admin.shopify.com/store/demo/settings", f" {APP[0]} ", APP[1], "track.example.com/", known=known
    )
    assert changes == {
        "SHOPIFY_SHOP": SHOP,
        "SHOPIFY_CLIENT_ID": APP[0],
        "SHOPIFY_CLIENT_SECRET": APP[1],
        "PUBLIC_URL": "https://track.example.com",
    }
    assert typist.hidden == [APP[1]]
    assert "ok  access         Shopify accepts SHOPIFY_CLIENT_ID and SHOPIFY_CLIENT_SECRET." in typist.text
    assert "canary" not in typist.text


def test_what_is_wrong_is_said_and_asked_again(open_shop: Callable[..., str]) -> None:
    known = {"SHOPIFY_API_URL": open_shop()}
    typist, changes = connect(
        "shop.example.com", "demo", "shpss_x", APP[0], APP[1], "http://track.example.com", "", known=known
    )
    assert "SHOPIFY_SHOP must look like example.myshopify.com." in typist.said
    assert any(said.startswith("SHOPIFY_CLIENT_ID is not the token or the secret") for said in typist.said)
    assert any(said.startswith("PUBLIC_URL must begin with https://") for said in typist.said)
    assert "PUBLIC_URL" not in changes


def test_a_shop_that_shopify_does_not_know_is_asked_for_again(serve: Callable[..., str]) -> None:
    known = {"SHOPIFY_API_URL": serve(says({}, 404), says({}, 400))}
    typist, changes = connect("demmo", "demo", "", "", "", known=known)
    assert "Shopify knows no shop of this name." in typist.text
    assert changes == {"SHOPIFY_SHOP": SHOP}


def test_refused_credentials_are_asked_for_again_and_what_was_right_is_kept(open_shop: Callable[..., str]) -> None:
    known = {"SHOPIFY_API_URL": open_shop()}
    typist, changes = connect("demo", APP[0], "wrong", "", "", APP[1], "", known=known)
    assert "!!  access         Shopify does not accept SHOPIFY_CLIENT_ID and SHOPIFY_CLIENT_SECRET." in typist.text
    assert f"(Enter: {APP[0]})" in typist.asked[4]
    assert "(Enter: as it is)" in typist.asked[5]
    assert changes["SHOPIFY_CLIENT_SECRET"] == APP[1]


def test_refused_credentials_may_be_kept(open_shop: Callable[..., str]) -> None:
    typist = Typist(("demo", APP[0], "not-yet", "k", ""))
    interview = Interview(terminal=typist, known={"SHOPIFY_API_URL": open_shop()}, fixed=())
    interview.connect()
    assert interview.changes["SHOPIFY_CLIENT_SECRET"] == "not-yet"
    assert interview.is_refused


def test_what_cannot_be_checked_is_kept_with_a_warning() -> None:
    typist, changes = connect("demo", "id", "secret", "", known={"SHOPIFY_API_URL": "http://127.0.0.1:1"})
    assert changes["SHOPIFY_CLIENT_SECRET"] == "secret"
    assert typist.text.count("What you typed is kept, and was not checked.") == 2


def test_who_has_a_token_is_asked_for_it(open_shop: Callable[..., str]) -> None:
    known = {"SHOPIFY_API_URL": open_shop(), "SHOPIFY_SHOP": SHOP, "SHOPIFY_ACCESS_TOKEN": "old"}
    typist, changes = connect("", TOKEN, "", known=known)
    assert changes == {"SHOPIFY_ACCESS_TOKEN": TOKEN}
    assert "ok  access         Shopify accepts SHOPIFY_ACCESS_TOKEN." in typist.text
    assert typist.hidden == [TOKEN]


def test_without_a_shop_there_is_nothing_more_to_ask() -> None:
    typist, changes = connect("")
    assert changes == {}
    assert "the site shows the demo store" in typist.text


def test_what_the_environment_says_is_not_asked_for(open_shop: Callable[..., str]) -> None:
    known = {
        "SHOPIFY_API_URL": open_shop(),
        "SHOPIFY_SHOP": SHOP,
        "SHOPIFY_CLIENT_ID": APP[0],
        "SHOPIFY_CLIENT_SECRET": "x",
    }
    typist, changes = connect("", known=known, fixed=("SHOPIFY_SHOP", "SHOPIFY_CLIENT_ID", "SHOPIFY_CLIENT_SECRET"))
    assert changes == {}
    assert "SHOPIFY_SHOP is set in the environment, which comes before .env: it is not asked for." in typist.said


def test_without_a_public_address_it_says_what_needs_one(open_shop: Callable[..., str]) -> None:
    typist, _ = connect("demo", APP[0], APP[1], "", known={"SHOPIFY_API_URL": open_shop()})
    assert typist.said[-1].startswith("PUBLIC_URL is not set: webhooks, links in e-mails and the widget need it")
    typist, _ = connect("demo", APP[0], APP[1], "x.example.com", known={"SHOPIFY_API_URL": open_shop()})
    assert "PUBLIC_URL is not set" not in typist.text


def test_a_broken_setting_beside_does_not_stop_the_questions() -> None:
    typist, changes = connect("demo", "id", "secret", "", known={"SHOPIFY_API_URL": "nonsense"})
    assert changes["SHOPIFY_SHOP"] == SHOP
    assert typist.text.count("SHOPIFY_API_URL must be an address") == 2


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("PUBLIC_URL", "track.example.com", "https://track.example.com"),
        ("PUBLIC_URL", "localhost:5000", "http://localhost:5000"),
        ("PUBLIC_URL", "127.0.0.1:5000/", "http://127.0.0.1:5000"),
        ("BRAND_LOGO_URL", "static/img/logo.svg", "static/img/logo.svg"),
        ("SHOPIFY_SHOP", "demo", SHOP),
        ("BRAND_COLOR", "#0a7c5c", "#0a7c5c"),
        ("LANGUAGES", "en, pt-BR", "en, pt-BR"),
    ],
)
def test_a_value_is_kept_as_it_is_meant(name: str, typed: str, kept: str) -> None:
    assert understood(name, typed) == kept


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("BRAND_DIR", "a\nb"),
        ("PORT", "x"),
        ("SHOPIFY_CLIENT_ID", "shpat_1"),
        ("PUBLIC_URL", "acme.myshopify.com"),
        ("PUBLIC_URL", "[::1"),
    ],
)
def test_a_wrong_value_is_one_sentence(name: str, typed: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{name} "):
        understood(name, typed)
