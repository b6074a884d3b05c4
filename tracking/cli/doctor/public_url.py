"""Whether PUBLIC_URL leads to this very site, and where not, what is there instead."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from requests.exceptions import SSLError

from tracking.cli.doctor import proxies
from tracking.cli.doctor.finding import Finding
from tracking.cli.doctor.self_check_client import FAILURES, Told, ask
from tracking.security.self_check import NotOurs, SelfCheck, SelfCheckResult
from tracking.services import Services
from tracking.settings import Settings

_ABOUT = "PUBLIC_URL"
_REDIRECTS = range(300, 400)
_GATEWAY_ERRORS = {502, 503, 504}
_REASON = re.compile(r"certificate verify failed: ([^(]+?) \(_ssl")
_SET_IT = "Set PUBLIC_URL to the https:// address that customers are to open."


def check(parts: Services) -> Iterator[Finding]:
    """Ask the running site through its own front door."""
    settings, url = parts.settings, parts.settings.public_url
    if url is None:
        yield _unset(settings)
        return
    if url.startswith("http://") and not settings.is_demo:
        yield Finding.know(_ABOUT, "It is an http:// address of this machine, which no customer reaches.", _SET_IT)
    found = answer_at(url, parts.probes)
    if isinstance(found, Finding):
        yield found
    else:
        yield Finding.well(_ABOUT, f"{url} leads to this site.")
        yield from proxies.findings(found, settings)


def answer_at(url: str, probes: SelfCheck) -> SelfCheckResult | Finding:
    """What this site saw of a request to its own address; a finding where it is not this site that answers."""
    probe = probes.probe()
    try:
        told = ask(url, probe)
        return probes.read(told.seen, probe)
    except NotOurs:
        return Finding.mend(_ABOUT, *_elsewhere(url, told))
    except FAILURES as error:
        return Finding.mend(_ABOUT, *_unreached(url, error))


def _unset(settings: Settings) -> Finding:
    if settings.is_demo:
        return Finding.well(_ABOUT, "It is not set; on this machine the demo needs none.")
    words = "It is not set, so there are no links in e-mails, no webhooks, and nothing in the shop's pages."
    return Finding.know(_ABOUT, words, _SET_IT)


def _unreached(url: str, error: Exception) -> tuple[str, str]:
    """What is wrong, and what mends it."""
    host = urlsplit(url).hostname
    if isinstance(error, SSLError):
        found = _REASON.search(str(error))
        return (
            f"{url} has no valid certificate ({found[1] if found else 'or does not speak https at all'}).",
            f"Renew the certificate for {host}, or set PUBLIC_URL to the address it is made for.",
        )
    return (
        f"{url} cannot be reached from this machine ({type(error).__name__}).",
        f"Start the site, and let the DNS of {host} and what stands in front lead to it, or correct PUBLIC_URL.",
    )


def _elsewhere(url: str, told: Told) -> tuple[str, str]:
    """Likewise, where something answers."""
    if told.status in _REDIRECTS:
        place = "{0.scheme}://{0.hostname}".format(urlsplit(told.location))
        return f"{url} only leads on to {place}.", "Set PUBLIC_URL to the address that answers itself."
    if told.status in _GATEWAY_ERRORS:
        return (
            f"{url} answers with status {told.status}: what stands in front finds no site behind it.",
            "Start the site, and let what stands in front lead to its HOST and PORT.",
        )
    if told.lives:
        return (
            f"At {url} a site like this one answers, with other settings.",
            "Start the site anew with the settings that this command has: SECRET_KEY and PUBLIC_URL above all.",
        )
    return (
        f"{url} leads to another site (status {told.status}).",
        "Set PUBLIC_URL to this site's address, or let what stands in front of it hand on every path, /healthz too.",
    )
