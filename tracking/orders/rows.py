"""What Shopify said of an order, kept for a while: its JSON, never our objects."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Protocol
from uuid import uuid4

from cachelib.serializers import JSONSerializer

from tracking.orders.errors import Unreadable
from tracking.shopify.orders import Document

log = logging.getLogger(__name__)

# Longer than any question to Shopify takes: what was on its way when an order changed has landed by then.
_IN_FLIGHT = timedelta(seconds=10)
ROWS = "order:"  # what the keys of all that is known of orders begin with
_ALL_ERASED = "erased:all"
_LONGEST = 86_400  # seconds that an answer may call itself good
_FULLER_FOR = timedelta(hours=1)
_PATIENCE = 0.3  # seconds; behind a cache that hangs, nobody queues
# How far the clocks of machines that share a cache may differ. What is further ahead was written by a clock that was
# wrong, or ours is: when it was true cannot be known.
SKEW = timedelta(seconds=2)


class Store(Protocol):
    """A cache's back end, as Flask-Caching has several. It may raise anything when its server is down."""

    def get_many(self, *keys: str) -> list[object]: ...  # noqa: D102 - as the words say
    def set(self, key: str, value: object, timeout: int) -> object: ...  # noqa: D102 - likewise; seconds
    def delete(self, key: str) -> object: ...  # noqa: D102 - likewise
    def clear(self) -> object: ...  # noqa: D102 - likewise; at least what begins with ROWS
    def drop_superseded(self) -> object: ...  # noqa: D102 - likewise; rows whose keys no release in use can name


class RowSerializer(JSONSerializer):
    """JSON, because unpickling a forged entry would run code; and silent about what is simply not there."""

    def loads(self, bvalue: str | bytes | bytearray | None, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - cachelib's own signature
        """The row, or None."""
        try:
            return None if bvalue is None else super().loads(bvalue, *args, **kwargs)
        except RecursionError:  # cachelib thinks of every other kind of nonsense
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """``document`` as Shopify gave it at ``as_of``, and how long that is good.

    ``updated_at`` is the order's own word. Both are None where Shopify has no such order. ``tried_at`` is when Shopify
    was asked again and told less: for as long as that answer is good, nothing better can be had. ``change`` is the
    notice of a change that was known when Shopify was asked: a row with another one is from before that change.
    """

    as_of: datetime
    good_for: timedelta
    updated_at: datetime | None
    document: Document | None
    tried_at: datetime | None = None
    change: str | None = None

    def is_ahead_of(self, now: datetime) -> bool:
        """Whether it lies in the future, and so cannot be called fresh, nor newer than what does not."""
        return self.asked_at > now + SKEW

    @property
    def asked_at(self) -> datetime:
        """When Shopify was asked last."""
        return self.tried_at or self.as_of

    @property
    def is_partial(self) -> bool:
        """Whether asking again might bring more."""
        return bool(self.document and self.document["partial"])

    def is_newer_than(self, other: "Row", now: datetime) -> bool:
        """By the order's own time where both tell it: a question asked later may have met a copy that lags behind."""
        if self.updated_at and other.updated_at and self.updated_at != other.updated_at:
            return self.updated_at > other.updated_at
        if self.is_ahead_of(now) != other.is_ahead_of(now):
            return other.is_ahead_of(now)
        return self.as_of > other.as_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The notices about an order that stand in the cache: that it changed, that it was erased, that all orders were.

    Each notice is unlike every other, so that no clock has to say which came first: an answer of Shopify's is from
    before a notice that was not there yet when the question was asked.
    """

    changed: str | None = None
    erased: str | None = None
    all_erased: str | None = None

    @property
    def changed_at(self) -> datetime | None:
        """When the order was said to have changed, by the clock of whoever was told."""
        return _moment(self.changed.partition(" ")[0]) if self.changed else None

    def is_erased_since(self, earlier: "Marks") -> bool:
        """Whether the order was erased after ``earlier`` was read."""
        new = {self.erased, self.all_erased} - {None}
        return bool(new - {earlier.erased, earlier.all_erased})


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is remembered of an order, and the notices about it."""

    row: Row | None = None
    marks: Marks = Marks()

    @property
    def is_outdated(self) -> bool:
        """Whether the row is from before the last change."""
        return bool(self.row and self.marks.changed and self.row.change != self.marks.changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outdated:
    """Whether anything was known of the order, and whether it now counts as outdated in every process."""

    is_known: bool
    is_noted: bool


class Rows:
    """Rows by the ids of their orders; ``life`` is how long one may exist at all.

    A cache that fails is one that knows nothing: the log says so, the visitor does not notice. A partial answer
    stands beside the last whole one, which for an hour says more of the same state, and never takes its place; nothing
    newer gives way to what is older.
    """

    def __init__(self, store: Store, *, life: timedelta, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._life = life
        self._clock = clock
        # Between processes, only who has the turn to ask Shopify writes.
        self._writing = Lock()

    def known(self, key: str) -> Known:
        """The newest row that is younger than the retention allows."""
        with _forgiving("read"):
            return self._known(key)
        return Known()

    def _known(self, key: str) -> Known:
        whole, partial, *marks = self._store.get_many(_whole(key), _partial(key), *_places_of_marks(key))
        return Known(row=_best(self._alive(whole), self._alive(partial), self._clock()), marks=_read_marks(marks))

    def _marks(self, key: str) -> Marks:
        return _read_marks(self._store.get_many(*_places_of_marks(key)))

    def _alive(self, value: object) -> Row | None:
        row = _read(value)
        return row if row and abs(self._clock() - row.as_of) < self._life else None

    def keep(self, key: str, row: Row, marks: Marks) -> bool:
        """Remember a row; ``marks`` are those that stood when Shopify was asked.

        False: there is a newer one, or its order was erased while it was on its way.
        """
        row = replace(row, change=marks.changed)
        place = _partial(key) if row.is_partial else _whole(key)
        with _forgiving("written"), self._alone():
            earlier = _read(self._store.get_many(place)[0])
            if earlier and not row.is_newer_than(earlier, self._clock()):
                return False
            self._store.set(place, _written(row), int(self._life.total_seconds()))
            if row.document is None:
                self._store.delete(_partial(key))
            now = self._marks(key)  # looked up last: another process may have told of it in this very moment
            if now.is_erased_since(marks):
                self._store.delete(place)
                return False
            if now.changed and now.changed != row.change:  # from before: the notice has to live as long as the row
                self._store.set(_changed(key), now.changed, int(self._life.total_seconds()))
        return True

    def mark_changed(self, key: str) -> Outdated:
        """Note that what is known is no longer fresh; it serves on while Shopify cannot be asked.

        Where nothing is, the notice is for what is on its way.
        """
        with _forgiving("marked"), self._alone():
            notice = self._notice()
            self._store.set(_changed(key), notice, int(_IN_FLIGHT.total_seconds()))
            # Looked up after that: what another process has just written either stands here, or finds the notice.
            is_known = self._known(key).row is not None
            if is_known:
                self._store.set(_changed(key), notice, int(self._life.total_seconds()))
            return Outdated(is_known=is_known, is_noted=True)
        return Outdated(is_known=False, is_noted=False)

    def kept_until(self, key: str) -> datetime | None:
        """When what is known of an order is gone at the latest; None where nothing is. Raises Unreadable."""
        try:
            self._store.drop_superseded()
            row = self._known(key).row
        except Exception as error:
            raise Unreadable from error
        return min(row.asked_at, self._clock()) + self._life if row and row.document else None

    def erase(self, key: str) -> bool:
        """Drop everything that is known of an order, and what is on its way here now. False: it may still stand."""
        with _forgiving("cleared"), self._alone():
            self._note(_erased(key))
            self._store.drop_superseded()
            for place in (_whole(key), _partial(key), _changed(key)):
                self._store.delete(place)
            return True
        return False

    def erase_all(self) -> bool:
        """The same for all orders."""
        with _forgiving("cleared"), self._alone():
            self._note(_ALL_ERASED)
            self._store.drop_superseded()
            self._store.clear()
            self._note(_ALL_ERASED)  # what was written after the clearing began is from before this one
            return True
        return False

    def _note(self, place: str) -> None:
        self._store.set(place, self._notice(), int(_IN_FLIGHT.total_seconds()))

    def _notice(self) -> str:
        return f"{self._clock().isoformat()} {uuid4().hex}"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._writing.acquire(timeout=_PATIENCE):
            raise TimeoutError
        try:
            yield
        finally:
            self._writing.release()


@contextmanager
def _forgiving(doing: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # noqa: BLE001 - whatever the server's trouble is, the page does without
        log.warning("cache cannot be %s: %s", doing, type(error).__name__)


def _whole(key: str) -> str:
    return f"{ROWS}{key}"


def _partial(key: str) -> str:
    return f"{ROWS}{key}:partial"


def _changed(key: str) -> str:
    return f"{ROWS}{key}:changed"


def _erased(key: str) -> str:
    return f"erased:{key}"


def _places_of_marks(key: str) -> tuple[str, str, str]:
    return _changed(key), _erased(key), _ALL_ERASED


def _read_marks(values: list[object]) -> Marks:
    changed, erased, all_erased = (value if isinstance(value, str) else None for value in values)
    return Marks(changed=changed, erased=erased, all_erased=all_erased)


def _best(whole: Row | None, partial: Row | None, now: datetime) -> Row | None:
    if whole is None or partial is None or not partial.is_newer_than(whole, now):
        return whole or partial
    is_same_state = partial.updated_at == whole.updated_at
    if whole.document and is_same_state and timedelta(0) <= partial.as_of - whole.as_of < _FULLER_FOR:
        return replace(whole, good_for=partial.good_for, tried_at=partial.as_of, change=partial.change)
    return partial


def _written(row: Row) -> dict[str, object]:
    return {
        "as_of": row.as_of.isoformat(),
        "good_seconds": row.good_for.total_seconds(),
        "updated_at": row.updated_at.isoformat() if row.updated_at else None,
        "document": row.document,
        "change": row.change,
    }


def _read(value: object) -> Row | None:
    """A row that somebody else wrote, or an older version of us, counts as none."""
    match value:
        case {
            "as_of": str(as_of),
            "good_seconds": float(seconds),
            "updated_at": str() | None as updated_at,
            "document": dict() | None as document,
            "change": str() | None as change,
        } if (moment := _moment(as_of)) and 0 <= seconds <= _LONGEST:
            return Row(
                as_of=moment,
                good_for=timedelta(seconds=seconds),
                updated_at=_moment(updated_at),
                document=document,
                change=change,
            )
    return None


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
