"""Identifies the carrier of a tracking number, its tracking link, and the evidence."""

import json
import sys
from collections.abc import Mapping

import click
from flask.cli import with_appcontext

from tracking.carriers import Explanation, Link
from tracking.cli.demo_notice import with_demo_notice
from tracking.services import services


@click.command()
@click.argument("number", required=False)
@click.option("--company", help="What the shop calls the carrier.")
@click.option("--url", help="The link that Shopify has.")
@click.option("--country", help="Where it goes, as two letters: NL.")
@click.option("--postcode", help="Where it goes; some carriers' pages need it.")
@click.option("--lang", help="The reader's language: nb, en-GB.")
@click.option("--jsonl", is_flag=True, help="Read a JSON object a line, write one a line.")
@with_appcontext
@with_demo_notice
def carrier(number: str | None, *, jsonl: bool, **fields: str | None) -> None:
    """Tell who carries the parcel with this NUMBER, where to follow it, and why."""
    if jsonl:
        for line in sys.stdin.buffer:
            click.echo(answer_line(line))
        return
    if number is None and not any(fields.values()):
        raise click.UsageError("Give a number, or --jsonl with one JSON object a line.")
    reasons = Explanation()
    link = _resolve({"number": number, **fields}, reasons)
    for label, value in (("carrier", link.carrier), ("name", link.name), ("number", link.number), ("url", link.url)):
        click.echo(f"{label:<9}{value or '-'}")
    click.echo(f"evidence {link.evidence}")
    for sentence in reasons:
        click.echo(f"  {sentence}")


def answer_line(line: bytes) -> str:
    """The result for one JSON object as a line of JSON; an invalid line gets an error in its place."""
    try:
        request = json.loads(line)
    except (ValueError, RecursionError):
        request = None
    if not isinstance(request, dict):
        return json.dumps(
            {"carrier": None, "name": None, "url": None, "evidence": "none", "error": "not a JSON object"}
        )
    link = _resolve(request, Explanation())
    answer = {"carrier": link.carrier, "name": link.name, "url": link.url, "evidence": link.evidence}
    return json.dumps(answer)


def _resolve(fields: Mapping[str, object], reasons: Explanation) -> Link:
    """Resolve the carrier from all fields that are texts or numbers."""
    texts = {key: str(value) for key, value in fields.items() if isinstance(value, str | int) and value != ""}
    return services().policy.carriers.resolve(
        texts.get("number"),
        company=texts.get("company"),
        url=texts.get("url"),
        country=texts.get("country"),
        postcode=texts.get("postcode"),
        language=texts.get("lang", "en"),
        explain=reasons,
    )
