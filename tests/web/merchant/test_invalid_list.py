import re

import pytest
from flask.testing import FlaskClient

from tests.web.merchant.reading import links, page


@pytest.mark.parametrize(
    ("query", "field"),
    [("?condition=sad", "condition"), ("?view=late&older_than_days=soon", "older_than_days"), ("?sort=color", None)],
)
def test_an_invalid_filter_is_named_in_the_form(overview: FlaskClient, query: str, field: str | None) -> None:
    html = page(overview, query, 422)
    assert "This list can’t be shown" in html
    invalid = re.findall(r'name="(\w+)"[^>]*aria-invalid="true"', html)
    assert invalid == ([field] if field else [])
    assert page(overview, links(html)["Show the list without it"].removeprefix("/merchant/"))


def test_a_program_gets_the_sentence_as_json(overview: FlaskClient) -> None:
    answer = overview.get("/merchant/?condition=sad", headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert "sad" in answer.get_json()["error"]
