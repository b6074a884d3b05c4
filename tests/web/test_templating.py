from collections import ChainMap
from collections.abc import Callable

import pytest
from flask import Flask, render_template, render_template_string
from jinja2 import DictLoader

from tracking.web.templating import Environment, add_template_global


@pytest.fixture
def bare() -> Flask:
    app = Flask("bare")
    app.jinja_environment = Environment
    app.jinja_loader = DictLoader(
        {
            "page.html": '{% from "macro.html" import word %}{{ word() }} {{ part }}',
            "macro.html": "{% macro word() %}{{ part.upper() }}{% endmacro %}",
        }
    )
    return app


def counting(values: list[str]) -> Callable[[], str]:
    return lambda: values.pop(0)


def test_pages_and_macros_share_a_global_computed_once_a_page(bare: Flask) -> None:
    add_template_global(bare, "part", counting(["one", "two"]))
    with bare.test_request_context():
        assert render_template("page.html") == "ONE one"
        assert render_template("page.html") == "TWO two"


def test_a_macro_is_imported_once_and_not_once_a_page(bare: Flask) -> None:
    add_template_global(bare, "part", lambda: "one")
    with bare.test_request_context():
        render_template("page.html")
        module = bare.jinja_env.get_template("macro.html").module
        render_template("page.html")
    assert bare.jinja_env.get_template("macro.html").module is module


def test_a_template_may_still_have_globals_of_its_own(bare: Flask) -> None:
    template = bare.jinja_env.from_string("{{ mine }}", globals={"mine": "yes"})
    assert isinstance(template.globals, ChainMap)
    assert template.render() == "yes"
    with bare.test_request_context():
        assert render_template_string("{{ mine }}") == ""
