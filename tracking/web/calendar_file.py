"""An order's days as an iCalendar file, which calendars may also subscribe to: https://www.rfc-editor.org/rfc/rfc5545."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from icalendar import TRANSP, Calendar, Event, vDuration, vText

from tracking.i18n.localizer import Localizer
from tracking.i18n.text import Days, Phrase, text
from tracking.order.calendar_days import CalendarDays
from tracking.order.promise_texts import MovedDays
from tracking.order.status_types import Parcel
from tracking.order.vocabulary import Route
from tracking.security.pseudonyms import Pseudonyms

_ASK_AGAIN = timedelta(hours=1)
_DAY = timedelta(days=1)
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)  # of SEQUENCE, which has 31 bits


def calendar_file(  # noqa: PLR0913 - each is shown, or tells it from others
    order_id: str,
    name: str,
    days: Sequence[CalendarDays],
    *,
    shop: str,
    localizer: Localizer,
    pseudonyms: Pseudonyms,
    moved: Mapping[str, MovedDays] | None = None,
) -> bytes:
    """One all-day event for each parcel; no link, because a shared calendar would open the order to all who see it.

    ``name`` is that of the order, ``moved`` are the days that took each other's place, by the parcel's id.
    """
    calendar = Calendar.new(
        prodid="-//Whereabouts//Order calendar//EN",
        method="PUBLISH",
        uid=_uid(pseudonyms, order_id),
        refresh_interval=_ASK_AGAIN,
    )
    calendar["REFRESH-INTERVAL"].params["VALUE"] = "DURATION"  # https://www.rfc-editor.org/rfc/rfc7986#section-5.7
    calendar.add("X-PUBLISHED-TTL", vDuration(_ASK_AGAIN))  # the same for Outlook
    shop = _on_one_line(shop)
    for property_name in ("NAME", "X-WR-CALNAME"):  # the second for Apple and Google
        calendar.add(property_name, vText(shop))
    for each in days:
        title = localizer.translate(_title(each.parcel, shop))
        before = moved.get(each.parcel.id) if moved else None
        lines = map(localizer.translate, _lines(each.parcel, name, before))
        calendar.add_component(
            Event.new(
                uid=_uid(pseudonyms, order_id, each.parcel.id),
                sequence=int((each.revised_at - _EPOCH).total_seconds()),
                stamp=each.revised_at,
                last_modified=each.revised_at,
                start=each.first,
                end=each.last + _DAY,
                summary=_on_one_line(f"{title} · {name}"),
                description="\n".join(lines),
                location=_location(each.parcel),
                transparency=TRANSP.TRANSPARENT,
            )
        )
    file: bytes = calendar.to_ical()
    return file


def _uid(pseudonyms: Pseudonyms, order_id: str, *parcel_id: str) -> str:
    return f"{pseudonyms.pseudonymize('calendar', order_id, *parcel_id)}@whereabouts"


def _title(parcel: Parcel, shop: str) -> Phrase:
    if parcel.route is Route.PICKUP:
        return text("Pickup at %(shop)s", shop=shop)
    if parcel.pickup:
        return text("Pick up your parcel from %(shop)s", shop=shop)
    return text("Parcel from %(shop)s", shop=shop)


def _lines(parcel: Parcel, name: str, moved: MovedDays | None) -> Iterator[Phrase]:
    yield text("Order %(order)s", order=name)
    if moved:
        yield moved.sentence
    pickup = parcel.pickup
    if pickup is None:
        return
    yield from filter(None, (pickup.hours, pickup.hint))
    if pickup.until:
        yield text("Usually held until %(day)s", day=Days(pickup.until, pickup.until))
    if pickup.needs:
        yield pickup.needs


def _location(parcel: Parcel) -> str | None:
    """The counter with its address, else who has it at a pickup point."""
    if parcel.pickup is None:
        return None
    place = parcel.location or parcel.pickup.carrier
    return _on_one_line(place) if place else None


def _on_one_line(words: str) -> str:
    """Words of others without control characters, which no calendar reads."""
    return " ".join(words.translate(_CONTROLS).split())


_CONTROLS = dict.fromkeys((*range(ord(" ")), 0x7F), " ")
