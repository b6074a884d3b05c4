"""Opens pages of the overview, and reads what stands on them."""

import re

from flask.testing import FlaskClient

from tests.response_rules import text_of


def page(client: FlaskClient, query: str = "", status: int = 200) -> str:
    answer = client.get(f"/merchant/{query}")
    assert answer.status_code == status
    return text_of(answer)


def names(html: str) -> list[str]:
    return re.findall(r'class="row-name" href="[^"]+">([^<]+)<', html)


def links(html: str) -> dict[str, str]:
    """The addresses by the words of their links."""
    found = re.findall(r'<a\b[^>]*\bhref="([^"]+)"[^>]*>(.*?)</a>', html, re.DOTALL)
    return {" ".join(re.sub(r"<[^>]+>", " ", words).split()): href.replace("&amp;", "&") for href, words in found}
