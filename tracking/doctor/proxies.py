"""Checks TRUSTED_PROXIES against the proxies in front of the site.

The doctor sends no X-Forwarded-For, so every address in it was added by a proxy.
"""

from collections.abc import Iterator

from tracking.doctor.finding import Finding
from tracking.security.self_check import SelfCheckResult
from tracking.settings import Settings

_TOPIC = "proxies"


def findings(result: SelfCheckResult, settings: Settings) -> Iterator[Finding]:
    """Compare the request as the site received it with TRUSTED_PROXIES."""
    trusted = settings.trusted_proxies
    if result.trusted != trusted:
        message = f"The running site has TRUSTED_PROXIES={result.trusted}, and this command {trusted}."
        yield Finding.error(
            _TOPIC, message, f"Start the site anew with TRUSTED_PROXIES={trusted}, or run this with its settings."
        )
    if result.forwarded > trusted:
        yield _too_few(result, trusted)
    elif result.forwarded < trusted:
        yield _too_many(result, trusted)
    elif _is_https_lost(result, settings):
        yield _missing_header(result)
    else:
        message = f"{_proxy_count(trusted)}; to the site, this machine is {result.address}, which opened {result.scheme}://{result.host}."
        yield Finding.ok(_TOPIC, message)


def _is_https_lost(result: SelfCheckResult, settings: Settings) -> bool:
    return settings.is_https and result.scheme != "https" and not result.has_forwarded_scheme


def _too_few(result: SelfCheckResult, trusted: int) -> Finding:
    return Finding.error(
        _TOPIC,
        f"{_proxy_count(result.forwarded)}, but TRUSTED_PROXIES is {trusted}: all visitors seem to come from"
        f" {result.address}, and share one limit.",
        f"Set TRUSTED_PROXIES to {result.forwarded} and start the site again.",
    )


def _too_many(result: SelfCheckResult, trusted: int) -> Finding:
    senders = f"only {result.forwarded}" if result.forwarded else "no proxy"
    message = f"TRUSTED_PROXIES is {trusted}, but {senders} says who asks: anybody could invent an address."
    fix = (
        f"Set TRUSTED_PROXIES to {result.forwarded}; or if more stand in front, let each add to X-Forwarded-For, and"
        " the server keep it."
    )
    return Finding.error(_TOPIC, message, fix)


def _missing_header(result: SelfCheckResult) -> Finding:
    if result.forwarded:
        return Finding.note(
            _TOPIC,
            "The reverse proxy does not say that visitors come by https.",
            "Let it set X-Forwarded-Proto (nginx: proxy_set_header X-Forwarded-Proto $scheme).",
        )
    return Finding.error(
        _TOPIC,
        f"The reverse proxy does not say who asks: all seem to come from {result.address}, and share one limit.",
        "Let it set X-Forwarded-For and X-Forwarded-Proto, and set TRUSTED_PROXIES to 1.",
    )


def _proxy_count(count: int) -> str:
    if count == 0:
        return "No proxy stands in front"
    return "One proxy stands in front" if count == 1 else f"{count} proxies stand in front"
