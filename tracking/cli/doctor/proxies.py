"""Whether TRUSTED_PROXIES fits what stands in front of the site.

The doctor names no address of its own, so every one that arrives was written by a proxy.
"""

from collections.abc import Iterator

from tracking.cli.doctor.finding import Finding
from tracking.security.self_check import SelfCheckResult
from tracking.settings import Settings

_ABOUT = "proxies"


def findings(seen: SelfCheckResult, settings: Settings) -> Iterator[Finding]:
    """What the site saw of our request, compared with what it is told to believe."""
    trusted = settings.trusted_proxies
    if seen.trusted != trusted:
        words = f"The running site has TRUSTED_PROXIES={seen.trusted}, and this command {trusted}."
        yield Finding.mend(
            _ABOUT, words, f"Start the site anew with TRUSTED_PROXIES={trusted}, or run this with its settings."
        )
    if seen.forwarded > trusted:
        yield _too_few(seen, trusted)
    elif seen.forwarded < trusted:
        yield _too_many(seen, trusted)
    elif _is_https_lost(seen, settings):
        yield _silent_proxy(seen)
    else:
        words = f"{_standing(trusted)}; to the site, this machine is {seen.address}, which opened {seen.scheme}://{seen.host}."
        yield Finding.well(_ABOUT, words)


def _is_https_lost(seen: SelfCheckResult, settings: Settings) -> bool:
    return settings.speaks_https and seen.scheme != "https" and not seen.tells_scheme


def _too_few(seen: SelfCheckResult, trusted: int) -> Finding:
    return Finding.mend(
        _ABOUT,
        f"{_standing(seen.forwarded)}, but TRUSTED_PROXIES is {trusted}: all visitors seem to come from {seen.address},"
        " and share one limit.",
        f"Set TRUSTED_PROXIES to {seen.forwarded} and start the site again.",
    )


def _too_many(seen: SelfCheckResult, trusted: int) -> Finding:
    told = f"only {seen.forwarded}" if seen.forwarded else "no proxy"
    words = f"TRUSTED_PROXIES is {trusted}, but {told} says who asks: anybody could invent an address."
    fix = (
        f"Set TRUSTED_PROXIES to {seen.forwarded}; or if more stand in front, let each add to X-Forwarded-For, and the"
        " server keep it."
    )
    return Finding.mend(_ABOUT, words, fix)


def _silent_proxy(seen: SelfCheckResult) -> Finding:
    if seen.forwarded:
        return Finding.know(
            _ABOUT,
            "What stands in front does not say that visitors come by https.",
            "Let it set X-Forwarded-Proto (nginx: proxy_set_header X-Forwarded-Proto $scheme).",
        )
    return Finding.mend(
        _ABOUT,
        f"What stands in front does not say who asks: all seem to come from {seen.address}, and share one limit.",
        "Let it set X-Forwarded-For and X-Forwarded-Proto, and set TRUSTED_PROXIES to 1.",
    )


def _standing(count: int) -> str:
    if count == 0:
        return "No proxy stands in front"
    return "One proxy stands in front" if count == 1 else f"{count} proxies stand in front"
