"""Commands for the one who runs the site: ``flask --app app demo-orders``."""

import json
import sys
from collections.abc import Iterator, Mapping

import click
import requests
from flask import Flask
from flask.cli import with_appcontext

from tracking.carriers import Link, Reasons
from tracking.services import Example, services
from tracking.settings.embedding import Obstacle, judge
from tracking.shopify.notifications import UnusableKey, snippets
from tracking.shopify.storefront import obstacles, visit


def add_commands(app: Flask) -> None:
    """Make the commands known."""
    app.cli.add_command(demo_orders)
    app.cli.add_command(carrier)
    app.cli.add_command(embed_check)
    app.cli.add_command(email_snippets)


@click.command("demo-orders")
@with_appcontext
def demo_orders() -> None:
    """List the demo store's orders: number, what opens it, and what it shows."""
    orders = services().examples
    if not orders:
        click.echo("A shop is configured, so there are no demo orders.")
    for line in table(orders):
        click.echo(line)


def table(orders: tuple[Example, ...]) -> list[str]:
    """A line for each order, in columns."""
    rows = [(example.order, example.email or example.phone or "", example.situation) for example in orders]
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    return [f"{order:<{widths[0]}}  {contact:<{widths[1]}}  {situation}" for order, contact, situation in rows]


@click.command()
@click.argument("number", required=False)
@click.option("--company", help="What the shop calls the carrier.")
@click.option("--url", help="The link that Shopify has.")
@click.option("--country", help="Where it goes, as two letters: NL.")
@click.option("--postcode", help="Where it goes; some carriers' pages need it.")
@click.option("--lang", help="The reader's language: nb, en-GB.")
@click.option("--jsonl", is_flag=True, help="Read a JSON object a line, write one a line.")
@with_appcontext
def carrier(number: str | None, *, jsonl: bool, **clues: str | None) -> None:
    """Tell who carries the parcel with this NUMBER, where to follow it, and why."""
    if jsonl:
        for line in sys.stdin:
            click.echo(answer_line(line))
        return
    if number is None and not any(clues.values()):
        raise click.UsageError("Give a number, or --jsonl with one JSON object a line.")
    why = Reasons()
    link = _resolve({"number": number, **clues}, why)
    for label, value in (("carrier", link.carrier), ("name", link.name), ("number", link.number), ("url", link.url)):
        click.echo(f"{label:<9}{value or '-'}")
    click.echo(f"evidence {link.evidence}")
    for sentence in why:
        click.echo(f"  {sentence}")


def answer_line(line: str) -> str:
    """The answer to one JSON object, as one: a line that is none is answered with what is wrong with it."""
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        asked = None
    if not isinstance(asked, dict):
        return json.dumps(
            {"carrier": None, "name": None, "url": None, "evidence": "none", "error": "not a JSON object"}
        )
    link = _resolve(asked, Reasons())
    answer = {"carrier": link.carrier, "name": link.name, "url": link.url, "evidence": link.evidence}
    return json.dumps(answer, ensure_ascii=False)


def _resolve(asked: Mapping[str, object], why: Reasons) -> Link:
    """Ask the carriers, with every clue that is a text or a number."""
    said = {key: str(value) for key, value in asked.items() if isinstance(value, str | int) and value != ""}
    return services().policy.carriers.resolve(
        said.get("number"),
        company=said.get("company"),
        url=said.get("url"),
        country=said.get("country"),
        postcode=said.get("postcode"),
        language=said.get("lang", "en"),
        say=why,
    )


_ADVICE = {
    Obstacle.NO_ADDRESS: "This is not the address of a page: it begins with https://.",
    Obstacle.NO_PUBLIC_URL: "PUBLIC_URL is not set: set it to the address of this site.",
    Obstacle.MIXED: "PUBLIC_URL is an http:// address, which browsers do not show on a page from https://.",
    Obstacle.NOT_LISTED: '{origin} may not frame this site: set EMBED_ORIGINS="{wanted}" and start it again.',
}


@click.command("embed-check")
@click.argument("url")
@with_appcontext
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
            page = visit(url, session)
            verdict = judge(page.url, settings)
            for obstacle in verdict.obstacles:
                yield _ADVICE[obstacle].format(origin=verdict.origin, wanted=verdict.wanted)
            if settings.public_url and not verdict.obstacles:
                yield from obstacles(page, settings.public_url, visit(f"{settings.public_url}/widget", session))
        except requests.RequestException as error:
            asked = error.request.url if error.request else url
            yield f"{asked} cannot be reached: {type(error).__name__}."


@click.command("email-snippets")
@with_appcontext
def email_snippets() -> None:
    """Print the links for Shopify's notification e-mails, ready to paste, for this shop."""
    settings = services().settings
    if settings.public_url is None:
        raise click.ClickException("Set PUBLIC_URL to the address of this site first.")
    try:
        lines = snippets(settings.public_url, settings.link_key or "LINK_KEY")
    except UnusableKey:
        raise click.ClickException("LINK_KEY may only hold letters, digits and . ~ + / = - _ for this.") from None
    click.echo(_SNIPPETS.format(site=settings.public_url, days=settings.link_days, lines=lines))
    if settings.link_key is None:
        click.echo(_NO_LINK_KEY)


_SNIPPETS = """\
1. Links that this site signs itself
   Nothing to paste: whoever looks an order up is led to {site}/order/…, and that address opens the
   order for {days} days.

2. A link that Shopify's e-mails sign (Settings > Notifications > a template > Edit code)
   First see whether your shop's e-mails can sign. Paste this anywhere and open the preview:

{lines.probe}

   It must read

{lines.expected}

   Take it away again. If it did, paste this where the button should be. It opens the order at once:

{lines.signed}

3. If it did not: a link that carries the order number only, and the customer types the e-mail address

{lines.by_number}
"""

_NO_LINK_KEY = """\
LINK_KEY is not set, so the link under 2 does not work yet. Set it, start the site again, and run this once more:

LINK_KEY=$(python3 -c 'import secrets; print(secrets.token_urlsafe(32))')
"""
