"""Reads Shopify's lists of orders as far as the next page, and writes a task for each order that is not known.

The tasks of a page and the place where it ended are one transaction: a process that is killed goes on at the page where
it was.
"""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta

from tracking.database import Database, Transaction, progress, tasks
from tracking.directory.fill_names import CATCHING_UP, FILL_SINCE, FIRST_FILL
from tracking.directory.order_hashes import OrderHashes
from tracking.shopify.errors import Refused, Unavailable
from tracking.shopify.order_calls.order_pages import ListedPage, open_and_unchanged_since, updated_since
from tracking.shopify.orders import ShopifyOrders
from tracking.shopify.resilience import Deadline
from tracking.worker.fill_state import DONE, OPEN, RECENT, FillState, fill_state, state_of
from tracking.worker.order_tasks import CHECK_ORDER, FILL_ORDER, add_listed_orders
from tracking.worker.task_runner import paused_by

CATCH_UP_EVERY = timedelta(minutes=5)
# Shopify's search lags behind its orders.
_OVERLAP = timedelta(minutes=10)
_CLOCK_STEP = timedelta(hours=1)  # by less than that, clocks are set
_LIST_SECONDS = 15.0
_MAX_AHEAD = 250  # orders that are listed and not yet fetched

_NEXT_PHASE = {RECENT: OPEN, OPEN: DONE}


class OrderLists:
    """Shopify's lists of orders."""

    def __init__(self, shopify: ShopifyOrders, hashes: OrderHashes, *, monotonic: Callable[[], float]) -> None:
        self._shopify = shopify
        self._hashes = hashes
        self._monotonic = monotonic

    def page(self, query: str, after: str | None, *, newest_first: bool) -> ListedPage:
        """The page behind the cursor ``after``. Raises ShopifyPaused."""
        deadline = Deadline.after(_LIST_SECONDS, self._monotonic)
        try:
            return self._shopify.page(query, after, deadline, newest_first=newest_first)
        except (Unavailable, Refused) as error:
            raise paused_by(error) from error

    def add_tasks(
        self, transaction: Transaction, page: ListedPage, kind: str, *, now: datetime, again: bool = False
    ) -> int:
        """As ``add_listed_orders``, of the orders of a page."""
        return add_listed_orders(transaction, page.orders, kind, self._hashes, now=now, again=again)


class FirstFill:
    """Orders that changed within ``retention``, then older ones that are open; the newest change first.

    Beside it, what changed since a moment can be read: how far that has come is kept apart, and ends no first fill.
    """

    def __init__(
        self, database: Database, lists: OrderLists, *, retention: timedelta, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._lists = lists
        self._retention = retention
        self._clock = clock

    def state(self) -> FillState | None:
        """How far it has come; None before it begins."""
        with self._database.read() as transaction:
            return fill_state(transaction)

    def begin(self, *, again: bool = False) -> None:
        """Begin anew."""
        self._begin(FIRST_FILL, FillState(since=(self._clock() - self._retention).isoformat(), again=again))

    def begin_since(self, since: datetime, *, again: bool = False) -> None:
        """Begin to read what changed since then: ``list_page_since`` goes on."""
        self._begin(FILL_SINCE, FillState(since=since.isoformat(), again=again, only_since=True))

    def state_since(self) -> FillState | None:
        """How far reading what changed since a moment has come; None before it begins."""
        with self._database.read() as transaction:
            return state_of(transaction, FILL_SINCE)

    def list_page(self) -> bool:
        """Read the next page, unless enough orders wait to be fetched; returns whether a page was read.

        Raises ShopifyPaused, DatabaseUnavailable.
        """
        state = self.state()
        if state is None or (state.is_listed and self._reaches_further(state)):
            self.begin()
            return True
        return self._list_page(FIRST_FILL)

    def list_page_since(self) -> bool:
        """As ``list_page``, of what changed since the moment of ``begin_since``."""
        return self._list_page(FILL_SINCE)

    def _reaches_further(self, state: FillState) -> bool:
        """Whether ``retention`` has grown: the time that has passed alone makes what is to be listed less."""
        return self._clock() - self._retention < datetime.fromisoformat(state.since) - _CLOCK_STEP

    def _begin(self, name: str, begun: FillState) -> None:
        now = self._clock().isoformat()
        with self._database.write() as transaction:
            progress.put(transaction, name, asdict(begun))
            if progress.get(transaction, CATCHING_UP) is None:  # what changes from now on is caught up with
                progress.put(transaction, CATCHING_UP, {"since": now, "last": now})

    def _list_page(self, name: str) -> bool:
        now = self._clock()
        with self._database.read() as transaction:
            state = state_of(transaction, name)
            waiting = tasks.counts(transaction, now=now).get(FILL_ORDER)
        if state is None or state.is_listed or (waiting and waiting.due + waiting.waiting > _MAX_AHEAD):
            return False
        page = self._lists.page(self._query(state), state.after, newest_first=True)
        phase = state.phase if page.after else DONE if state.only_since else _NEXT_PHASE[state.phase]
        with self._database.write() as transaction:
            if progress.locked(transaction, name) != asdict(state):
                return True  # another process has read this page, or begun anew
            added = self._lists.add_tasks(transaction, page, FILL_ORDER, now=now, again=state.again)
            if state.phase == RECENT and state.after is None:
                _catch_up_since(transaction, page.shopify_time)
            following = replace(state, phase=phase, after=page.after, listed=state.listed + added)
            progress.put(transaction, name, asdict(following))
        return True

    def _query(self, state: FillState) -> str:
        since = datetime.fromisoformat(state.since)
        return updated_since(since) if state.phase == RECENT else open_and_unchanged_since(since)


class CatchingUp:
    """The orders that have changed since the last time and did not come by a webhook; the oldest change first."""

    def __init__(self, database: Database, lists: OrderLists, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._lists = lists
        self._clock = clock

    def list_page(self, *, at_once: bool = False) -> bool:
        """Read the next page if that is due, or ``at_once``; returns whether a further page waits.

        Raises ShopifyPaused, DatabaseUnavailable.
        """
        now = self._clock()
        with self._database.read() as transaction:
            state = progress.get(transaction, CATCHING_UP)
        if not isinstance(state, dict):
            return False  # the first fill has not begun
        after, since = _text(state, "after"), _moment(state, "since") or now
        shopify_time, last = _moment(state, "shopify_time"), _moment(state, "last")
        since = min(since, now)  # an earlier version may have written it while the clock was ahead
        if not after and not at_once and last and last <= now < last + CATCH_UP_EVERY:
            return False
        page = self._lists.page(updated_since(since - _OVERLAP), after, newest_first=False)
        with self._database.write() as transaction:
            self._lists.add_tasks(transaction, page, CHECK_ORDER, now=now)
            # That of the first page: what changes while the others are read is caught up with the next time.
            shopify_time = (after and shopify_time) or page.shopify_time or since
            progress.put(transaction, CATCHING_UP, _following(since, shopify_time, page.after, now=now))
        return page.after is not None


def _catch_up_since(transaction: Transaction, shopify_time: datetime | None) -> None:
    """Of a clock that is ahead, the moment at which the fill began would leave changes out."""
    state = progress.get(transaction, CATCHING_UP)
    if not isinstance(state, dict) or shopify_time is None:
        return
    since = _moment(state, "since")
    if since and since > shopify_time:
        progress.put(transaction, CATCHING_UP, {**state, "since": shopify_time.isoformat()})


def _following(since: datetime, shopify_time: datetime, after: str | None, *, now: datetime) -> dict[str, object]:
    """From where the next list is read: by Shopify's time, never by ours, which somebody may set."""
    if after:
        return {"since": since.isoformat(), "shopify_time": shopify_time.isoformat(), "after": after}
    return {"since": max(since, shopify_time).isoformat(), "last": now.isoformat()}


def _text(state: dict[str, object], name: str) -> str | None:
    value = state.get(name)
    return value if isinstance(value, str) else None


def _moment(state: dict[str, object], name: str) -> datetime | None:
    value = _text(state, name)
    return datetime.fromisoformat(value).astimezone(UTC) if value else None
