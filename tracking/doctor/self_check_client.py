"""Sends a probe to a site, or fetches its home page: once, with limits on time and size, and follows no redirects."""

from dataclasses import dataclass
from urllib.parse import urljoin

import requests
import urllib3

from tracking.shopify import json_decoder
from tracking.shopify.errors import Unavailable

FAILURES = (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError)
"""The exceptions that ``send_probe`` and ``fetch_home_page`` raise."""

_TIMEOUT = 3.0  # seconds, for the connection and for each read
_MAX_BYTES = 16 * 1024
_MAX_PAGE = 256 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeResponse:
    """A response: ``location`` is its redirect; ``is_site``: a site like ours sent it.

    ``signed_result`` is our site's answer to the probe, still signed.
    """

    status: int
    location: str
    is_site: bool
    signed_result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedPage:
    """A page as it arrives, and its Content-Security-Policy."""

    html: str
    policy: str


def fetch_home_page(url: str) -> FetchedPage:
    """Fetch the home page of the site at ``url``. Raises FAILURES."""
    headers = {"Accept": "text/html", "User-Agent": "Whereabouts"}
    with requests.Session() as session:
        session.trust_env = False
        with session.get(f"{url}/", headers=headers, timeout=_TIMEOUT, allow_redirects=False, stream=True) as response:
            body = response.raw.read(_MAX_PAGE, decode_content=True)
            return FetchedPage(
                html=body.decode(errors="replace"), policy=response.headers.get("Content-Security-Policy", "")
            )


def send_probe(url: str, probe: str) -> ProbeResponse:
    """Send a probe to the site at ``url``, and return its response. Raises FAILURES."""
    probe_url = f"{url}/healthz"
    headers = {"Authorization": f"Bearer {probe}", "Accept": "application/json", "User-Agent": "Whereabouts"}
    with requests.Session() as session:
        session.trust_env = False  # a .netrc would replace the Authorization header
        with session.get(probe_url, headers=headers, timeout=_TIMEOUT, allow_redirects=False, stream=True) as response:
            body = response.raw.read(_MAX_BYTES, decode_content=True)
    try:
        fields = json_decoder.decode_object(body)
    except Unavailable:
        fields = {}
    return ProbeResponse(
        status=response.status_code,
        location=urljoin(probe_url, response.headers.get("Location", "")),
        is_site=fields.get("status") == "ok",
        signed_result=str(fields.get("seen", "")),
    )
