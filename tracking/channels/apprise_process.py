"""Makes one call of Apprise in a process of its own: run as a script, never imported by the site.

A thread cannot be ended from outside; a process can. Where the service hangs, drips or sends gigabytes, the call
ends with its process, and its memory with it. The request is one line of JSON on the standard input, so that no secret
stands in an argument; the answer one line on the standard output. Nothing else is printed: Apprise's own lines may name
a token.
"""

import json
import logging
import re
import resource
import signal
import sys
from contextlib import suppress

_MOST_MEMORY = 384 * 1024 * 1024  # bytes of address space, of which a call takes half
_STATUS = re.compile(r"error=(\d{3})\b")


class _StatusReader(logging.Handler):
    """Keeps the last HTTP status that Apprise logs, and nothing else of its lines."""

    def __init__(self) -> None:
        super().__init__()
        self.status = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Read a line."""
        if found := _STATUS.search(record.getMessage()):
            self.status = int(found[1])


def main() -> None:
    """Read the request, make the call, print the answer."""
    request = json.loads(sys.stdin.readline())
    with suppress(ValueError, OSError):  # not everywhere may a process bound itself
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    signal.alarm(int(request["timeout"]) + 1)  # also where the site that began it is gone
    try:
        answer = _answer(request)
    except MemoryError:
        answer = {"outcome": "too_large"}
    except Exception as error:  # noqa: BLE001 - Apprise's services raise what they like; its text may name a token
        answer = {"outcome": "failed", "kind": type(error).__name__}
    sys.stdout.write(f"{json.dumps(answer)}\n")


def _answer(request: dict[str, str]) -> dict[str, str | int]:
    try:
        from apprise import Apprise, AppriseAsset  # noqa: PLC0415 - only after the memory is bounded
    except ImportError:
        return {"outcome": "not_installed"}

    reader = _StatusReader()
    logger = logging.getLogger("apprise")
    logger.handlers, logger.propagate = [reader], False
    logger.setLevel(logging.DEBUG)
    asset = AppriseAsset(
        app_id="Whereabouts",
        app_desc="Whereabouts",
        app_url=request["site"],
        image_url_mask="",
        image_url_logo="",
        image_path_mask="",
        async_mode=False,
        http_redirects=False,  # a text with a customer's link goes nowhere else
        plugin_paths=[],
    )
    apprise = Apprise(asset=asset)
    if not apprise.add(request["url"]):
        return {"outcome": "not_understood"}
    if not request["body"]:
        return {"outcome": "sent"}  # it was only to be read
    is_sent = apprise.notify(body=request["body"], title=request["title"], body_format="text")
    return {"outcome": "sent" if is_sent else "failed", "status": reader.status}


if __name__ == "__main__":
    main()
