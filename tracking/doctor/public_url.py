"""Checks that PUBLIC_URL leads to this site, and reports what answers there if not."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from requests.exceptions import SSLError

from tracking.doctor import proxies, rewritten_pages
from tracking.doctor.finding import Finding
from tracking.doctor.self_check_client import FAILURES, ProbeResponse, send_probe
from tracking.security.self_check import InvalidSelfCheck, SelfCheck, SelfCheckResult
from tracking.services import Services
from tracking.settings import Settings

_TOPIC = "PUBLIC_URL"
_REDIRECTS = range(300, 400)
_GATEWAY_ERRORS = {502, 503, 504}
_REASON = re.compile(r"certificate verify failed: ([^(]+?) \(_ssl")
_SET_IT = "Set PUBLIC_URL to the https:// address that customers are to open."


def check(services: Services) -> Iterator[Finding]:
    """Request the running site at its public URL."""
    settings, url = services.settings, services.settings.public_url
    if url is None:
        yield _unset(settings)
        return
    if url.startswith("http://") and not settings.is_demo:
        yield Finding.note(_TOPIC, "It is an http:// address of this machine, which no customer reaches.", _SET_IT)
    found = probe_site(url, services.self_check)
    if isinstance(found, Finding):
        yield found
    else:
        yield Finding.ok(_TOPIC, f"{url} leads to this site.")
        yield from proxies.findings(found, settings)
        yield from rewritten_pages.findings(url)


def probe_site(url: str, self_check: SelfCheck) -> SelfCheckResult | Finding:
    """The site's own result for a request to its URL; a finding if another server answers."""
    probe = self_check.create_probe()
    try:
        response = send_probe(url, probe)
        return self_check.read_answer(response.signed_result, probe)
    except InvalidSelfCheck:
        return Finding.error(_TOPIC, *_wrong_site(url, response))
    except FAILURES as error:
        return Finding.error(_TOPIC, *_unreached(url, error))


def _unset(settings: Settings) -> Finding:
    if settings.is_demo:
        return Finding.ok(_TOPIC, "It is not set; on this machine the demo needs none.")
    message = "It is not set, so there are no links in emails, no webhooks, and nothing in the shop's pages."
    return Finding.note(_TOPIC, message, _SET_IT)


def _unreached(url: str, error: Exception) -> tuple[str, str]:
    """The message and the fix for a failed request."""
    host = urlsplit(url).hostname
    if isinstance(error, SSLError):
        found = _REASON.search(str(error))
        return (
            f"{url} has no valid certificate ({found[1] if found else 'or does not speak https at all'}).",
            f"Renew the certificate for {host}, or set PUBLIC_URL to the address it is made for.",
        )
    return (
        f"{url} cannot be reached from this machine ({type(error).__name__}).",
        f"Start the site, and let the DNS of {host} and the reverse proxy lead to it, or correct PUBLIC_URL.",
    )


def _wrong_site(url: str, response: ProbeResponse) -> tuple[str, str]:
    """The message and the fix for another server's response."""
    if response.status in _REDIRECTS:
        place = "{0.scheme}://{0.hostname}".format(urlsplit(response.location))
        return f"{url} only leads on to {place}.", "Set PUBLIC_URL to the address that answers itself."
    if response.status in _GATEWAY_ERRORS:
        return (
            f"{url} answers with status {response.status}: the reverse proxy does not reach the site.",
            "Start the site, and let the reverse proxy lead to its HOST and PORT.",
        )
    if response.is_site:
        return (
            f"At {url} a site like this one answers, with other settings.",
            "Start the site anew with the settings that this command has: SECRET_KEY and PUBLIC_URL above all.",
        )
    return (
        f"{url} leads to another site (status {response.status}).",
        "Set PUBLIC_URL to this site's address, or let the reverse proxy pass on every path, /healthz too.",
    )
