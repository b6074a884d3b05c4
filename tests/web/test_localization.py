from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient

from tests.fakes import Clock, Shopify
from tests.i18n.test_catalogues import SWEDISH, UNFINISHED, write
from tests.sampling import each_row
from tests.web.conftest import EMAIL, address_of
from tracking.web.localization import current_language, current_localizer, languages, requested_language


@pytest.fixture
def catalogues(tmp_path: Path) -> Path:
    for language in ("sv", "nb", "de", "zh_Hans", "ar"):
        write(tmp_path, language, SWEDISH)
    return tmp_path


@pytest.fixture
def app(make_app: Callable[..., Flask], catalogues: Path) -> Flask:
    return make_app(catalogues)


def language_of(client: FlaskClient, address: str, browser: str = "") -> str:
    page = client.get(address, headers={"Accept-Language": browser}).text
    return page.partition('<html lang="')[2].partition('"')[0]


@each_row(
    ("wish", "offered"),
    [
        ("sv", "sv"),
        ("sv-SE", "sv"),
        ("sv_SE", "sv"),
        ("SV", "sv"),
        ("no", "nb"),
        ("nn-NO", "nb"),
        ("no-NO", "nb"),
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-Hans-CN", "zh-Hans"),
        ("zh-hans", "zh-Hans"),
        ("zh-TW", None),
        ("zh-Hant", None),
        ("fr", None),
        ("", None),
        (None, None),
        ("*", None),
        ("../../etc", None),
    ],
)
def test_language_has_several_codes(app: Flask, wish: str | None, offered: str | None) -> None:
    with app.test_request_context("/", query_string={"lang": wish}):
        assert requested_language() == offered


def test_requested_language_comes_first(client: FlaskClient) -> None:
    assert language_of(client, "/?lang=sv", "de") == "sv"
    assert language_of(client, "/?lang=klingon", "de") == "de"


def test_browser_languages_come_next_in_their_order(client: FlaskClient) -> None:
    assert language_of(client, "/", "fr;q=0.9, de;q=0.5, sv;q=0.8") == "sv"
    assert language_of(client, "/", "sv;q=0, de;q=0.1") == "de"
    assert language_of(client, "/", "fr") == "en"


def test_language_of_the_order_comes_before_the_browsers(client: FlaskClient, shopify: Shopify) -> None:
    shopify.change(orders=[{**shopify.order("#1001"), "customerLocale": "nn-NO"}])
    address = address_of(client, "#1001")
    assert language_of(client, address, "de") == "nb"
    assert language_of(client, f"{address}?lang=de", "sv") == "de"
    assert client.get(address, headers={"Accept": "application/json"}).get_json()["language"] == "nb"


def test_requested_language_is_carried_to_the_fragment(client: FlaskClient) -> None:
    address = address_of(client, "#1001")
    page = client.get(f"{address}?lang=sv").text
    assert f'data-url="{address}/live?lang=sv"' in page
    assert 'action="/?lang=sv"' in client.get("/?lang=sv").text
    answer = client.post("/?lang=sv", data={"order": "1001", "email": EMAIL})
    assert answer.location.endswith("?lang=sv")


def test_page_links_to_itself_in_every_language(client: FlaskClient) -> None:
    page = client.get("/?lang=de").text
    for code, endonym in (("en", "English"), ("sv", "Svenska"), ("nb", "Norsk bokmål"), ("zh-Hans", "中文 (简体)")):
        assert f'href="/?lang={code}"' in page
        assert endonym in page


def test_arabic_runs_from_right_to_left(client: FlaskClient) -> None:
    assert '<html lang="ar" dir="rtl">' in client.get("/?lang=ar").text


def test_texts_are_read_from_the_catalogue(client: FlaskClient) -> None:
    assert "Ordernummer" in client.get("/?lang=sv").text


def test_languages_setting_limits_the_offered_languages(make_app: Callable[..., Flask], catalogues: Path) -> None:
    client = make_app(catalogues, LANGUAGES="sv,zh_Hans", DEFAULT_LANGUAGE="sv").test_client()
    assert language_of(client, "/", "de") == "sv"
    assert language_of(client, "/", "en") == "sv"
    assert language_of(client, "/?lang=zh-CN") == "zh-Hans"
    assert 'href="/?lang=en"' not in client.get("/").text


def test_language_without_a_translation_is_logged(
    make_app: Callable[..., Flask], catalogues: Path, caplog: pytest.LogCaptureFixture
) -> None:
    client = make_app(catalogues, LANGUAGES="fr,sv", DEFAULT_LANGUAGE="fr").test_client()
    assert "names fr, which has no translation" in caplog.text
    assert language_of(client, "/") == "sv"
    client = make_app(catalogues, LANGUAGES="fr", DEFAULT_LANGUAGE="fr").test_client()
    assert language_of(client, "/") == "en"
    assert "hreflang" not in client.get("/").text
    assert "LANGUAGES names no language with a complete translation: the site speaks English" in caplog.text


def test_a_language_is_offered_once_its_translation_is_complete(
    make_app: Callable[..., Flask], catalogues: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(catalogues, "fr", UNFINISHED)
    client = make_app(catalogues).test_client()
    assert "Fran" not in client.get("/").text
    assert language_of(client, "/?lang=fr", "sv") == "sv"
    assert language_of(client, "/", "fr, de;q=0.5") == "de"
    assert caplog.messages == []
    (catalogues / "fr" / "LC_MESSAGES" / "messages.po").write_text(SWEDISH, encoding="utf-8")
    client = make_app(catalogues).test_client()
    assert 'href="/?lang=fr"' in client.get("/").text
    assert language_of(client, "/", "fr") == "fr"


def test_incomplete_language_of_the_settings_is_logged(
    make_app: Callable[..., Flask], catalogues: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(catalogues, "fr", UNFINISHED)
    client = make_app(catalogues, LANGUAGES="en,fr").test_client()
    assert language_of(client, "/?lang=fr", "fr") == "en"
    file = "tracking/translations/fr/LC_MESSAGES/messages.po"
    assert f"names fr, which is offered once {file} is complete: it lacks 3 sentences" in caplog.text


def test_one_language_needs_no_choice(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    assert "hreflang" not in make_app(tmp_path / "none").test_client().get("/").text


def test_the_merchant_may_name_languages_by_their_regions_and_older_codes(
    make_app: Callable[..., Flask], catalogues: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app(catalogues, LANGUAGES="no,zh,sv-SE,de-AT", DEFAULT_LANGUAGE="sv-SE")
    with app.app_context():
        assert list(languages().offered) == ["nb", "zh-Hans", "sv", "de"]
        assert languages().choose([]) == "sv"
    assert caplog.messages == []


def test_request_has_one_language(app: Flask) -> None:
    with app.test_request_context("/?lang=sv"):
        assert current_localizer() is current_localizer()
        assert current_language().code == "sv"
        assert current_localizer().gettext("Order number") == "Ordernummer"


def test_page_without_an_order_uses_utc(app: Flask, clock: Clock) -> None:
    with app.test_request_context("/"):
        assert current_localizer().days_away(clock() + timedelta(days=1)) == 1
        assert current_localizer().zone_name() == "UTC"


@each_row(
    ("template", "said"),
    [
        ("{{ _('Order number') }}", "Ordernummer"),
        ("{{ ngettext('one parcel', '%(count)s parcels', 2) }}", "2\N{NO-BREAK SPACE}paket"),
        ("{{ _('%(name)s <', name='<b>') }}", "&lt;b&gt; &lt;"),
        ("{% macro word() %}{{ _('Order number') }}{% endmacro %}{{ word() }}", "Ordernummer"),
        ("{{ localizer.day(day) }}", "söndag 22\N{NO-BREAK SPACE}november"),
        ("{{ language.code }} {{ language.direction }} {{ language.endonym }}", "sv ltr Svenska"),
        ("{{ languages | map(attribute='code') | join(' ') }}", "en ar de nb sv zh-Hans"),
    ],
)
def test_templates_use_the_catalogue(app: Flask, clock: Clock, template: str, said: str) -> None:
    with app.test_request_context("/?lang=sv"):
        assert render_template_string(template, day=clock()) == said
