from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from tests.cli.setup.conftest import APP, SHOP, TOKEN
from tests.cli.setup.fake_terminal import FakeTerminal
from tests.fakes import harbor_goods
from tests.notices.smtp_server import MailServer
from tests.sampling import each_row
from tests.shopify.faulty_server import responds
from tracking.cli.setup.interview import Interview, normalize
from tracking.settings import SettingsError


def connect(
    *answers: str, known: Mapping[str, str] | None = None, fixed: tuple[str, ...] = ()
) -> tuple[FakeTerminal, dict[str, str]]:
    terminal = FakeTerminal(answers)
    interview = Interview(terminal=terminal, values_now={"DOWNLOADS": "none", **(known or {})}, environment_names=fixed)
    interview.connect()
    assert terminal.has_answered_all()
    return terminal, interview.changes


def test_shop_is_connected_from_pasted_values(open_shop: Callable[..., str]) -> None:
    known = {"SHOPIFY_API_URL": open_shop()}
    terminal, changes = connect(
        "https://admin.shopify.com/store/demo/settings", f" {APP[0]} ", APP[1], "track.example.com/", known=known
    )
    assert changes == {
        "SHOPIFY_SHOP": SHOP,
        "SHOPIFY_CLIENT_ID": APP[0],
        "SHOPIFY_CLIENT_SECRET": APP[1],
        "PUBLIC_URL": "https://track.example.com",
    }
    assert terminal.hidden == [APP[1]]
    assert "ok  access         Shopify accepts SHOPIFY_CLIENT_ID and SHOPIFY_CLIENT_SECRET." in terminal.text
    assert "canary" not in terminal.text


def test_invalid_answer_is_asked_again(open_shop: Callable[..., str]) -> None:
    known = {"SHOPIFY_API_URL": open_shop()}
    terminal, changes = connect(
        "shop.example.com", "demo", "shpss_x", APP[0], APP[1], "http://track.example.com", "", known=known
    )
    assert "SHOPIFY_SHOP must look like example.myshopify.com." in terminal.printed
    assert any(said.startswith("SHOPIFY_CLIENT_ID is not the token or the secret") for said in terminal.printed)
    assert any(said.startswith("PUBLIC_URL must begin with https://") for said in terminal.printed)
    assert "PUBLIC_URL" not in changes


def test_unknown_shop_is_asked_again(serve: Callable[..., str]) -> None:
    known = {"SHOPIFY_API_URL": serve(responds({}, 404), responds({}, 400))}
    terminal, changes = connect("demmo", "demo", "", "", "", known=known)
    assert "Shopify knows no shop of this name." in terminal.text
    assert changes == {"SHOPIFY_SHOP": SHOP}


def test_refused_credentials_are_asked_again_with_valid_ones_kept(open_shop: Callable[..., str]) -> None:
    known = {"SHOPIFY_API_URL": open_shop()}
    terminal, changes = connect("demo", APP[0], "wrong", "", "", APP[1], "", known=known)
    assert "!!  access         Shopify does not accept SHOPIFY_CLIENT_ID and SHOPIFY_CLIENT_SECRET." in terminal.text
    assert f"(Enter: {APP[0]})" in terminal.questions[4]
    assert "(Enter: as it is)" in terminal.questions[5]
    assert changes["SHOPIFY_CLIENT_SECRET"] == APP[1]


def test_refused_credentials_may_be_kept(open_shop: Callable[..., str]) -> None:
    terminal = FakeTerminal(("demo", APP[0], "not-yet", "k", ""))
    interview = Interview(terminal=terminal, values_now={"SHOPIFY_API_URL": open_shop()}, environment_names=())
    interview.connect()
    assert interview.changes["SHOPIFY_CLIENT_SECRET"] == "not-yet"
    assert interview.is_refused


def test_unchecked_values_are_kept_with_a_warning() -> None:
    terminal, changes = connect("demo", "id", "secret", "", known={"SHOPIFY_API_URL": "http://127.0.0.1:1"})
    assert changes["SHOPIFY_CLIENT_SECRET"] == "secret"
    assert terminal.text.count("What you typed is kept, and was not checked.") == 2


def test_configured_token_is_asked_instead_of_client_credentials(open_shop: Callable[..., str]) -> None:
    known = {"SHOPIFY_API_URL": open_shop(), "SHOPIFY_SHOP": SHOP, "SHOPIFY_ACCESS_TOKEN": "old"}
    terminal, changes = connect("", TOKEN, "", known=known)
    assert changes == {"SHOPIFY_ACCESS_TOKEN": TOKEN}
    assert "ok  access         Shopify accepts SHOPIFY_ACCESS_TOKEN." in terminal.text
    assert terminal.hidden == [TOKEN]


def test_address_of_the_shop_is_asked_again(open_shop: Callable[..., str]) -> None:
    known = {"SHOPIFY_API_URL": open_shop()}
    terminal, changes = connect("demo", *APP, "harborgoods.example.com", "track.harborgoods.example.com", known=known)
    assert terminal.text.count("harborgoods.example.com is the shop's own address") == 1
    assert changes["PUBLIC_URL"] == "https://track.harborgoods.example.com"
    _, changes = connect("demo", *APP, "www.harborgoods.example.com", "", known=known)
    assert "PUBLIC_URL" not in changes


@pytest.mark.parametrize("changed", [{}, {"SHOPIFY_ACCESS_TOKEN": TOKEN}], ids=["alone", "with the token"])
def test_given_address_of_the_shop_is_kept_with_a_note(open_shop: Callable[..., str], changed: dict[str, str]) -> None:
    terminal = FakeTerminal(())
    known = {"SHOPIFY_API_URL": open_shop(), "SHOPIFY_SHOP": SHOP, "SHOPIFY_ACCESS_TOKEN": TOKEN}
    changes = {**changed, "PUBLIC_URL": "https://harborgoods.example.com"}
    Interview(terminal=terminal, values_now=known, environment_names=(), changes=changes).check_changes()
    assert terminal.text.count("harborgoods.example.com is the shop's own address") == 1


@pytest.mark.parametrize(
    "known",
    [
        {},
        {"SHOPIFY_SHOP": SHOP, "SHOPIFY_ACCESS_TOKEN": TOKEN, "SHOPIFY_API_URL": "nonsense"},
        {"SHOPIFY_SHOP": SHOP, "SHOPIFY_ACCESS_TOKEN": TOKEN, "SHOPIFY_API_URL": "http://127.0.0.1:1"},
    ],
    ids=["no shop", "invalid", "unreachable"],
)
def test_address_is_taken_as_given_where_shopify_cannot_be_asked(known: dict[str, str]) -> None:
    terminal = FakeTerminal(())
    changes = {"PUBLIC_URL": "https://harborgoods.example.com"}
    Interview(terminal=terminal, values_now=known, environment_names=(), changes=changes).check_changes()
    assert not terminal.text


def test_empty_shop_ends_the_questions() -> None:
    terminal, changes = connect("")
    assert changes == {}
    assert "the site shows the demo store" in terminal.text


def test_settings_of_the_environment_are_not_asked(open_shop: Callable[..., str]) -> None:
    known = {
        "SHOPIFY_API_URL": open_shop(),
        "SHOPIFY_SHOP": SHOP,
        "SHOPIFY_CLIENT_ID": APP[0],
        "SHOPIFY_CLIENT_SECRET": "x",
    }
    terminal, changes = connect("", known=known, fixed=("SHOPIFY_SHOP", "SHOPIFY_CLIENT_ID", "SHOPIFY_CLIENT_SECRET"))
    assert changes == {}
    assert "SHOPIFY_SHOP is set in the environment, which comes before .env: it is not asked for." in terminal.printed


def test_missing_public_url_names_the_features_that_need_it(open_shop: Callable[..., str]) -> None:
    terminal, _ = connect("demo", APP[0], APP[1], "", known={"SHOPIFY_API_URL": open_shop()})
    assert terminal.printed[-1].startswith("PUBLIC_URL is not set: webhooks, links in emails and the widget need it")
    terminal, _ = connect("demo", APP[0], APP[1], "x.example.com", known={"SHOPIFY_API_URL": open_shop()})
    assert "PUBLIC_URL is not set" not in terminal.text


def test_invalid_other_setting_does_not_stop_the_questions() -> None:
    terminal, changes = connect("demo", "id", "secret", "", known={"SHOPIFY_API_URL": "nonsense"})
    assert changes["SHOPIFY_SHOP"] == SHOP
    assert terminal.text.count("SHOPIFY_API_URL must be an address") == 2


@each_row(
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
def test_value_is_normalized(name: str, typed: str, kept: str) -> None:
    assert normalize(name, typed) == kept


@each_row(
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
        normalize(name, typed)


def downloads_after(url: str, *answers: str, **known: str) -> tuple[FakeTerminal, str | None]:
    terminal = FakeTerminal(answers)
    values = {"SHOPIFY_API_URL": url, "SHOPIFY_SHOP": SHOP, "SHOPIFY_ACCESS_TOKEN": TOKEN, **known}
    interview = Interview(terminal=terminal, values_now=values, environment_names=())
    interview.connect()
    assert terminal.has_answered_all()
    return terminal, interview.changes.get("DOWNLOADS")


@pytest.fixture
def small_shop(open_shop: Callable[..., str]) -> str:
    """A shop in which a pattern, wallpapers, a gift card, an insurance and a mug were ordered."""
    names, store = {"#1050", "#1052", "#1053", "#1430"}, harbor_goods()
    return open_shop(replace(store, orders=[order for order in store.orders if order["name"] in names]))


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ("1", "Lighthouse wallpapers (ZIP)"),
        (" 2, 1 ", "Blanket knitting pattern (PDF), Lighthouse wallpapers (ZIP)"),
        ("none", "none"),
        ("", None),
    ],
)
def test_downloads_are_chosen_among_the_products_without_shipping(
    small_shop: str, answer: str, value: str | None
) -> None:
    terminal, chosen = downloads_after(small_shop, "", "", answer, "")
    assert chosen == value
    assert "   3  Parcel insurance" in terminal.printed
    assert "Gift card" not in terminal.text


@pytest.mark.parametrize("wrong", ["4", "0", "-1", "1,", "Pattern", "1 2"])
def test_number_of_no_product_is_asked_again(small_shop: str, wrong: str) -> None:
    terminal, chosen = downloads_after(small_shop, "", "", wrong, "1", "")
    assert chosen == "Lighthouse wallpapers (ZIP)"
    assert "Type numbers from 1 to 3, separated by commas, or none." in terminal.printed


def test_downloads_that_are_set_are_not_asked(small_shop: str) -> None:
    assert downloads_after(small_shop, "", "", "", DOWNLOADS="Pattern*")[1] is None


def test_shop_that_ships_everything_is_not_asked(open_shop: Callable[..., str]) -> None:
    store = harbor_goods()
    url = open_shop(replace(store, orders=[order for order in store.orders if order["name"] == "#1110"]))
    assert downloads_after(url, "", "", "")[1] is None


def test_shop_that_does_not_answer_is_not_asked() -> None:
    assert downloads_after("http://127.0.0.1:1", "", "", "")[1] is None


@each_row(("sender", "words"), [("orders@example.com", "Asking the mail server ..."), ("", "")])
def test_changed_mail_server_is_asked(sender: str, words: str) -> None:
    terminal = FakeTerminal(())
    with MailServer(user="shop", password="canary") as server:
        changes = {"SMTP_URL": server.url(), "MAIL_FROM": sender}
        Interview(terminal=terminal, values_now={}, environment_names=(), changes=changes).check_changes()
    assert terminal.printed[:1] == ([words] if words else [])
    assert ("accepts the login." in terminal.text) == bool(sender)
    assert "canary" not in terminal.text


def test_wrong_sender_is_named_before_the_mail_server_is_asked() -> None:
    terminal = FakeTerminal(())
    changes = {"SMTP_URL": "smtp://127.0.0.1:1", "MAIL_FROM": "orders"}
    Interview(terminal=terminal, values_now={}, environment_names=(), changes=changes).check_changes()
    assert len(terminal.printed) == 1
    assert terminal.text.startswith("MAIL_FROM must be an email address")
