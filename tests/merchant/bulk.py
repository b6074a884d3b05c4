"""A shop with many orders in several languages, and what its people do to them at once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from tests.database.order_rows import order
from tests.database.test_answers import WAIT
from tests.fakes import NOW, Clock
from tests.merchant import listed
from tracking.database import Database, answers, merchant_history, orders
from tracking.database.orders import FoundBy
from tracking.directory.erasure import OrderErasure
from tracking.directory.views import OrderView
from tracking.i18n.catalogues import FOLDER
from tracking.i18n.create import create_languages
from tracking.merchant.bulk_actions import BulkActions
from tracking.merchant.bulk_letters import BulkLetters, LetterWords, WordsByLanguage
from tracking.merchant.chosen_orders import ChosenOrders
from tracking.merchant.letter_actions import LetterActions
from tracking.merchant.list_query import ListQuery

ALL = ListQuery(view=OrderView.ALL)
LANGUAGES = create_languages(FOLDER, (), "en")
SNOW = LetterWords(subject="Snow in Malmö", text="The road is closed.")
SNO = LetterWords(subject="Snö i Malmö", text="Vägen är stängd.")
EVERYBODY = WordsByLanguage(otherwise=SNOW)


class BulkOrders:
    """``locales`` are those of the customers, by the id of the order; None: Shopify does not say."""

    def __init__(self, database: Database, locales: Mapping[str, str | None]) -> None:
        self.database = database
        self.clock = Clock()
        self.overview = listed.overview(database)
        self.erasure = OrderErasure(database, listed.HASHES, retention=timedelta(days=90), clock=self.clock)
        self.chosen = ChosenOrders(overview=self.overview)
        self.letters = BulkLetters(
            database=database,
            chosen=self.chosen,
            erasure=self.erasure,
            language_of=lambda locale: LANGUAGES.choose((locale,)),
            clock=self.clock,
        )
        self.letter_actions = LetterActions(database=database, erasure=self.erasure, clock=self.clock)
        self.actions = BulkActions(
            database=database,
            chosen=self.chosen,
            erasure=self.erasure,
            needs=listed.RULES.needs,
            clock=self.clock,
            monotonic=self.clock.monotonic,
        )
        with database.write() as transaction:
            for place, (order_id, locale) in enumerate(locales.items()):
                row = order(
                    order_id,
                    name=f"#{order_id}",
                    placed_at=NOW - timedelta(hours=place),
                    answer={"order": {"customerLocale": locale}},
                    is_test=order_id.startswith("9"),
                    found_rank=2,
                    found_why="problem",
                )
                orders.put(transaction, row, FoundBy(views=["late"]))

    def answer(self, *order_ids: str) -> None:
        """Let customers answer."""
        with self.database.write() as transaction:
            for order_id in order_ids:
                answers.put(transaction, replace(WAIT, order_id=order_id, at=self.clock()))
                listed.RULES.needs.refresh(transaction, order_id, now=self.clock())

    def history(self) -> list[tuple[str, str]]:
        """The acts in the shop as (who, what), the newest first."""
        with self.database.read() as transaction:
            return [(row.who, row.what) for row in merchant_history.page(transaction, after=None, limit=99)]

    def history_of(self, order_id: str) -> list[str]:
        with self.database.read() as transaction:
            return [row.what for row in merchant_history.of_order(transaction, order_id, limit=99)]
