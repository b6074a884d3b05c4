"""A worker that is killed while it sends letters loses none, and sends at most one twice, with one Message-ID."""

import json
import signal
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from tests.commands import run
from tests.database import kept_rows
from tests.sampling import matrix
from tracking.database import Database, merchant_letters

# Moments of the first letter that a worker sends: the beginning and end of its sending, the result, and the next one.
FEW = [1, 2, 3]
MANY = [1 + turn % 8 for turn in range(50)]
CASES = {"three": (FEW, 3), "fifty": (MANY, 40)}


def sent_in_spite_of_kills(
    database: Database, url: str, file: Path, moments: list[int], orders: int, kind: str
) -> set[str]:
    """To whom a letter went, once all of them had left."""
    database.prepare()
    command = [sys.executable, "-m", "tests.notices.killed", url, str(file), json.dumps(moments), str(orders), kind]
    status, output, errors = run(*command)
    assert status == 0, errors
    ends = [int(line) for line in output.splitlines()]
    sent = [json.loads(line) for line in file.read_text().splitlines()]
    ids = defaultdict(set)
    for recipient, message_id in sent:
        ids[recipient].add(message_id)
    assert ends.count(-signal.SIGKILL) == len(moments), "each was killed before it had nothing left to do"
    assert 0 < len(sent) - len(ids) <= len(moments)
    assert all(len(each) == 1 for each in ids.values()), "a letter that goes twice has one Message-ID"
    assert database.check().problems == ()
    return set(ids)


@pytest.mark.parametrize(("moments", "orders"), matrix(CASES, "three"))
def test_kills_lose_no_letter(database: Database, url: str, tmp_path: Path, moments: list[int], orders: int) -> None:
    recipients = sent_in_spite_of_kills(database, url, tmp_path / "sent", moments, orders, "news")
    with database.read() as transaction:
        states = kept_rows.notice_states(transaction)
    assert [(state, count) for (_, state, _), count in states.items()] == [("sent", len(recipients))]
    assert len(recipients) == orders


@pytest.mark.parametrize(("moments", "orders"), matrix(CASES))  # in the sample, test_kill_batch has such letters
def test_kills_lose_no_letter_of_the_shops_own(
    database: Database, url: str, tmp_path: Path, moments: list[int], orders: int
) -> None:
    recipients = sent_in_spite_of_kills(database, url, tmp_path / "sent", moments, orders, "own")
    assert len(recipients) == orders
    with database.read() as transaction:
        left = [merchant_letters.find(transaction, f"own letter {number}") for number in range(orders)]
    assert {each and each.state for each in left} == {"sent"}
