"""Asks whoever answers at an address what reaches it: once, within bounds, and wherever it leads on, no further."""

from dataclasses import dataclass
from urllib.parse import urljoin

import requests
import urllib3

from tracking.shopify import json_decoder
from tracking.shopify.errors import Unavailable

FAILURES = (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError)
"""All that ``ask`` may raise."""

_PATIENCE = 3.0  # seconds, for the connection and for each piece of the answer
_MOST_BYTES = 16 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An answer: ``location`` is where it leads on to; it ``lives`` where a site like ours gave it.

    ``seen`` is what our own says to the probe, still signed.
    """

    status: int
    location: str
    lives: bool
    seen: str


def ask(url: str, probe: str) -> Told:
    """The answer of the site at ``url`` to a probe."""
    asked = f"{url}/healthz"
    headers = {"Authorization": f"Bearer {probe}", "Accept": "application/json", "User-Agent": "Whereabouts"}
    with requests.Session() as session:
        session.trust_env = False  # a .netrc would take the place of the probe
        with session.get(asked, headers=headers, timeout=_PATIENCE, allow_redirects=False, stream=True) as found:
            body = found.raw.read(_MOST_BYTES, decode_content=True)
    try:
        said = json_decoder.decode_object(body)
    except Unavailable:
        said = {}
    return Told(
        status=found.status_code,
        location=urljoin(asked, found.headers.get("Location", "")),
        lives=said.get("status") == "ok",
        seen=str(said.get("seen", "")),
    )
