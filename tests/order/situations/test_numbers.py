"""The number field holds what people type: several numbers, words around one, an address, or no number."""

from dataclasses import replace
from typing import Any

from tests.order.builders import (
    NOW,
    ago,
    english,
    event,
    group,
    method,
    order_return,
    parcel_of,
    policy,
    return_of,
    sent,
    shipment,
    status_of,
)
from tests.sampling import each_row
from tracking.order.freshness import is_moving
from tracking.order.model import Event, Order, Tracking
from tracking.order.status_types import Parcel
from tracking.order.vocabulary import Condition, NextStep, Reason, Route, Stage

ONE, TWO = "1Z5R89390357567127", "1Z879E930346834440"
UPS = "https://www.ups.com/track?loc=en_US&requester=ST&tracknum="
LIVE = ("right now", "carrier’s page", "shows where", "show where")


def typed(number: str | None, company: str | None = "UPS", url: str | None = None) -> Tracking:
    return Tracking(company=company, number=number, url=url)


def order_with(*tracking: Tracking, events: tuple[Event, ...] = (), route: str = "SHIPPING", **changes: Any) -> Order:  # noqa: ANN401
    fulfillment = shipment(tracking=tracking, events=events, **changes)
    source = group(delivery=method(method=route), units=(), fulfillment_ids=(fulfillment.id,))
    return sent(fulfillments=(fulfillment,), fulfillment_orders=(source,))


def parcel(*tracking: Tracking, events: tuple[Event, ...] = (), **changes: Any) -> Parcel:  # noqa: ANN401
    return parcel_of(order_with(*tracking, events=events, **changes))


def numbers(its: Parcel) -> list[tuple[str | None, str | None]]:
    return [(link.number, link.url) for link in its.tracking]


BOTH = [(ONE, UPS + ONE), (TWO, UPS + TWO)]


@each_row(
    "between", [", ", ",", " / ", "/", "\n", "\r\n", ";", "; ", " & ", "&", " and ", " und ", " och ", " | ", "\t", " ",
                " + "]
)  # fmt: skip
@each_row("company", ["UPS", "Other", None])
def test_two_numbers_in_one_field_are_two_boxes(between: str, company: str | None) -> None:
    its = parcel(typed(f"{ONE}{between}{TWO}", company))
    assert numbers(its) == BOTH
    assert its.box_count == 2
    assert (its.stage, its.reason, its.advice.code) == (Stage.SHIPPED, Reason.SEE_CARRIER, NextStep.TRACK)
    assert english(its.text).startswith("You’re getting 2 parcels. Each has its own tracking number")


def test_three_numbers_in_two_fields_are_three_boxes() -> None:
    assert parcel(typed(f"{ONE}, {TWO}"), typed("1Z999AA10123456784")).box_count == 3
    assert numbers(parcel(typed(f"{ONE}, {TWO}"), typed(ONE.lower()))) == BOTH


def test_one_arrival_of_two_numbers_in_one_field_is_a_part() -> None:
    its = parcel(typed(f"{ONE}, {TWO}"), events=(event("DELIVERED", ago(hours=1)),), display_status="DELIVERED")
    assert (its.stage, its.reason, its.condition) == (Stage.SHIPPED, Reason.PARTLY_DELIVERED, Condition.FINE)
    assert numbers(its) == BOTH
    assert is_moving(order_with(typed(f"{ONE}, {TWO}"), events=(event("DELIVERED", ago(hours=1)),)), NOW, policy())


def test_fulfillments_that_share_a_number_of_a_field_are_one_parcel() -> None:
    both = (shipment(id="a", tracking=(typed(f"{ONE}; {TWO}"),)), shipment(id="b", tracking=(typed(f" {ONE} "),)))
    assert numbers(parcel_of(sent(fulfillments=both))) == BOTH


SPELLINGS = [
    f"Tracking: {ONE}",
    f"tracking no. {ONE}",
    f"Sendungsnummer {ONE}",
    f"Sendungsnr.: {ONE}",
    f"Kollinummer: {ONE}",
    f"Sporingsnummer {ONE}",
    f"Numéro de suivi : {ONE}",
    f"nr przesyłki {ONE}",
    f"Lähetystunnus {ONE}",
    f"运单号\N{FULLWIDTH COLON}{ONE}",
    f"UPS {ONE}",
    f"#{ONE}",
    f"({ONE})",
    f"{ONE}.",
    "1Z 5R8 939 03 5756 7127",
    "1Z-5R8-939-03-5756-7127",
    ONE.lower(),
    f"\N{ZERO WIDTH SPACE}{ONE}",
    f"{ONE[:6]}\N{ZERO WIDTH SPACE}{ONE[6:]}",
    f"\N{LEFT-TO-RIGHT ISOLATE}{ONE}\N{POP DIRECTIONAL ISOLATE}",
    f"\N{RIGHT-TO-LEFT MARK}{ONE}",
    f"\N{ZERO WIDTH NO-BREAK SPACE}{ONE}\n",
    "".join(chr(ord(character) + 0xFEE0) for character in ONE),
    f"https://www.ups.com/track?tracknum={ONE}",
    f"www.ups.com/track?tracknum={ONE}",
    f"Track it: https://www.ups.com/track?loc=en_GB&tracknum={ONE}&requester=ST",
    f"https://www.17track.net/en#nums={ONE}",
    f"{ONE}, left at the reception",
    f"Box 1: {ONE}",
]


@each_row("company", ["UPS", "Other", None])
@each_row("number", SPELLINGS)
def test_number_with_words_around_it_has_its_link(number: str, company: str | None) -> None:
    its = parcel(typed(number, company))
    assert numbers(its) == [(ONE, UPS + ONE)]
    assert (its.reason, its.advice.code, its.advice.url) == (Reason.SEE_CARRIER, NextStep.TRACK, UPS + ONE)


@each_row("company", [ONE, f"UPS {ONE}", f"UPS: {ONE}", f"https://www.ups.com/track?tracknum={ONE}"])
@each_row("number", [None, "", "N/A"])
def test_number_in_the_carriers_field_has_its_link(company: str, number: str | None) -> None:
    assert numbers(parcel(typed(number, company))) == [(ONE, UPS + ONE)]


WITHOUT = [
    "N/A", "n/a", "NA", "none", "None", "-", "--", "0", "0000", "LOCAL PICKUP", "hand delivered", "no tracking",
    "TBD", "tba", "null", "pending", "see e-mail", "?", ".", "x", "Selbstabholung", "Abholung am 12.12.",
    "ohne Sendungsnummer",
    "afgehaald", "geen track & trace", "hämtas i butik", "utan spårning", "hentes", "uten sporing", "afhentes",
    "nouto myymälästä", "retrait en magasin", "sans suivi", "odbiór osobisty", "brak", "самовывоз", "自提", "无",
    "手渡し", "Pickup 2", "2026-11-16",
]  # fmt: skip


@each_row("number", WITHOUT)
@each_row("url", [None, "https://www.ups.com/WebTracking?InquiryNumber1={}"])
def test_text_without_a_number_is_sent_without_tracking(number: str, url: str | None) -> None:
    its = parcel(typed(number, "UPS", url and url.format(number)))
    assert (its.stage, its.condition, its.reason) == (Stage.SHIPPED, Condition.WAITING, Reason.NO_TRACKING)
    assert (its.advice.code, its.advice.url) == (NextStep.WAIT, None)
    assert [link for link in its.tracking if link.number or link.url] == []
    assert english(its.title) == "Sent without tracking"


@each_row("number", ["N/A", "LOCAL PICKUP", "-"])
def test_marked_as_fulfilled_without_a_number_is_sent(number: str) -> None:
    its = parcel(typed(number, None), display_status="MARKED_AS_FULFILLED")
    assert (its.stage, its.reason) == (Stage.SHIPPED, Reason.NO_TRACKING)


def test_text_without_a_number_makes_no_second_box() -> None:
    assert numbers(parcel(typed(ONE), typed("N/A"))) == [(ONE, UPS + ONE)]
    assert numbers(parcel(typed(f"{ONE}, N/A"))) == [(ONE, UPS + ONE)]


def test_counter_purchase_with_a_word_for_a_number_is_one() -> None:
    bought = sent(source="pos", shipping_title=None, fulfillments=(shipment(tracking=(typed("none", None),)),))
    assert parcel_of(bought).route is Route.IN_STORE


def test_return_with_a_word_for_a_number_is_not_on_its_way() -> None:
    def back(number: str) -> Reason:
        returned = order_return(tracking=(typed(number),))
        return return_of(sent(returns=(returned,))).reason

    assert back(ONE) is Reason.RETURN_ON_ITS_WAY
    assert back("N/A") is Reason.RETURN_APPROVED


def test_return_with_two_numbers_in_one_field_has_two_links() -> None:
    returned = order_return(tracking=(typed(f"{ONE}, {TWO}"),))
    assert [(link.number, link.url) for link in return_of(sent(returns=(returned,))).tracking] == BOTH


# --- without a link -------------------------------------------------------------------------------------------------

UNLINKED = typed("AB-204518", "Thames Bicycle Couriers")
UNLINKED_TOO = typed("AB-204519", "Thames Bicycle Couriers")


@each_row("tracking", [(UNLINKED,), (UNLINKED, UNLINKED_TOO)])
@each_row(
    "status", ["FULFILLED", "IN_TRANSIT", "DELAYED", "ATTEMPTED_DELIVERY", "DELIVERED", "BUYER_ACTION_REQUIRED",
               "READY_FOR_PICKUP", "SOMETHING_NEW"]
)  # fmt: skip
def test_without_a_link_nothing_points_to_the_carriers_page(tracking: tuple[Tracking, ...], status: str) -> None:
    events = () if status == "FULFILLED" else (event(status, ago(hours=1)),)
    status_ = status_of(order_with(*tracking, events=events, display_status=status))
    (its,) = status_.parcels
    said = [english(phrase) for phrase in (its.title, its.text, status_.headline.text)]
    said += [english(entry.text) for entry in status_.faq if entry.code != "not_at_home"]
    assert [sentence for sentence in said if any(words in sentence for words in LIVE)] == []
    assert NextStep.TRACK not in (its.advice.code, status_.advice.code)
    assert its.advice.url is None


def test_handed_over_without_a_link_names_number_and_carrier() -> None:
    its = parcel(UNLINKED)
    assert (its.reason, its.advice.code) == (Reason.SEE_CARRIER, NextStep.WAIT)
    assert english(its.text) == (
        "Your parcel was handed over. There’s no tracking page we can link to. "
        "Thames Bicycle Couriers may be able to tell you more with the number below."
    )


def test_parcel_that_may_be_one_number_or_two_is_never_linked() -> None:
    its = parcel(typed("12345678 90123456", "Helthjem"))
    assert numbers(its) == [("12345678 90123456", None)]
    assert its.advice.code is NextStep.WAIT


# --- at a pickup point ----------------------------------------------------------------------------------------------


@each_row(
    ("company", "number", "bring"),
    [
        ("InPost", "657628331258153549306668", "Bring the code from the carrier’s message."),
        ("UPS", ONE, "Bring an ID."),
        ("Posti", "JJFI12345678", "Bring the code from the carrier’s message, or an ID."),
        ("Whiz", "AB12345678", "Bring the pickup code or an ID."),
        ("Helthjem", "AB12345678", "Bring the pickup code or an ID."),
    ],
)
def test_pickup_point_says_what_to_bring_where_it_is_known(company: str, number: str, bring: str) -> None:
    ready = (event("READY_FOR_PICKUP", ago(hours=1)),)
    its = parcel(typed(number, company), events=ready, route="PICKUP_POINT")
    assert (its.route, its.advice.code) == (Route.PICKUP_POINT, NextStep.PICK_UP)
    assert english(its.advice.text) == bring


def test_pickup_points_of_two_carriers_say_what_is_true_of_both() -> None:
    ready = (event("READY_FOR_PICKUP", ago(hours=1)),)
    both = parcel(typed(ONE), typed("657628331258153549306668", "InPost"), events=ready, route="PICKUP_POINT")
    assert english(both.advice.text) == "Bring the pickup code or an ID."


def test_shops_own_counter_asks_for_no_code() -> None:
    its = parcel(typed(ONE), events=(event("READY_FOR_PICKUP", ago(hours=1)),), route="PICK_UP")
    assert english(its.advice.text) == "Bring your order number and an ID."


def test_carrier_is_called_in_the_readers_script() -> None:
    tracking = typed("SF4248611148936", "顺丰速运")
    chinese = parcel_of(order_with(tracking), its_policy=replace(policy(), language="zh_Hans"))
    assert [link.name for link in chinese.tracking] == ["顺丰速运"]
    assert [(link.carrier, link.name) for link in parcel(tracking).tracking] == [("sf-express", "SF Express")]
