"""Checks whether a page of the shop may show the order tracking, and names the fix if not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import click
import requests
from flask.cli import with_appcontext
from requests.exceptions import InvalidSchema, InvalidURL, MissingSchema

from tracking.cli.demo_notice import with_demo_notice
from tracking.services import services
from tracking.settings.embed_origins import EmbedObstacle, check_embedding

_FIXES = {
    EmbedObstacle.INVALID_URL: "This is not the address of a page: it begins with https://.",
    EmbedObstacle.NO_PUBLIC_URL: "PUBLIC_URL is not set: set it to the address of this site.",
    EmbedObstacle.MIXED_CONTENT: "PUBLIC_URL is an http:// address, which browsers do not show on a page from https://.",
    EmbedObstacle.NOT_LISTED: '{origin} may not frame this site: set EMBED_ORIGINS="{wanted}" and start it again.',
}

_NO_ADDRESS = (InvalidSchema, InvalidURL, MissingSchema)


@click.command("embed-check")
@click.argument("url")
@with_appcontext
@with_demo_notice
def embed_check(url: str) -> None:
    """Tell whether the shop's page at URL may show the order tracking, and what to change where not."""
    found = list(_problems(url))
    for sentence in found:
        click.echo(f"- {sentence}")
    if found:
        raise SystemExit(1)
    click.echo("Yes: the page shows the order tracking.")


def _problems(url: str) -> Iterator[str]:
    settings = services().settings
    with requests.Session() as session:
        try:
            page = fetch_page(url, session)
            result = check_embedding(page.url, settings)
            for obstacle in result.obstacles:
                yield _FIXES[obstacle].format(origin=result.origin, wanted=result.embed_origins)
            if settings.public_url and not result.obstacles:
                yield from obstacles(page, settings.public_url, fetch_page(f"{settings.public_url}/widget", session))
        except _NO_ADDRESS:
            yield _FIXES[EmbedObstacle.INVALID_URL]
        except requests.RequestException as error:
            failed_url = error.request.url if error.request else url
            yield f"{failed_url} cannot be reached: {type(error).__name__}."


_TIMEOUT = 10.0  # seconds; the operator waits at a terminal
_MAX_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class StorefrontPage:
    """A page after all redirects, with the headers that restrict embedding."""

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
    """Fetches a page, follows redirects. Raises requests.RequestException."""
    with session.get(url, timeout=_TIMEOUT, stream=True, headers={"Accept": "text/html"}) as response:
        body = response.raw.read(_MAX_BYTES, decode_content=True)
        policies = response.raw.headers.getlist("Content-Security-Policy")
        return StorefrontPage(
            url=response.url,
            status=response.status_code,
            html=body.decode(response.encoding or "utf-8", "replace"),
            policies=tuple(policy.strip() for header in policies for policy in header.split(",")),
            frame_options=response.headers.get("X-Frame-Options"),
        )


def obstacles(page: StorefrontPage, site: str, widget: StorefrontPage) -> Iterator[str]:
    """Yields a sentence for each obstacle to showing ``widget``, a page of ours at ``site``, on ``page``."""
    if page.status != requests.codes.ok:
        yield f"{page.url} answers with status {page.status}."
    if not _has_line(page.html, site):
        yield (
            f'The page has no line <script src="{site}/embed.js"></script>: paste it where the form should stand.'
            " Where a tag manager adds it, open the page, and read the browser's console."
        )
    for directive, resources in (("script-src", "scripts"), ("frame-src", "frames")):
        if not all(allows(policy, directive, site, page.origin) for policy in page.policies):
            yield f"The page's own Content-Security-Policy forbids {resources} from {site}: add it to its {directive}."
    if widget.frame_options:
        yield f"Something in front of {site} adds X-Frame-Options to {widget.url}: take that away."
    if not any(page.origin in policy.partition("frame-ancestors")[2].partition(";")[0] for policy in widget.policies):
        yield f"{widget.url} does not let {page.origin} frame it: start it again after changing EMBED_ORIGINS."


def _has_line(html: str, site: str) -> bool:
    """Whether the page loads our script, or a copy of it that names our site."""
    line = rf"""\ssrc\s*=\s*["']?{re.escape(site)}/embed\.js(?=[\s"'?#>])"""
    copy = rf"""\sdata-site\s*=\s*["']?{re.escape(site)}/?(?=[\s"'>])"""
    return bool(re.search(f"{line}|{copy}", html, re.IGNORECASE))


def allows(policy: str, directive: str, site: str, origin: str) -> bool:
    """Whether a content security policy of a page at ``origin`` lets it load from ``site``.

    https://www.w3.org/TR/CSP3/#match-url-to-source-list
    """
    directives = [part.split() for part in policy.lower().split(";") if part.strip()]
    rules = {words[0]: words[1:] for words in reversed(directives)}  # of a duplicate directive, the first counts
    fallbacks = {"frame-src": ("frame-src", "child-src", "default-src"), "script-src": ("script-src", "default-src")}
    sources = next((rules[name] for name in fallbacks[directive] if name in rules), ["*"])
    if "'strict-dynamic'" in sources:
        return False
    return any(_matches(source, site, origin) for source in sources)


def _matches(source: str, site: str, origin: str) -> bool:
    parts = urlsplit(site)
    if source in {"*", f"{parts.scheme}:"} or (source == "'self'" and origin == f"{parts.scheme}://{parts.netloc}"):
        return True
    scheme, _, rest = source.rpartition("://")
    host = re.escape(rest.partition("/")[0]).replace(r"\*\.", r"[^/]+\.")
    return scheme in {"", parts.scheme} and bool(re.fullmatch(host, parts.netloc))
