import re
from datetime import date

import pytest

from tests.permissions import unprivileged
from tests.sampling import each_row
from tests.settings.conftest import SHOP, mistake
from tracking.i18n.catalogues import FOLDER, read_catalogues
from tracking.settings import Settings


@each_row(
    ("name", "value", "expected"),
    [
        ("PUBLIC_URL", "https://track.example.com/", "https://track.example.com"),
        ("PUBLIC_URL", "http://localhost:5000", "http://localhost:5000"),
        ("PUBLIC_URL", "https://track.notmyshopify.com", "https://track.notmyshopify.com"),
        ("PUBLIC_URL", "http://[::1]:5000", "http://[::1]:5000"),
        ("EMBED_ORIGINS", "https://a.example.com  https://B.example.com:8443/", ("https://a.example.com", "https://b.example.com:8443")),
        ("EMBED_ORIGINS", "https://a.example.com:443 http://localhost:80", ("https://a.example.com", "http://localhost")),
        ("SECRET_KEY_FALLBACKS", "old, older", ("old", "older")),
        ("LANGUAGES", "en, pt-BR,zh_Hans", ("en", "pt_BR", "zh_Hans")),
        ("LANGUAGES", "en, no, zh, sv-SE", ("en", "nb", "zh_Hans", "sv_SE")),
        ("DEFAULT_LANGUAGE", "no", "nb"),
        ("BRAND_COLOR", "#0A7c5c", "#0A7c5c"),
        ("REDIS_URL", "rediss://:pass@host:6380/2", "rediss://:pass@host:6380/2"),
        ("SUPPORT_URL", "https://example.com/help?x=1#top", "https://example.com/help?x=1#top"),
        ("SUPPORT_URL", "https://example.com/help?x={order}&y=1", "https://example.com/help?x={order}&y=1"),
        ("SUPPORT_URL", "https://example.com/{order}/help", "https://example.com/{order}/help"),
        ("HANDLING_DAYS", "5", 5),
        ("HOST", "::1", "::1"),
        ("HOST", "[::1]", "::1"),
        ("HOST", "0:0:0:0:0:0:0:0", "::"),
        ("HOST", "site-1.internal", "site-1.internal"),
        ("DOWNLOADS", "Pattern*, GUIDE-1,", ("Pattern*", "GUIDE-1")),
        ("DOWNLOADS", "Guide, second edition;", ("Guide, second edition",)),
        ("DOWNLOADS", "Guide, second edition; Pattern*", ("Guide, second edition", "Pattern*")),
        ("DOWNLOADS", "5* hotels", ("5* hotels",)),
        ("DOWNLOADS", "*", ("*",)),
        ("LOCATION_NAMES", "WH-2=Lund; A=B = Malmö ;", (("WH-2", "Lund"), ("A=B", "Malmö"))),
        ("BRAND_NAME", "Müller & Söhne", "Müller & Söhne"),
        ("NOTICES_FROM", "2026-12-01", date(2026, 12, 1)),
        ("NOTICES_WAIT", "0", 0),
    ],
)  # fmt: skip
def test_valid_value_is_parsed(name: str, value: str, expected: object) -> None:
    assert getattr(Settings.from_environ({name: value}), name.lower()) == expected


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8080", "http://egress:3128/", "http://10.0.0.7", "https://example.com/x"]
)
def test_api_url_may_be_a_private_or_https_url(url: str) -> None:
    assert Settings.from_environ({**SHOP, "SHOPIFY_API_URL": url}).shopify_api_url == url.rstrip("/")


@each_row(
    ("name", "value"),
    [
        ("SHOPIFY_API_VERSION", "2026-11"),
        ("SHOPIFY_API_VERSION", "latest"),
        ("LINK_DAYS", "0"),
        ("NOTICES_FROM", "2026-02-30"),
        ("NOTICES_FROM", "20261201"),
        ("NOTICES_FROM", "tomorrow"),
        ("NOTICES_PER_HOUR", "0"),
        ("NOTICES_PAUSE", "-1"),
        ("FEEDBACK_DAYS", "0"),
        ("LINK_DAYS", "30 days"),
        ("LINK_DAYS", "٣"),
        ("PUBLIC_URL", "http://track.example.com"),
        ("PUBLIC_URL", "track.example.com"),
        ("PUBLIC_URL", "https://track.example.com?x=1"),
        ("PUBLIC_URL", "https://user@track.example.com"),
        ("PUBLIC_URL", "https://[::1"),
        ("PUBLIC_URL", "https://acme.myshopify.com"),
        ("PUBLIC_URL", "https://admin.shopify.com/store/acme"),
        ("EMBED_ORIGINS", "https://a.example.com; script-src *"),
        ("EMBED_ORIGINS", "https://a.example.com/path"),
        ("EMBED_ORIGINS", "*"),
        ("EMBED_ORIGINS", "http://a.example.com"),
        ("EMBED_ORIGINS", "https://[::1"),
        ("REDIS_URL", "localhost:6379"),
        ("REDIS_URL", "redis://localhost:99999"),
        ("TRUSTED_PROXIES", "-1"),
        ("BRAND_NAME", "x" * 61),
        ("BRAND_NAME", "<b>"),
        ("BRAND_COLOR", "green"),
        ("BRAND_COLOR", "#12345"),
        ("BRAND_LOGO_URL", "http://example.com/logo.svg"),
        ("BRAND_LOGO_URL", "https://example.com/a;b 'c'"),
        ("BRAND_LOGO_URL", "javascript:alert(1)"),
        ("BRAND_LOGO_URL", "../logo.svg"),
        ("BRAND_LOGO_URL", "/etc/logo.svg"),
        ("BRAND_LOGO_URL", ".logo.svg"),
        ("SUPPORT_EMAIL", "help"),
        ("SUPPORT_URL", "//example.com"),
        ("SUPPORT_URL", "http://example.com/?order={order}"),
        ("SUPPORT_URL", "https://example.com/?order={number}"),
        ("SUPPORT_URL", "https://example.com/?order={order"),
        ("SUPPORT_URL", "https://{order}.example.com/"),
        ("SUPPORT_URL", "https://example.com{order}/"),
        ("SUPPORT_URL", "{order}"),
        ("REVIEW_URL", "https://"),
        ("BRAND_DIR", "/nowhere/at/all"),
        ("BRAND_DIR", "x" * 300),
        ("CARRIERS_FILE", "/nowhere/at/all"),
        ("CARRIERS_FILE", "x" * 300),
        ("HANDLING_DAYS", "three"),
        ("STALLED_DAYS", "1000"),
        ("RETENTION_HOURS", "0"),
        ("LANGUAGES", "en,klingon"),
        ("DEFAULT_LANGUAGE", "xx"),
        ("SECRET_KEY", "two\nlines"),
        ("HOST", "http://x"),
        ("HOST", "bad..host"),
        ("HOST", f"{'a' * 64}.example"),
        ("HOST", ":::"),
        ("PORT", "65536"),
        ("PORT", "http"),
    ],
)  # fmt: skip
def test_invalid_value_raises_one_sentence_that_names_the_setting(name: str, value: str) -> None:
    sentence = mistake(**{name: value})
    assert sentence.startswith(f"{name} must ")
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PUBLIC_URL", "http://track.example.com"),
        ("EMBED_ORIGINS", "https://a.example.com http://b.example.com"),
        ("SHOPIFY_API_URL", "http://example.com"),
        ("BRAND_LOGO_URL", "http://example.com/logo.svg"),
    ],
)
def test_plain_http_is_named_as_the_error(name: str, value: str) -> None:
    assert re.match(rf"{name} must .*\bbegins? with https://", mistake(**{**SHOP, name: value}))


def test_error_message_never_contains_the_secret() -> None:
    assert "canary" not in mistake(SECRET_KEY="canary\nof two lines")
    assert "canary" not in mistake(REDIS_URL="http://:canary@host")


@each_row(
    "shop",
    [
        "acme.example.com",
        "a shop",
        "a",
        "-a.myshopify.com",
        "acme.myshopify.com.evil.example",
        "https://acme.myshopify.com.evil.example/",
        "https://acme.myshopify.com@evil.example/",
        "https://evil.example/acme.myshopify.com",
        "https://evil.example/store/acme",
        "https://admin.shopify.com/",
        "https://admin.shopify.com/store/",
        "https://admin.shopify.com.evil.example/store/acme",
    ],
)
def test_shop_must_be_a_myshopify_domain(shop: str) -> None:
    assert mistake(**{**SHOP, "SHOPIFY_SHOP": shop}).startswith("SHOPIFY_SHOP must look like")


@each_row(
    "pasted",
    [
        "acme",
        "Acme.MyShopify.com",
        "acme.myshopify.com/",
        "https://acme.myshopify.com",
        "https://acme.myshopify.com/products/tea?variant=1",
        "https://admin.shopify.com/store/acme",
        "https://admin.shopify.com/store/acme/settings/general?x=1#top",
        "admin.shopify.com/store/acme",
    ],
)
def test_shop_is_parsed_from_pasted_urls(pasted: str) -> None:
    assert Settings.from_environ({**SHOP, "SHOPIFY_SHOP": pasted}).shopify_shop == "acme.myshopify.com"


@pytest.mark.parametrize(
    "url", ["http://example.com", "ftp://127.0.0.1", "https://example.com/?x=1", "http://127.0.0.1:99999"]
)
def test_api_url_is_encrypted_outside_of_private_networks(url: str) -> None:
    assert mistake(**SHOP, SHOPIFY_API_URL=url).startswith("SHOPIFY_API_URL must")


@pytest.mark.parametrize("token", ["with space", "line\nbreak", "é"])
def test_a_token_cannot_break_a_header(token: str) -> None:
    assert mistake(**{**SHOP, "SHOPIFY_ACCESS_TOKEN": token}).startswith("SHOPIFY_ACCESS_TOKEN must")


def test_the_sentence_about_languages_names_some_that_the_site_has() -> None:
    sentence = mistake(LANGUAGES="klingon")
    named = re.findall(r"\b[a-z]{2}(?:_[A-Z][a-z]+)?\b(?=,|\.| or z)", sentence)
    assert len(named) == 3
    assert {code.replace("_", "-") for code in named} <= set(read_catalogues(FOLDER))


@pytest.mark.parametrize("mode", [0o000, 0o444], ids=["closed", "listed only"])
def test_a_folder_that_may_not_be_read_is_one_sentence(mode: int) -> None:
    with unprivileged() as place:
        (place / "brand").mkdir()
        (place / "brand").chmod(mode)
        sentence = mistake(BRAND_DIR=str(place / "brand"))
    assert sentence == "BRAND_DIR must name a folder that the user who runs the site may read."


def test_a_folder_in_one_that_may_not_be_read_is_one_sentence() -> None:
    with unprivileged() as place:
        (place / "closed" / "brand").mkdir(parents=True)
        (place / "closed").chmod(0)
        assert mistake(BRAND_DIR=str(place / "closed" / "brand")).startswith("BRAND_DIR must name a folder")


@each_row(
    ("name", "value", "words"),
    [
        ("DOWNLOADS", ",", "must name products"),
        ("DOWNLOADS", ",,;", "must name products"),
        ("DOWNLOADS", "Guide; -, -", "must name products"),
        ("DOWNLOADS", "Guide,.", "must name products"),
        ("LOCATION_NAMES", "WH-2=,,", "must name locations"),
        ("LOCATION_NAMES", "-=Lund", "must name locations"),
        ("DOWNLOADS", "A*B*", "only at the end"),
        ("DOWNLOADS", "a" * 256, "at most 255"),
        ("DOWNLOADS", "a\tb", "titles or SKUs"),
        ("LOCATION_NAMES", "Lund", "WH-2=Lund"),
        ("LOCATION_NAMES", "=Lund", "WH-2=Lund"),
        ("LOCATION_NAMES", "WH-2=", "WH-2=Lund"),
        ("LOCATION_NAMES", ";", "once"),
        ("LOCATION_NAMES", "WH-2=Lund; wh-2=Malmö", "once"),
        ("LOCATION_NAMES", "WH-2=" + "a" * 256, "at most 255"),
    ],
)
def test_wrong_name_of_a_product_or_location_stops_the_start(name: str, value: str, words: str) -> None:
    sentence = mistake(**{name: value})
    assert sentence.startswith(f"{name} must " if "may" not in sentence else f"{name} may ")
    assert words in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize("token", ["x" * 31, "with a space in it, and long enough", "ä" * 40])
def test_a_token_that_may_be_guessed_or_breaks_a_header_is_refused(token: str) -> None:
    assert mistake(EXPORT_TOKEN=token).startswith("EXPORT_TOKEN must be at least 32 plain characters")
    assert token not in mistake(EXPORT_TOKEN=token)
