import pytest
from flask.testing import FlaskClient

from tests.house_rules import text_of


@pytest.mark.parametrize("path", ["/merchant/?view=lost", "/merchant/?size=0"])
def test_a_wrong_list_is_refused_with_one_sentence_in_both_forms(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    (sentence,) = answer.get_json().values()
    page = client.get(path)
    assert page.status_code == 422
    assert sentence in text_of(page)
