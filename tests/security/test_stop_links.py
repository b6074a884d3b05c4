import pytest
from itsdangerous import URLSafeSerializer

from tracking.security.links import InvalidLink
from tracking.security.signing import serializer
from tracking.security.stop_links import StopLink, StopLinks

LINKS = [StopLink("5678901234567"), StopLink("5678901234567", "key:hash")]


@pytest.mark.parametrize("link", LINKS, ids=str)
def test_a_token_opens_to_what_it_stops_also_after_the_key_was_changed(link: StopLink) -> None:
    token = StopLinks(["old"]).sign(link)
    assert StopLinks(["old", "new"]).open(token) == link
    with pytest.raises(InvalidLink):
        StopLinks(["new"]).open(token)


@pytest.mark.parametrize("content", ["text", [1], [1, 2, 3], ["a", ""], None, {"a": 1}], ids=str)
def test_another_content_is_refused(content: object) -> None:
    with pytest.raises(InvalidLink):
        StopLinks(["key"]).open(str(serializer(["key"], "stop").dumps(content)))


@pytest.mark.parametrize("token", ["", "a", "\ud800", str(URLSafeSerializer("key").dumps([1, ""]))])
def test_another_token_is_refused(token: str) -> None:
    with pytest.raises(InvalidLink):
        StopLinks(["key"]).open(token)
