from collections.abc import Iterator

import pytest

from tests.local_server import CannedResponse, PageServer
from tracking.cli.doctor.self_check_client import FAILURES, ProbeResponse, send_probe

JSON = {"Content-Type": "application/json"}


class Site(PageServer):
    """Another machine, and with what it was asked."""

    def __init__(self) -> None:
        super().__init__(healthz=CannedResponse(body='{"status": "ok", "seen": "signed"}', headers=JSON))
        self.asked: list[tuple[str, str]] = []

    def answer(self, method: str, address: str, body: bytes, headers: dict[str, str]) -> CannedResponse:  # type: ignore[override] # http.server hands a dict over
        self.asked.append((address, headers["Authorization"]))
        return super().answer(method, address, body, headers)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as serving:
        yield serving


def test_site_answers_with_its_signed_result(site: Site) -> None:
    assert send_probe(site.url, "probe") == ProbeResponse(
        status=200, location=f"{site.url}/healthz", is_site=True, signed_result="signed"
    )
    assert site.asked == [("/healthz", "Bearer probe")]


@pytest.mark.parametrize("body", ["", "<html>ok</html>", "[]", '{"status": "down"}', "[" * 100_000, "x" * 10**6])
def test_other_responses_are_not_a_site(site: Site, body: str) -> None:
    site.at["/healthz"] = CannedResponse(body=body)
    told = send_probe(site.url, "probe")
    assert (told.status, told.is_site, told.signed_result) == (200, False, "")


def test_redirect_is_reported_and_not_followed(site: Site) -> None:
    site.at["/healthz"] = CannedResponse(status=301, headers={"Location": "/elsewhere"})
    told = send_probe(site.url, "probe")
    assert (told.status, told.location) == (301, f"{site.url}/elsewhere")
    assert len(site.asked) == 1


def test_closed_port_raises_a_documented_failure() -> None:
    with pytest.raises(FAILURES):
        send_probe("http://127.0.0.1:1", "probe")
