from tests.order.builders import (
    NOW,
    ago,
    event,
    group,
    insurance,
    line,
    order,
    policy,
    sent,
    shipment,
    status_of,
    units,
)
from tracking.merchant.rule_facts import RuleFacts, rule_facts
from tracking.order.model import Order


def facts_of(its_order: Order) -> RuleFacts:
    return rule_facts(its_order, status_of(its_order), NOW, policy())


def test_group_is_open_while_it_has_units_to_send() -> None:
    groups = (group(), group(id="empty", units=(units(0),)), group(id="ended", status="CLOSED"))
    facts = facts_of(order(fulfillment_orders=groups))
    assert [each.id for each in facts.open_groups] == ["group"]
    assert [each.id for each in facts.waiting_groups] == ["group"]


def test_group_of_a_canceled_order_is_open_and_waits_for_nothing() -> None:
    facts = facts_of(order(financial_status="VOIDED", cancelled_at=ago(hours=1), fulfillment_orders=(group(),)))
    assert [each.id for each in facts.open_groups] == ["group"]
    assert [*facts.waiting_groups] == []


def test_unsent_parcels_are_neither_packed_nor_quiet() -> None:
    packed = shipment(display_status="LABEL_PRINTED")
    its_order = sent(
        lines=(line(unfulfilled_quantity=0), line(id="bowl"), insurance()), fulfillments=(packed,), is_edited=True
    )
    assert [[item.quantity for item in parcel.items] for parcel in facts_of(its_order).unsent_parcels] == [[1]]


def test_shipments_are_those_that_count_without_impossible_scans() -> None:
    future = event("DELIVERED", NOW.replace(year=2027))
    facts = facts_of(sent(fulfillments=(shipment(events=(future,)), shipment(id="ended", status="CANCELLED"))))
    ((fulfillment, parcel),) = facts.shipments
    assert (fulfillment.id, fulfillment.events, parcel.id) == ("parcel", (), "shipment-parcel")


def test_days_are_those_of_the_orders_zone() -> None:
    assert facts_of(order()).day_of(NOW.replace(hour=23, minute=30)).day == NOW.day + 1
