"""Load and faults, against the site as ``make serve`` runs it: ``python -m scripts.load [name …]``."""

import argparse
import asyncio
import signal
from collections.abc import AsyncIterator, Callable

from scripts.load import capacity, cold, crowd, directory, letters, outage, servers, timing
from scripts.load.process import Process
from scripts.load.report import Figure
from scripts.load.shop import SHOPIFY

SCENARIOS = {
    each.__name__.rpartition(".")[2]: each
    for each in (servers, cold, crowd, capacity, outage, directory, letters, timing)
}


def main() -> None:
    """Run the scenarios, each with its own fake Shopify, and print the measurements."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that nothing is left behind
    parser = argparse.ArgumentParser(
        "python -m scripts.load", description="Load and faults, against the site as make serve runs it."
    )
    parser.add_argument("scenarios", nargs="*", metavar="name", help=", ".join(SCENARIOS))
    names = parser.parse_args().scenarios
    if unknown := set(names) - set(SCENARIOS):
        parser.error(f"no such scenario: {', '.join(sorted(unknown))}; there are {', '.join(SCENARIOS)}")
    for name in names or SCENARIOS:
        print(f"\n{SCENARIOS[name].__doc__}", flush=True)
        with Process(SHOPIFY) as shopify:
            asyncio.run(_print(SCENARIOS[name].measure, shopify))


async def _print(measure: Callable[[Process], AsyncIterator[Figure]], shopify: Process) -> None:
    async for figure in measure(shopify):
        print(figure, flush=True)


if __name__ == "__main__":
    main()
