"""Checks that pages arrive as they were sent: browsers refuse the style of one that was rewritten on the way."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from tracking.doctor.finding import Finding
from tracking.doctor.self_check_client import FAILURES, fetch_home_page
from tracking.security.content_hash import content_hash

_TOPIC = "pages"
_STYLE = re.compile("<style[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)
# Where the merchant's layout has it, or the styles are too large to stand in each page.
_LINK = re.compile("<link[^>]+stylesheet", re.IGNORECASE)
_HASH = re.compile(r"'(sha256-[^']+)'")


def findings(url: str) -> Iterator[Finding]:
    """Compare the style in the page with what its Content-Security-Policy allows."""
    try:
        page = fetch_home_page(url)
    except FAILURES:
        return  # a site that stopped in between, which the next run says
    styles = {content_hash(style) for style in _STYLE.findall(page.html)}
    has_any = styles or _LINK.search(page.html)
    if styles - {*_HASH.findall(page.policy)} or not has_any:
        yield Finding.error(
            _TOPIC,
            "A proxy in front of the site rewrites the pages, so browsers refuse their style: customers see them bare.",
            f"Switch off for {urlsplit(url).hostname} what minifies or optimizes pages there.",
        )
