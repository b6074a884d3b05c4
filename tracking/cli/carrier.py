"""Who carries a parcel, where to follow it, and why we think so."""

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
def carrier(number: str | None, *, jsonl: bool, **clues: str | None) -> None:
    """Tell who carries the parcel with this NUMBER, where to follow it, and why."""
    if jsonl:
        for line in sys.stdin.buffer:
            click.echo(answer_line(line))
        return
    if number is None and not any(clues.values()):
        raise click.UsageError("Give a number, or --jsonl with one JSON object a line.")
    why = Explanation()
    link = _resolve({"number": number, **clues}, why)
    for label, value in (("carrier", link.carrier), ("name", link.name), ("number", link.number), ("url", link.url)):
        click.echo(f"{label:<9}{value or '-'}")
    click.echo(f"evidence {link.evidence}")
    for sentence in why:
        click.echo(f"  {sentence}")


def answer_line(line: bytes) -> str:
    """The answer to one JSON object, as one: a line that is none is answered with what is wrong with it."""
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        asked = None
    if not isinstance(asked, dict):
        return json.dumps(
            {"carrier": None, "name": None, "url": None, "evidence": "none", "error": "not a JSON object"}
        )
    link = _resolve(asked, Explanation())
    answer = {"carrier": link.carrier, "name": link.name, "url": link.url, "evidence": link.evidence}
    return json.dumps(answer)


def _resolve(asked: Mapping[str, object], why: Explanation) -> Link:
    """Ask the carriers, with every clue that is a text or a number."""
    said = {key: str(value) for key, value in asked.items() if isinstance(value, str | int) and value != ""}
    return services().policy.carriers.resolve(
        said.get("number"),
        company=said.get("company"),
        url=said.get("url"),
        country=said.get("country"),
        postcode=said.get("postcode"),
        language=said.get("lang", "en"),
        explain=why,
    )
