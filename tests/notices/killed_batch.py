"""Letters that were written to many customers at once, taken back half way, while process after process is killed.

Arguments: the URL of the database, that of a mail server, how many orders there are, and for each child at which moment
it is killed, as in ``killed``, once it has sent its share of two fifths of the letters. Then what waits is taken back;
the last of the moments is that of a child behind it, which sends what another one was killed with. Prints what came of
it as JSON.
"""

import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from functools import partial
from itertools import islice
from time import perf_counter

from sqlalchemy import event

from tests.fakes import NOW, Clock, Shopify
from tests.merchant import listed
from tests.merchant.bulk import ALL, LANGUAGES
from tests.notices.killed import Killer, opened
from tests.notices.letter_sites import SETTINGS, LetterSite
from tracking.database import Database, letter_batches, notice_preferences
from tracking.database.mail_queue import CLAIM, MailState
from tracking.demo import generated_store
from tracking.demo.store import DemoStore
from tracking.directory.erasure import OrderErasure
from tracking.merchant.bulk_letters import BulkLetters, LetterWords, WordsByLanguage
from tracking.merchant.chosen_orders import ChosenOrders
from tracking.merchant.letter_actions import UNDO_FOR, LetterActions
from tracking.notices.mail import MailConnection, SendResult
from tracking.settings.smtp_url import smtp_url

LOCALES = ("en-GB", "sv-SE", "de-DE", "fr")
CODES = ("en", "sv", "de", "fr")
STOPPED_BEFORE, STOPPED_SINCE, UNREACHABLE = 0, 1, 2  # of each ten orders, the place of such a one


def recipient(place: int) -> str:
    return f"customer{place}@example.com"


def shop_of(orders: int) -> DemoStore:
    """Open orders of customers in four languages, some of whom cannot be reached."""
    store = generated_store(4 * orders, NOW)
    # The newest come last, and are open.
    fitting = (order for order in reversed(store.orders) if not (order["cancelledAt"] or order["test"]))
    found = list(islice(fitting, orders))
    assert len(found) == orders
    own = [
        {
            "email": None if place % 10 == UNREACHABLE else recipient(place),
            "customerLocale": LOCALES[place % 4],
            "name": f"#{9000 + place}",
        }
        for place in range(orders)
    ]
    return replace(store, orders=[{**order, **changes} for order, changes in zip(found, own, strict=True)])


def letters_of(database: Database, clock: Clock) -> tuple[BulkLetters, LetterActions]:
    erasure = OrderErasure(database, listed.HASHES, retention=timedelta(days=90), clock=clock)
    many = BulkLetters(
        database=database,
        chosen=ChosenOrders(overview=listed.overview(database)),
        erasure=erasure,
        language_of=lambda locale: LANGUAGES.choose((locale,)),
        clock=clock,
    )
    return many, LetterActions(database=database, erasure=erasure, clock=clock)


class KilledConnection:
    """A real one; behind its ``share`` of letters, the process may be killed before one is handed over, and after."""

    def __init__(self, url: str, killer: Killer, share: int) -> None:
        self._connection = MailConnection(smtp_url(url), "orders@example.com")
        self._killer = killer
        self._share = share

    def send(self, message: EmailMessage, to: str) -> SendResult:
        self._killer.has_begun = self._share == 0
        self._killer.moment()
        result = self._connection.send(message, to)
        self._killer.moment()
        self._share -= self._share > 0
        return result

    def close(self) -> None:
        self._connection.close()


def send(url: str, mail: str, shopify: Shopify, clock: Clock, *, at: int, share: int) -> None:
    """Send what is due, until nothing is left or this process is killed."""
    killer = Killer(at)
    database = opened(url)
    database.prepare()
    event.listen(database.backend.engine, "commit", lambda _: killer.moment())
    connection = KilledConnection(mail, killer, share)
    site = LetterSite(database, shopify=shopify, clock=clock, mailer=connection)
    site.send_merchant_letters()
    connection.close()


def confirm(url: str, batch: str, clock: Clock) -> None:
    """Be killed in the middle of it."""
    database = opened(url)
    database.prepare()
    event.listen(database.backend.engine, "commit", lambda _: os.kill(os.getpid(), signal.SIGKILL))
    letters_of(database, clock)[0].confirm(batch, "kim")


def in_a_child(act: Callable[[], None]) -> int:
    """How the process ended that did it."""
    child = os.fork()
    if child == 0:
        act()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def count(database: Database, batch: str) -> dict[str, int]:
    found = Counter[str]()
    with database.read() as transaction:
        for each in letter_batches.counts(transaction, batch):
            found[f"{each.state} {each.reason or ''}".strip()] += each.number
    return dict(found)


def main(url: str, mail: str, orders: int, moments: list[int]) -> None:
    clock = Clock()
    shopify = Shopify(shop_of(orders), clock)
    database = opened(url)
    site = LetterSite(database, shopify=shopify, clock=clock, settings={"SECRET_KEY": SETTINGS["SECRET_KEY"]})
    ids = [shopify.id_of(name) for name in site.names]
    many, actions = letters_of(database, clock)
    _stop(database, ids[STOPPED_BEFORE::10])
    words = {code: LetterWords(subject=f"Storm {code}", text=f"We wait. {code}") for code in CODES}

    began = perf_counter()
    drafts = many.draft(ALL, "kim", WordsByLanguage(words=words))
    took = {"draft": perf_counter() - began}
    batch = drafts.id or ""
    database.close()
    ends = [in_a_child(partial(confirm, url, batch, clock))]
    killed_confirm = count(database, batch)
    began = perf_counter()
    assert many.confirm(batch, "kim")
    took["confirm"] = perf_counter() - began
    _stop(database, ids[STOPPED_SINCE::10])

    before = len(moments) - 1
    began = perf_counter()
    for life, at in enumerate([*moments, 0]):
        if life == before:
            undo_began = perf_counter()
            undone = actions.undo(batch, "robin")
            took["undo"] = perf_counter() - undo_began
        database.close()
        clock.now = NOW + UNDO_FOR + (life + 1) * 2 * CLAIM
        share = 2 * orders // (5 * before) if life < before else 0
        ends.append(in_a_child(partial(send, url, mail, shopify, clock, at=at, share=share)))
    took["send"] = perf_counter() - began
    with database.read() as transaction:
        states = {
            each.order: each.state
            for each in letter_batches.letters(transaction, batch, states=list(MailState), limit=2 * orders)
        }
    print(  # noqa: T201 - the test reads it
        json.dumps(
            {
                "drafts": drafts.total,
                "without": drafts.without,
                "ends": ends,
                "killed_confirm": killed_confirm,
                "undone": undone,
                "counts": count(database, batch),
                "states": states,
                "took": took,
                "problems": database.check().problems,
            }
        )
    )
    database.close()


def _stop(database: Database, order_ids: list[str]) -> None:
    with database.write() as transaction:
        for order_id in order_ids:
            notice_preferences.put(transaction, order_id, "none", now=NOW)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), json.loads(sys.argv[4]))
