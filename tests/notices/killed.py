"""Workers that are killed one after the other while they send letters: each is a child of this process.

Arguments: the URL of the database, the file in which a mail server would keep what it took, for each child at which
moment it is killed, counted from the first letter that it sends: 1 is its beginning, 2 its end, then come the commits
and further letters; how many orders there are; and whether the letters tell news or are the shop's own. The last child
is not killed.
"""

import json
import os
import signal
import sys
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

from sqlalchemy import event

from tests.database import kept_rows
from tests.database.merchant_rows import letter
from tests.fakes import NOW, Clock, Shopify
from tests.notices.letter_sites import TAKEN, LetterSite
from tests.worker.sites import tiny_shop, work
from tracking.database import Database, merchant_letters
from tracking.database.create import create_database
from tracking.database.notices import CLAIM
from tracking.notices.mail.result import SendResult
from tracking.settings import Settings


class FileMailbox:
    """Writes whom a letter went to, with its Message-ID, to a file that outlives this process."""

    def __init__(self, file: Path, killer: "Killer") -> None:
        self._file = file
        self._killer = killer

    def send(self, message: EmailMessage, recipient: str) -> SendResult:
        self._killer.has_begun = True
        self._killer.moment()
        with self._file.open("a") as file:
            file.write(f"{json.dumps([recipient, message['Message-ID']])}\n")
        self._killer.moment()
        return TAKEN

    def close(self) -> None:
        """Nothing is open."""


class Killer:
    """Kills this process at the given moment; never at 0."""

    def __init__(self, at: int) -> None:
        self._left = at
        self.has_begun = False

    def moment(self) -> None:
        self._left -= self.has_begun
        if self.has_begun and self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def opened(url: str) -> Database:
    return create_database(Settings.from_environ({"DATABASE_URL": url}))


def live(url: str, file: Path, shopify: Shopify, clock: Clock, at: int) -> None:
    """Send what is due, until nothing is left or this process is killed."""
    killer = Killer(at)
    database = opened(url)
    database.prepare()
    event.listen(database.backend.engine, "commit", lambda _: killer.moment())
    site = LetterSite(database, shopify=shopify, clock=clock, mailer=FileMailbox(file, killer))
    work(site.worker)
    site.write_letters()
    site.send_merchant_letters()


def write_own(database: Database, site: LetterSite) -> None:
    """A letter of the shop to each customer."""
    with database.write() as transaction:
        for number, name in enumerate(site.names):
            own = letter(site.shopify.id_of(name), id=f"own letter {number}", due_at=site.clock())
            merchant_letters.add(transaction, own)


def main(url: str, file: Path, moments: list[int], orders: int, kind: str) -> None:
    clock = Clock()
    shopify = Shopify(tiny_shop(orders), clock)
    database = opened(url)
    site = LetterSite(database, shopify=shopify, clock=clock)
    if kind == "own":
        write_own(database, site)
    else:
        site.cancel(*site.names)
        with database.read() as transaction:
            assert kept_rows.notice_states(transaction).total() == orders
    database.close()
    for life, at in enumerate([*moments, 0]):
        clock.now = NOW + timedelta(minutes=11) + life * 2 * CLAIM
        child = os.fork()
        if child == 0:
            live(url, file, shopify, clock, at)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) in {0, -signal.SIGKILL}, status
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), json.loads(sys.argv[3]), int(sys.argv[4]), sys.argv[5])
