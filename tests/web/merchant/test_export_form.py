import re
from urllib.parse import parse_qsl

from flask.testing import FlaskClient

from tests.web.merchant.reading import links, page
from tracking.merchant.export_columns import COLUMNS


def form(html: str) -> str:
    (found,) = re.findall(r'<form class="exporting"(.*?)</form>', html, re.DOTALL)
    return str(found)


def values(html: str, kind: str) -> list[tuple[str, str]]:
    found = re.findall(rf'<input type="{kind}"[^>]*?name="([^"]+)"\s+value="([^"]*)"', form(html))
    return [(str(name), str(value)) for name, value in found]


def test_the_form_keeps_the_list_and_begins_at_its_first_row(overview: FlaskClient) -> None:
    query = "view=all&condition=late&route=ship&sort=age"
    html = page(overview, f"?{query}&size=1&lang=sv&export=open")
    assert sorted(values(html, "hidden")) == sorted([*parse_qsl(query), ("lang", "sv")])
    assert 'action="/merchant/export.csv"' in form(html)
    assert 'formaction="/merchant/export.json"' in form(html)


def test_the_view_is_named_also_where_it_is_the_default(overview: FlaskClient) -> None:
    assert values(page(overview, "?export=open"), "hidden") == [("view", "needs_you")]


def test_a_checkbox_for_each_column_that_can_hold_something(overview: FlaskClient) -> None:
    html = page(overview, "?export=open")
    assert [name for _, name in values(html, "checkbox")] == [name for name in COLUMNS if name != "tags"]
    assert form(html).count(" checked") == sum(column.is_usual for column in COLUMNS.values())


def test_the_form_is_opened_and_closed_by_a_link_without_script(overview: FlaskClient) -> None:
    closed = page(overview, "?view=late")
    assert 'class="exporting"' not in closed
    address = links(closed)["Export"]
    assert address == "/merchant/?view=late&export=open#export"
    opened = page(overview, address.removeprefix("/merchant/").partition("#")[0])
    assert 'id="export"' in opened
    assert links(opened)["Close"] == links(opened)["Export"] == "/merchant/?view=late"


def test_an_empty_list_has_nothing_to_export(overview: FlaskClient) -> None:
    assert "Export" not in links(page(overview, "?view=all&country=XX"))
