import re
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient

from tests.sampling import each_row
from tests.web.merchant.orders import act, known
from tests.web.merchant.reading import links, page
from tracking.directory.views import OrderView
from tracking.merchant.view_texts import VIEW_TEXTS
from tracking.services import services

LINKED_ELSEWHERE = {
    "/merchant/login": "where a page leads without a session",
    "/merchant/login/<link>": "from the email to log in",
    "/merchant/orders/<order_id>": "from a row of the list",
    "/merchant/orders/<order_id>/page": "from the page of an order",
    "/merchant/write/<write_id>": "after a letter to many orders, and from the history",
    "/merchant/write/<write_id>/letter": "from what was written to many orders",
    "/merchant/export.csv": "a file of the list",
    "/merchant/export.json": "a file of the list",
    "/merchant/numbers.csv": "a file of the numbers",
    "/merchant/views": "read by the script that renews the counts",
}
"""The pages without an entry in the navigation, and from where they are reached."""


@each_row("view", OrderView)
def test_every_view_is_shown_and_marked_in_the_navigation(overview: FlaskClient, view: OrderView) -> None:
    html = page(overview, f"?view={view}")
    assert f"<h1>{VIEW_TEXTS[view].name.message} " in html
    assert re.findall(r'aria-current="page" data-view="(\w+)"', html) == [view]


def test_every_link_stays_in_the_language_that_was_chosen(overview: FlaskClient) -> None:
    html = page(overview, "?view=all&lang=sv")
    own = [href for words, href in links(html).items() if href.startswith("/merchant/")]
    assert [href for href in own if "lang=" not in href] == []
    assert "Senast skannad" in html


def test_without_its_database_the_overview_says_so(overview: FlaskClient) -> None:
    with overview.application.app_context():
        database = services().database
        database.close()
        Path(database.place).write_bytes(b"no database at all")
    html = page(overview, status=503)
    assert "The database can’t be used right now" in html
    assert links(html)["Late"] == "/merchant/?view=late"


def test_a_page_without_a_session_has_no_views(stranger: FlaskClient) -> None:
    html = page(stranger, "login")
    assert "data-view" not in html
    assert "merchant.js" not in html
    assert links(html)["Dansk"] == "/merchant/login?lang=da"


def test_history_state_and_settings_stand_below_the_views(overview: FlaskClient) -> None:
    found = links(page(overview))
    for name in ("History", "State of the site", "Settings"):
        html = page(overview, found[name].removeprefix("/merchant/"))
        assert re.findall(r'aria-current="page"[^>]*>([^<]+)<', html) == [name]


def test_no_language_is_offered_where_a_link_would_lead_to_no_page(app: Flask, client: FlaskClient) -> None:
    order_id = known(app)
    read = client.get(f"/merchant/orders/{order_id}")
    assert links(read.text)["Dansk"] == f"/merchant/orders/{order_id}?lang=da"
    for act_name in ("write", "note", "erase"):  # a preview or a refusal, at an address that only takes forms
        answer = act(client, order_id, act_name, {"subject": "Snow", "text": "Wait" if act_name == "write" else ""})
        assert (answer.status_code, "Dansk" in links(answer.text)) == (422 if act_name == "note" else 200, False)


def test_act_on_an_order_stays_in_the_chosen_language(app: Flask, client: FlaskClient) -> None:
    order_id = known(app)
    actions = re.findall(r'<form[^>]* action="([^"]+)"', client.get(f"/merchant/orders/{order_id}?lang=sv").text)
    assert len(actions) >= len(("search", "write", "set-aside", "note", "erase"))
    assert [action for action in actions if "lang=sv" not in action] == []
    letter = {"subject": "Snö", "text": "Vänta"}
    preview = act(client, order_id, "write?lang=sv", letter)
    assert links(preview.text)["Tillbaka till beställningen"] == f"/merchant/orders/{order_id}?lang=sv"
    sent = act(client, order_id, "write?lang=sv", {**letter, "confirm": "yes"})
    assert sent.location.endswith("?lang=sv")
    undone = re.findall(r'action="([^"]+/undo[^"]*)"', client.get(sent.location).text)
    assert [action.partition("?")[2] for action in undone] == ["lang=sv"]


def test_every_page_has_an_entry_or_is_linked_elsewhere(overview: FlaskClient) -> None:
    pages = {
        rule.rule
        for rule in overview.application.url_map.iter_rules()
        if rule.rule.startswith("/merchant/") and "GET" in (rule.methods or ())
    }
    html = page(overview)
    entries = links(html[html.index('<nav class="views"') : html.index("</nav>", html.index('<nav class="views"'))])
    assert pages - {urlsplit(href).path for href in entries.values()} == LINKED_ELSEWHERE.keys()
