"""Tells which tracking numbers mean the same box, in one fulfillment and across the fulfillments of an order.

A fulfillment with several numbers is several boxes; fulfillments with one carrier and number are one parcel.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from typing import TypeVar

from tracking.carriers import Carriers, Link
from tracking.order.allocation import is_active
from tracking.order.merged_fulfillment import merged
from tracking.order.model import Fulfillment, FulfillmentOrder, Order, Return, Tracking

# A shorter text in the number field is a note, not a number that only one parcel has.
_MIN_NUMBER = 4


@dataclass(frozen=True, slots=True)
class _Numbered:
    """Tracking details with their link, and the number in the form in which numbers are compared."""

    tracking: Tracking
    link: Link
    number: str

    @property
    def carrier(self) -> str | None:
        """The carrier's code, else the merchant's name for it."""
        return self.link.carrier or _folded(self.link.name or "") or None

    @property
    def is_parcel(self) -> bool:
        """Whether the number tells one parcel from another: a word or zeros do not."""
        return len(self.number) >= _MIN_NUMBER and any(char.isdigit() and char != "0" for char in self.number)


_Owner = TypeVar("_Owner", Fulfillment, Return)
_BoxKey = tuple[str | None, str]  # carrier and number


def is_box(tracking: Tracking) -> bool:
    """Whether the tracking details have a number or a link."""
    return bool(tracking.number or tracking.url)


def box_count(parcel: Fulfillment) -> int:
    """The number of boxes of a fulfillment whose tracking details are distinct (see ``with_distinct_boxes``)."""
    return max(1, sum(map(is_box, parcel.tracking)))


def with_distinct_boxes(order: Order, carriers: Carriers) -> Order:
    """The order with each box once: several numbers in one field apart, repeated ones left out, parcels merged."""
    order = _with_one_number_each(order, carriers)
    if not _may_repeat([tracking for parcel in order.fulfillments for tracking in parcel.tracking]):
        return order
    read = {id(parcel): _distinct(_read(order, parcel, carriers)) for parcel in order.fulfillments}
    groups = _same_parcels(order.fulfillments, read)
    merged_ids = {part.id: parts[0].id for parts in groups for part in parts}
    return replace(
        order,
        fulfillments=tuple(_one_fulfillment(parts, read) for parts in groups),
        fulfillment_orders=tuple(_redirected(fo, merged_ids) for fo in order.fulfillment_orders),
    )


def _with_one_number_each(order: Order, carriers: Carriers) -> Order:
    """The order with each tracking number, as people fill in the fields, in details of its own."""
    country = order.destination.country if order.destination else None
    numbered = partial(_one_number_each, carriers=carriers, country=country)
    fulfillments = tuple(_with_tracking(parcel, numbered(parcel.tracking)) for parcel in order.fulfillments)
    returns = tuple(_with_tracking(each, tuple(filter(is_box, numbered(each.tracking)))) for each in order.returns)
    if fulfillments == order.fulfillments and returns == order.returns:
        return order
    return replace(order, fulfillments=fulfillments, returns=returns)


def _with_tracking(owner: _Owner, tracking: tuple[Tracking, ...]) -> _Owner:
    return owner if tracking == owner.tracking else replace(owner, tracking=tracking)


def _one_number_each(trackings: tuple[Tracking, ...], carriers: Carriers, country: str | None) -> tuple[Tracking, ...]:
    """The details of each parcel that the fields name; without number and link where they name none."""
    fields = (
        each for given in trackings for each in carriers.read_fields(given.number, given.company, given.url, country)
    )
    read = (Tracking(company=each.company, number=each.number, url=each.url) for each in fields)
    return tuple(
        replace(details, url=None)
        if details.url and not details.number and not _leads_anywhere(details, carriers, country)
        else details
        for details in read
    )


def _leads_anywhere(tracking: Tracking, carriers: Carriers, country: str | None) -> bool:
    return carriers.resolve(None, company=tracking.company, url=tracking.url, country=country).url is not None


def _may_repeat(trackings: Sequence[Tracking]) -> bool:
    """Whether two of them may mean the same box: so that most orders need no carrier here.

    A number may contain another one: a carrier's without its routing code.
    """
    numbers = [_folded(tracking.number or "") for tracking in trackings]
    pairs = combinations(sorted(numbers, key=len), 2)
    return any(shorter in longer for shorter, longer in pairs)


def _read(order: Order, parcel: Fulfillment, carriers: Carriers) -> list[_Numbered]:
    country = order.destination.country if order.destination else None
    return [
        _Numbered(
            tracking,
            link := carriers.resolve(tracking.number, company=tracking.company, url=tracking.url, country=country),
            _folded(link.number or ""),
        )
        for tracking in parcel.tracking
    ]


def _folded(text: str) -> str:
    """Letters and digits only, without case and width: people and apps write one number in several ways."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


def _distinct(rows: Sequence[_Numbered]) -> list[_Numbered]:
    """Each number once, with a link if one of its rows has one; a link without a number only where it is a new one."""
    numbered: dict[str, _Numbered] = {}
    for row in filter(lambda row: row.number, rows):
        known = numbered.get(row.number)
        if known is None or (row.link.url and not known.link.url):
            numbered[row.number] = row
    kept = list(numbered.values())
    for row in rows:
        if not row.number and not any(_leads_to(row, other) for other in kept):
            kept.append(row)
    return [row for row in kept if is_box(row.tracking)] or kept[:1]


def _leads_to(row: _Numbered, other: _Numbered) -> bool:
    """Whether the link of a row without a number is that of the other row, or contains its number."""
    url = row.tracking.url or ""
    return url in (other.tracking.url or "", other.link.url) or (other.is_parcel and other.number in _folded(url))


def _same_parcels(
    fulfillments: Sequence[Fulfillment], read: dict[int, list[_Numbered]]
) -> list[tuple[Fulfillment, ...]]:
    """The fulfillments by parcel, the oldest of each first; in the order in which the order lists them."""
    keys = _keys([parcel for parcel in fulfillments if _may_be_merged(parcel)], read)
    groups: list[tuple[set[_BoxKey], list[Fulfillment]]] = []
    for parcel in fulfillments:
        own = keys.get(id(parcel), set())
        same = [group for group in groups if group[0] & own]
        groups = [group for group in groups if group not in same]
        boxes = own.union(*(group[0] for group in same))
        groups.append((boxes, [*(part for group in same for part in group[1]), parcel]))
    by_age = [tuple(sorted(parts, key=lambda part: (part.created_at, part.id))) for _, parts in groups]
    places = {id(parcel): place for place, parcel in enumerate(fulfillments)}
    return sorted(by_age, key=lambda parts: min(places[id(part)] for part in parts))


def _may_be_merged(parcel: Fulfillment) -> bool:
    """Not where it was called off, as its units wait again, nor where its units are not listed."""
    return is_active(parcel) and bool(parcel.units)


def _keys(parcels: Iterable[Fulfillment], read: dict[int, list[_Numbered]]) -> dict[int, set[_BoxKey]]:
    """The boxes of each fulfillment. A number without a carrier is that of the only carrier that it has elsewhere."""
    rows = {id(parcel): [row for row in read[id(parcel)] if row.is_parcel] for parcel in parcels}
    carriers: defaultdict[str, set[str]] = defaultdict(set)
    for row in (row for own in rows.values() for row in own):
        carriers[row.number] |= {row.carrier} if row.carrier else set()
    only = {number: next(iter(names)) for number, names in carriers.items() if len(names) == 1}
    return {parcel: {(row.carrier or only.get(row.number), row.number) for row in own} for parcel, own in rows.items()}


def _one_fulfillment(parts: tuple[Fulfillment, ...], read: dict[int, list[_Numbered]]) -> Fulfillment:
    rows = _distinct([row for part in parts for row in read[id(part)]])
    tracking = tuple(row.tracking for row in rows)
    return replace(merged(parts), tracking=tracking)


def _redirected(fo: FulfillmentOrder, merged_ids: dict[str, str]) -> FulfillmentOrder:
    ids = dict.fromkeys(merged_ids.get(part, part) for part in fo.fulfillment_ids)
    return replace(fo, fulfillment_ids=tuple(ids))
