"""A page of the shop as a browser gets it: is our script on it, and may the two be together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests

_PATIENCE = 10.0  # seconds; somebody at a terminal waits
_MOST_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class StorefrontPage:
    """Where a page was in the end, what it says, and what its headers forbid."""

    url: str
    status: int
    html: str
    policies: tuple[str, ...]
    frame_options: str | None

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}".lower()


def fetch_page(url: str, session: requests.Session) -> StorefrontPage:
    """Fetch a page, following where it leads. Raises requests.RequestException."""
    with session.get(url, timeout=_PATIENCE, stream=True, headers={"Accept": "text/html"}) as answer:
        body = answer.raw.read(_MOST_BYTES, decode_content=True)
        policies = answer.raw.headers.getlist("Content-Security-Policy")
        return StorefrontPage(
            url=answer.url,
            status=answer.status_code,
            html=body.decode(answer.encoding or "utf-8", "replace"),
            policies=tuple(one.strip() for header in policies for one in header.split(",")),
            frame_options=answer.headers.get("X-Frame-Options"),
        )


def obstacles(page: StorefrontPage, site: str, widget: StorefrontPage) -> Iterator[str]:
    """A sentence for each thing that keeps ``widget``, a page of ours at ``site``, from being shown on ``page``."""
    if page.status != requests.codes.ok:
        yield f"{page.url} answers with status {page.status}."
    if f'src="{site}/embed.js"' not in page.html.replace("'", '"'):
        yield f'The page has no line <script src="{site}/embed.js"></script>: paste it where the form should stand.'
    for directive, what in (("script-src", "scripts"), ("frame-src", "frames")):
        if not all(allows(policy, directive, site, page.origin) for policy in page.policies):
            yield f"The page's own Content-Security-Policy forbids {what} from {site}: add it to its {directive}."
    if widget.frame_options:
        yield f"Something in front of {site} adds X-Frame-Options to {widget.url}: take that away."
    if not any(page.origin in policy.partition("frame-ancestors")[2].partition(";")[0] for policy in widget.policies):
        yield f"{widget.url} does not let {page.origin} frame it: start it again after changing EMBED_ORIGINS."


def allows(policy: str, directive: str, site: str, own: str) -> bool:
    """Whether a content security policy of a page at ``own`` lets it load from ``site``.

    https://www.w3.org/TR/CSP3/#match-url-to-source-list
    """
    found = [part.split() for part in policy.lower().split(";") if part.strip()]
    rules = {words[0]: words[1:] for words in reversed(found)}  # of a directive given twice, the first counts
    fallbacks = {"frame-src": ("frame-src", "child-src", "default-src"), "script-src": ("script-src", "default-src")}
    sources = next((rules[name] for name in fallbacks[directive] if name in rules), ["*"])
    if "'strict-dynamic'" in sources:
        return False
    return any(_matches(source, site, own) for source in sources)


def _matches(source: str, site: str, own: str) -> bool:
    parts = urlsplit(site)
    if source in {"*", f"{parts.scheme}:"} or (source == "'self'" and own == f"{parts.scheme}://{parts.netloc}"):
        return True
    scheme, _, rest = source.rpartition("://")
    host = re.escape(rest.partition("/")[0]).replace(r"\*\.", r"[^/]+\.")
    return scheme in {"", parts.scheme} and bool(re.fullmatch(host, parts.netloc))
