"""A letter to all customers of a view, in four languages, taken back half way, in spite of kills."""

import email
import json
import signal
import sys
from collections import defaultdict
from email import policy

import pytest

from tests.commands import started
from tests.notices.killed_batch import CODES, STOPPED_BEFORE, STOPPED_SINCE, UNREACHABLE, recipient
from tests.notices.smtp_server import MailServer
from tests.sampling import matrix
from tracking.database import Database

FEW, MANY = [2, 1], [8, 7, 6, 5, 4, 3, 1, 2, 1]
LONGEST = 900  # seconds, of which a thousand letters take a few minutes on a busy machine
MATRIX = matrix({"twenty": (20, FEW), "thousand": (1000, MANY)}, "twenty")


@pytest.mark.parametrize(("orders", "moments"), MATRIX)
def test_killed_batch_knows_which_letters_left_each_under_one_message_id(
    database: Database, url: str, orders: int, moments: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    database.prepare()
    with MailServer() as server:
        command = (sys.executable, "-m", "tests.notices.killed_batch", url, server.url(), str(orders))
        with started((*command, json.dumps(moments))) as process:
            output, errors = process.communicate(timeout=LONGEST)
        assert process.returncode == 0, errors
        taken = list(server.letters)
    found = json.loads(output)
    assert found["ends"].count(-signal.SIGKILL) == len(moments) + 1, "each was killed before it had nothing left to do"
    assert found["problems"] == []
    stopped = orders // 10
    assert found["killed_confirm"] == {"draft": orders - stopped, "draft stopped": stopped}, "all of it, or nothing"
    assert (found["drafts"], found["without"]) == (orders - stopped, {"stopped": stopped})

    ids, languages = defaultdict(set), {}
    for each in taken:
        message = email.message_from_bytes(each.content, policy=policy.default)
        ids[each.recipient].add(message["Message-ID"])
        languages[each.recipient] = str(message["Subject"]).removeprefix("Storm ")
    assert all(len(each) == 1 for each in ids.values()), "a letter that goes twice has one Message-ID"
    assert 0 <= len(taken) - len(ids) <= len(moments)
    assert languages == {to: CODES[int(to.partition("@")[0].removeprefix("customer")) % 4] for to in languages}

    states = {recipient(int(name.removeprefix("#")) - 9000): state for name, state in found["states"].items()}
    assert len(states) == orders
    assert {to for to, state in states.items() if state == "sent"} == set(ids)
    assert set(states.values()) == {"sent", "undone", "withheld"}, "nothing waits, and none was lost"
    never = (STOPPED_BEFORE, STOPPED_SINCE, UNREACHABLE)
    assert not {recipient(place) for place in range(orders) if place % 10 in never} & set(ids)
    assert {states[recipient(place)] for place in range(STOPPED_BEFORE, orders, 10)} == {"withheld"}
    assert found["counts"]["withheld stopped"] > stopped, "a stop holds also while the letter waits"
    assert found["counts"]["withheld no_address"]
    undone = [state for state in states.values() if state == "undone"]
    assert len(undone) == found["undone"]
    assert orders * 0.25 < len(undone) < orders * 0.75, "about half of them"
    with capsys.disabled():
        took = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in found["took"].items())
        print(f"\n{orders} orders: {found['counts']}, {len(taken)} mails; {took}")  # noqa: T201 - a measurement
