from collections.abc import Iterator

import pytest

from tests.serving import Answer, Pages
from tracking.cli.doctor.self_check_client import FAILURES, Told, ask

JSON = {"Content-Type": "application/json"}


class Site(Pages):
    """Another machine, and with what it was asked."""

    def __init__(self) -> None:
        super().__init__(healthz=Answer(body='{"status": "ok", "seen": "signed"}', headers=JSON))
        self.asked: list[tuple[str, str]] = []

    def answer(self, method: str, address: str, body: bytes, headers: dict[str, str]) -> Answer:  # type: ignore[override] # http.server hands a dict over
        self.asked.append((address, headers["Authorization"]))
        return super().answer(method, address, body, headers)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as serving:
        yield serving


def test_a_site_like_ours_says_that_it_lives_and_what_it_saw(site: Site) -> None:
    assert ask(site.url, "probe") == Told(status=200, location=f"{site.url}/healthz", lives=True, seen="signed")
    assert site.asked == [("/healthz", "Bearer probe")]


@pytest.mark.parametrize("body", ["", "<html>ok</html>", "[]", '{"status": "down"}', "[" * 100_000, "x" * 10**6])
def test_whatever_else_answers_does_not_live(site: Site, body: str) -> None:
    site.at["/healthz"] = Answer(body=body)
    told = ask(site.url, "probe")
    assert (told.status, told.lives, told.seen) == (200, False, "")


def test_where_it_leads_on_is_told_and_not_followed(site: Site) -> None:
    site.at["/healthz"] = Answer(status=301, headers={"Location": "/elsewhere"})
    told = ask(site.url, "probe")
    assert (told.status, told.location) == (301, f"{site.url}/elsewhere")
    assert len(site.asked) == 1


def test_where_nobody_listens_it_fails_as_announced() -> None:
    with pytest.raises(FAILURES):
        ask("http://127.0.0.1:1", "probe")
