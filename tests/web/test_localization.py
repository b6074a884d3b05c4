from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask, render_template_string

from tests.fakes import Clock
from tests.i18n.test_catalogues import SWEDISH, write
from tracking.web.localization import current_language, current_localizer


@pytest.fixture
def app(make_app: Callable[..., Flask], tmp_path: Path) -> Flask:
    write(tmp_path, "sv", SWEDISH)
    return make_app(tmp_path)


def test_request_has_one_language(app: Flask) -> None:
    with app.test_request_context("/?lang=sv"):
        assert current_localizer() is current_localizer()
        assert current_language().code == "sv"
        assert current_localizer().gettext("Order number") == "Ordernummer"


def test_page_without_an_order_uses_utc(app: Flask, clock: Clock) -> None:
    with app.test_request_context("/"):
        assert current_localizer().days_away(clock() + timedelta(days=1)) == 1
        assert current_localizer().zone_name() == "UTC"


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{{ _('Order number') }}", "Ordernummer"),
        ("{{ ngettext('one parcel', '%(count)s parcels', 2) }}", "2 paket"),
        ("{{ _('%(name)s <', name='<b>') }}", "&lt;b&gt; &lt;"),
        ("{% macro word() %}{{ _('Order number') }}{% endmacro %}{{ word() }}", "Ordernummer"),
        ("{{ localizer.day(day) }}", "söndag 22 november"),
        ("{{ language.code }} {{ language.direction }} {{ language.endonym }}", "sv ltr Svenska"),
        ("{{ languages | map(attribute='url') | join(' ') }}", "/?lang=en /?lang=sv"),
    ],
)
def test_templates_use_the_catalogue(app: Flask, clock: Clock, template: str, said: str) -> None:
    with app.test_request_context("/?lang=sv"):
        assert render_template_string(template, day=clock()) == said
