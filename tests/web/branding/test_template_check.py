from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.sampling import spread
from tests.web.brand_dir import write_brand_dir
from tracking.services import services
from tracking.web.branding.template_check import render_every_page


@pytest.mark.parametrize(
    "file",
    spread(
        4,
        [
            "templates/letters/styles.css",
            "templates/brand/greeting.html",
            "templates/brand/greeting.fi.html",
            "templates/brand/help.html",
            "templates/brand/thanks.zh_Hans.html",
            "templates/message.html",
            "templates/layouts/widget.html",
            "templates/layouts/proxy.html",
            "templates/components/problem.html",
            "templates/components/removed.html",
        ],
    ),
)
def test_every_kind_of_page_is_rendered(make_app: Callable[..., Flask], tmp_path: Path, file: str) -> None:
    name = Path(file).stem
    text = f"{{% macro {name}(a, b, c) %}}{{{{ 1 / 0 }}}}{{% endmacro %}}" if "components" in file else "{{ 1 / 0 }}"
    app = make_app(BRAND_DIR=write_brand_dir(tmp_path, {file: text}))
    with app.app_context():
        status = services().branding
    assert render_every_page(app, ["fi", "zh-Hans"], monotonic=lambda: 0.0)  # however busy the machine is
    assert [(failure.file, failure.exception_name) for failure in status.failures] == [(file, "ZeroDivisionError")]


def test_valid_templates_do_not_fail(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    app = make_app(BRAND_DIR=write_brand_dir(tmp_path, {"templates/brand/greeting.html": "<p>Moin</p>"}))
    with app.app_context():
        status = services().branding
    assert render_every_page(app, [], monotonic=lambda: 0.0)
    assert status.failures == ()


def test_timeout_is_reported(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    app = make_app(BRAND_DIR=write_brand_dir(tmp_path, {}))
    moments = iter([0.0, 1.0, 5.0])
    assert not render_every_page(app, [], monotonic=lambda: next(moments))
