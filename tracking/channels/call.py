"""Calls a channel: a text is taken, or not taken for a reason, within a bounded time."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from tracking.settings.channel_urls import ChannelUrl

TIMEOUT = 20.0
"""Seconds that a call may take, with everything from the start of its process to the last byte of the answer."""

_SCRIPT = Path(__file__).with_name("apprise_process.py")
# Of the environment, which holds the site's keys, the call gets what the network needs.
_PASSED_ON = ("PATH", "LANG", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE")
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY")


class CallOutcome(StrEnum):
    """The outcome of a call; the code in metrics."""

    SENT = "sent"
    FAILED = "failed"
    TIMED_OUT = "timed_out"
    TOO_LARGE = "too_large"
    NOT_UNDERSTOOD = "not_understood"
    NOT_INSTALLED = "not_installed"


_SENTENCES = {
    CallOutcome.SENT: "It was taken.",
    CallOutcome.FAILED: "It was not taken, or could not be reached.",
    CallOutcome.TIMED_OUT: f"It did not answer within {TIMEOUT:g} seconds.",
    CallOutcome.TOO_LARGE: "Its answer is larger than any service's.",
    CallOutcome.NOT_UNDERSTOOD: "Apprise does not understand the address.",
    CallOutcome.NOT_INSTALLED: "Apprise is not installed here: install this site with its dependencies.",
}


@dataclass(frozen=True, slots=True)
class CallResult:
    """``status`` is the one of HTTP, 0 where there was none."""

    outcome: CallOutcome
    status: int = 0

    @property
    def is_sent(self) -> bool:
        """Whether the service took the text."""
        return self.outcome is CallOutcome.SENT

    @property
    def sentence(self) -> str:
        """The outcome in words, without the address."""
        if self.outcome is CallOutcome.FAILED and self.status:
            return f"It answers with status {self.status}."
        return _SENTENCES[self.outcome]


class Channel(Protocol):
    """Takes texts; never raises."""

    def send(self, url: str, *, title: str, body: str) -> CallResult:
        """Hand over a text; waits for what becomes of it."""


class AppriseChannel:
    """``site`` is the address of this site, which some services show. Safe to share between threads."""

    def __init__(self, *, site: str, timeout: float = TIMEOUT) -> None:
        self._site = site
        self._timeout = timeout

    def send(self, url: str, *, title: str, body: str) -> CallResult:
        """As Channel."""
        return self._call(url, title, body)

    def check(self, channel: ChannelUrl) -> CallResult:
        """Whether Apprise understands the address; nothing is sent."""
        return self._call(channel.to("+46701740699"), "", "")  # a number reserved for fiction

    def _call(self, url: str, title: str, body: str) -> CallResult:
        request = {"url": url, "title": title, "body": body, "site": self._site, "timeout": self._timeout}
        try:
            ended = subprocess.run(  # noqa: S603 - our own script
                [sys.executable, "-I", str(_SCRIPT)],
                input=f"{json.dumps(request)}\n".encode(),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=self._timeout,
                env=_environment(),
                check=False,
            )
        except subprocess.TimeoutExpired:
            return CallResult(CallOutcome.TIMED_OUT)
        except OSError:  # no process can be started
            return CallResult(CallOutcome.FAILED)
        return _result(ended.stdout)


def _environment() -> dict[str, str]:
    names = (*_PASSED_ON, *_PROXIES, *(name.lower() for name in _PROXIES))
    return {name: os.environ[name] for name in names if name in os.environ}


def _result(answer: bytes) -> CallResult:
    try:
        found = json.loads(answer)
        return CallResult(CallOutcome(found["outcome"]), int(found.get("status", 0)))
    except (ValueError, KeyError, TypeError):  # it was killed, for its memory if anything
        return CallResult(CallOutcome.FAILED)
