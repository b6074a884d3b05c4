"""The filters that a list asks the database for: days as moments, a tag as its hashes, words as a ``TextSearch``."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from tracking.carriers import Carriers
from tracking.database.order_list import Filters, TextSearch
from tracking.directory.order_hashes import OrderHashes
from tracking.directory.text_search import text_search
from tracking.merchant.list_query import ListQuery


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterReader:
    """Reads queries where it is ``today`` in the shop's ``zone``.

    ``prefix`` and ``suffix`` stand around the numbers of its orders.
    """

    carriers: Carriers
    hashes: OrderHashes
    zone: tzinfo
    today: date
    prefix: str = ""
    suffix: str = ""

    def filters(self, query: ListQuery) -> Filters:
        """The filters of the database."""
        return Filters(
            view=query.view.value,
            stage=query.stage,
            condition=query.condition,
            reason=query.reason,
            route=query.route,
            carrier=query.carrier,
            country=query.country,
            location=query.location,
            text=self._text(query.q) if query.q else None,
            tag_hashes=self.hashes.tag_candidates(query.tag) if query.tag else None,
            contact_hashes=query.found,
            ids=query.ids,
            out_of_step=query.out_of_step,
            placed_from=self._start(query.placed_from),
            placed_to=self._end(query),
            has_number=False if query.tracking else None,
            is_sent_in_parts=True if query.parts else None,
            has_failed_letter=True if query.letters else None,
        )

    def _text(self, typed: str) -> TextSearch:
        return text_search(typed, self.carriers, prefix=self.prefix, suffix=self.suffix)

    def _start(self, day: date | None) -> datetime | None:
        """The first moment of the day, on the clocks of the shop."""
        return datetime.combine(day, time.min, self.zone).astimezone(UTC) if day else None

    def _end(self, query: ListQuery) -> datetime | None:
        """The first moment after the last day that is both asked for and old enough."""
        ends = [query.placed_to + timedelta(days=1)] if query.placed_to else []
        if query.older_than_days is not None:
            ends.append(self.today - timedelta(days=query.older_than_days))
        return self._start(min(ends, default=None))
