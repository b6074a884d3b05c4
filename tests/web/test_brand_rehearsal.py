from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.web.branding import brand
from tracking.services import services
from tracking.web.brand_rehearsal import rehearse


@pytest.mark.parametrize(
    "file",
    [
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
)
def test_every_kind_of_page_is_made(make_app: Callable[..., Flask], tmp_path: Path, file: str) -> None:
    name = Path(file).stem
    text = f"{{% macro {name}(a, b, c) %}}{{{{ 1 / 0 }}}}{{% endmacro %}}" if "components" in file else "{{ 1 / 0 }}"
    app = make_app(BRAND_DIR=brand(tmp_path, {file: text}))
    with app.app_context():
        face = services().brand_status
    assert rehearse(app, ["fi", "zh-Hans"], monotonic=lambda: 0.0)  # however busy the machine is
    assert [(failure.file, failure.exception_name) for failure in face.failures] == [(file, "ZeroDivisionError")]


def test_where_all_is_well_nothing_fails(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    app = make_app(BRAND_DIR=brand(tmp_path, {"templates/brand/greeting.html": "<p>Moin</p>"}))
    with app.app_context():
        face = services().brand_status
    assert rehearse(app, [], monotonic=lambda: 0.0)
    assert face.failures == ()


def test_where_there_is_no_time_it_says_so(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    app = make_app(BRAND_DIR=brand(tmp_path, {}))
    moments = iter([0.0, 1.0, 5.0])
    assert not rehearse(app, [], monotonic=lambda: next(moments))
