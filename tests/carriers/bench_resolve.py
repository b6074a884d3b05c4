"""How long the carriers take: `python tests/carriers/bench_resolve.py`; nothing is asserted about seconds."""

import json
import sys
from pathlib import Path
from time import process_time

from tracking.carriers import Carriers
from tracking.carriers.table import read_table

_CLUES = ("company", "url", "country", "postcode", "language")


def milliseconds_to_load() -> float:
    """From the file to carriers that answer; the processor's time, which neighbors do not stretch."""
    start = process_time()
    Carriers(read_table())
    return (process_time() - start) * 1000


def resolutions_per_second(rounds: int = 50) -> float:
    """On one core, over all the cases of the tests."""
    cases = Path(__file__).with_name("cases.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [
        (case.get("number"), {clue: case[clue] for clue in _CLUES if clue in case}) for case in map(json.loads, cases)
    ]
    resolve = Carriers.built_in().resolve
    start = process_time()
    for _ in range(rounds):
        for number, clues in asked:
            resolve(number, **clues)
    return rounds * len(asked) / (process_time() - start)


if __name__ == "__main__":
    sys.stdout.write(f"{milliseconds_to_load():.0f} ms to load, {resolutions_per_second():,.0f} resolutions a second\n")
