import csv
import re
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.fakes import Shopify
from tracking.database import answers, page_openings, promise_counts, step_durations
from tracking.database.answers import NewAnswer
from tracking.database.promise_counts import PromiseOutcome
from tracking.database.step_durations import StepDurationRow
from tracking.demo import ALL_SCOPES
from tracking.services import services
from tracking.shopify.resilience import Deadline
from tracking.web.merchant.views import numbers_page


def fill(app: Flask, steps: int = 30, location: str = "=HYPERLINK(1)") -> None:
    """Steps of the last days, with a name that a spreadsheet would run."""
    with app.app_context():
        site = services()
        now, today = site.clock(), site.clock().date()
        row = StepDurationRow(
            step="sent",
            started_on=today,
            ended_on=today,
            hours=30,
            carrier="postnord-se",
            country="SE",
            location=location,
        )
        with site.database.write() as transaction:
            step_durations.add(transaction, [row] * steps, is_imported=False)
            page_openings.add(transaction, {("1", today): 3, ("2", today): 2})
            answers.put(
                transaction,
                NewAnswer(order_id="1", topic="late", kind="wait", words="", at=now, deadline=today, letter="l"),
            )


def rows_of(page: str) -> list[list[str]]:
    """The cells of every row of every table."""
    found = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in found]
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in cells]


def test_a_shop_without_orders_reads_that_nothing_was_counted(client: FlaskClient) -> None:
    page = client.get("/merchant/numbers").text
    assert page.count("Nothing has been counted yet.") == 6
    assert "Nothing has become slower." in page
    assert '<svg class="numbers-chart"' not in page


def test_a_table_stands_beside_each_chart(app: Flask, client: FlaskClient) -> None:
    fill(app)
    page = client.get("/merchant/numbers").text
    rows = rows_of(page)
    for value in ("16\N{NO-BREAK SPACE}Nov", "PostNord Sweden", "Sweden", "=HYPERLINK(1)"):
        assert [value, "30", "30 hrs", "30 hrs"] in rows
    assert len(re.findall(r'<svg class="numbers-chart"\s+role="img"', page)) == 5
    assert page.count("<desc") == 5
    longest = [row for row in rows if row[0].endswith("From payment to shipping")]
    assert [row[1:] for row in longest] == [["30 hrs", "30 hrs"]], "where orders wait longest"
    assert ["16\N{NO-BREAK SPACE}Nov", "5", "2.5"] in rows
    assert ["wait", "1", "1"] in rows


def test_promises_and_what_has_become_slower_are_told(app: Flask, client: FlaskClient) -> None:
    fill(app)
    with app.app_context():
        site = services()
    today = site.clock().date()
    kept = PromiseOutcome(
        week=today - timedelta(days=today.weekday()),
        step="arrive",
        said_by="carrier",
        carrier="postnord-se",
        days_over=0,
    )
    before = StepDurationRow(
        step="sent", started_on=today, ended_on=today - timedelta(days=31), hours=20, location="=HYPERLINK(1)"
    )
    with site.database.write() as transaction:
        promise_counts.add(transaction, [*[kept] * 27, *[replace(kept, days_over=3)] * 3])
        step_durations.add(transaction, [before] * 20, is_imported=False)
    rows = rows_of(client.get("/merchant/numbers").text)
    for value in ("16\N{NO-BREAK SPACE}Nov", "PostNord Sweden", "Arrival: carrier"):
        assert [value, "30", "27", "90 %", "0 days"] in rows
    assert ["30 hrs", "20 hrs"] in [row[1:] for row in rows if row[0].startswith("=HYPERLINK(1)")]
    csv_rows = [*csv.reader(StringIO(client.get("/merchant/numbers.csv").text, newline=""))]
    assert ["promises_kept", "promises", "carrier", "postnord-se", "27"] in csv_rows
    assert ["median_hours_30_days_before", "sent", "location", "'=HYPERLINK(1)", "20"] in csv_rows


def test_of_too_few_orders_no_figure_is_made(app: Flask, client: FlaskClient) -> None:
    fill(app, steps=19)
    page = client.get("/merchant/numbers").text
    assert ["Sweden", "19", "too few", "too few"] in rows_of(page)
    assert '<svg class="numbers-chart"' not in page


def test_another_step_is_chosen_by_the_address(app: Flask, client: FlaskClient) -> None:
    fill(app)
    assert ["Sweden", "30", "30 hrs", "30 hrs"] not in rows_of(client.get("/merchant/numbers?step=arrived").text)
    for path, accept in (("numbers", "text/html"), ("numbers", "text/csv"), ("numbers.csv", "*/*")):
        answer = client.get(f"/merchant/{path}?step=never", headers={"Accept": accept})
        assert answer.status_code == 422, (path, accept)


@pytest.mark.parametrize(("path", "accept"), [("/merchant/numbers", "text/csv"), ("/merchant/numbers.csv", "*/*")])
def test_a_spreadsheet_gets_all_of_it_and_runs_nothing(app: Flask, client: FlaskClient, path: str, accept: str) -> None:
    fill(app)
    answer = client.get(path, headers={"Accept": accept})
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = [*csv.reader(StringIO(answer.text, newline=""))]
    assert rows[0] == ["figure", "of", "by", "value", "number"]
    assert ["median_hours", "sent", "location", "'=HYPERLINK(1)", "30"] in rows
    assert ["page_openings", "pages", "week", "2026-11-16", "5"] in rows


def test_while_a_large_shop_is_counted_the_page_says_so(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(app)
    with app.app_context():
        monkeypatch.setattr(services().merchant.numbers, "_at_once", 29)
    assert "being counted for the first time" in client.get("/merchant/numbers").text
    assert client.get("/merchant/numbers.csv").status_code == 503


def test_long_times_are_told_in_days(app: Flask) -> None:
    with app.test_request_context():
        assert [numbers_page.duration(hours) for hours in (1, 71, 72, 100)] == [
            "1 hr",
            "71 hrs",
            "3 days",
            "5 days",
        ]


def test_where_the_scope_is_missing_the_page_says_why_there_are_no_locations(
    app: Flask, client: FlaskClient, shopify: Shopify
) -> None:
    with app.app_context():
        profile = services().shopify.profile
    shopify.change(scopes=ALL_SCOPES | {"read_locations"})
    profile.current(Deadline.after(5))
    assert "read_locations" not in client.get("/merchant/numbers").text
    shopify.change(scopes=ALL_SCOPES)
    profile.invalidate()
    profile.current(Deadline.after(5))
    assert client.get("/merchant/numbers").text.count("the scope read_locations") == 1
    fill(app, location="Lund")
    assert "read_locations" not in client.get("/merchant/numbers").text
