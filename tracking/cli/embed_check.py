"""Whether a page of the shop may show the order tracking, and what to change where not."""

from collections.abc import Iterator

import click
import requests
from flask.cli import with_appcontext

from tracking.cli.demo_notice import with_demo_notice
from tracking.services import services
from tracking.settings.embed_origins import Obstacle, judge
from tracking.shopify.storefront import fetch_page, obstacles

_ADVICE = {
    Obstacle.NO_ADDRESS: "This is not the address of a page: it begins with https://.",
    Obstacle.NO_PUBLIC_URL: "PUBLIC_URL is not set: set it to the address of this site.",
    Obstacle.MIXED: "PUBLIC_URL is an http:// address, which browsers do not show on a page from https://.",
    Obstacle.NOT_LISTED: '{origin} may not frame this site: set EMBED_ORIGINS="{wanted}" and start it again.',
}


@click.command("embed-check")
@click.argument("url")
@with_appcontext
@with_demo_notice
def embed_check(url: str) -> None:
    """Tell whether the shop's page at URL may show the order tracking, and what to change where not."""
    found = list(_embed_obstacles(url))
    for sentence in found:
        click.echo(f"- {sentence}")
    if found:
        raise SystemExit(1)
    click.echo("Yes: the page shows the order tracking.")


def _embed_obstacles(url: str) -> Iterator[str]:
    settings = services().settings
    with requests.Session() as session:
        try:
            page = fetch_page(url, session)
            verdict = judge(page.url, settings)
            for obstacle in verdict.obstacles:
                yield _ADVICE[obstacle].format(origin=verdict.origin, wanted=verdict.wanted)
            if settings.public_url and not verdict.obstacles:
                yield from obstacles(page, settings.public_url, fetch_page(f"{settings.public_url}/widget", session))
        except requests.RequestException as error:
            asked = error.request.url if error.request else url
            yield f"{asked} cannot be reached: {type(error).__name__}."
