"""Checks whether a page of the shop may show the order tracking, and names the fix if not."""

from collections.abc import Iterator

import click
import requests
from flask.cli import with_appcontext

from tracking.cli.demo_notice import with_demo_notice
from tracking.services import services
from tracking.settings.embed_origins import EmbedObstacle, check_embedding
from tracking.shopify.storefront import fetch_page, obstacles

_FIXES = {
    EmbedObstacle.INVALID_URL: "This is not the address of a page: it begins with https://.",
    EmbedObstacle.NO_PUBLIC_URL: "PUBLIC_URL is not set: set it to the address of this site.",
    EmbedObstacle.MIXED_CONTENT: "PUBLIC_URL is an http:// address, which browsers do not show on a page from https://.",
    EmbedObstacle.NOT_LISTED: '{origin} may not frame this site: set EMBED_ORIGINS="{wanted}" and start it again.',
}


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
        except requests.RequestException as error:
            failed_url = error.request.url if error.request else url
            yield f"{failed_url} cannot be reached: {type(error).__name__}."
