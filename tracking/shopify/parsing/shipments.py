"""Parses fulfillments with the fulfillment orders that they fulfill."""

from tracking.order.model import (
    DeliveryMethod,
    Event,
    Fulfillment,
    FulfillmentOrder,
    Location,
    Tracking,
    Units,
)
from tracking.shopify.parsing.node import Node, need, read_rows

_REQUEST_ACTION = "REQUEST_FULFILLMENT"  # supported until the fulfillment service has been requested


def read_fulfillment(row: Node) -> Fulfillment:
    """https://shopify.dev/docs/api/admin-graphql/latest/objects/Fulfillment."""
    created_at = need(row.moment("createdAt"))
    events = read_rows(reversed(row.rows("events")), _event)  # listed newest first
    return Fulfillment(
        id=need(row.text("id")),
        status=need(row.text("status")),
        display_status=row.text("displayStatus"),
        created_at=created_at,
        updated_at=row.moment("updatedAt") or created_at,
        in_transit_at=row.moment("inTransitAt"),
        delivered_at=row.moment("deliveredAt"),
        estimated_at=row.planned("estimatedDeliveryAt"),
        requires_shipping=row.flag("requiresShipping", default=True),
        tracking=read_rows(row.rows("trackingInfo"), read_tracking),
        events=tuple(sorted(events, key=lambda event: event.happened_at)),
        units=read_rows(row.rows("fulfillmentLineItems"), _fulfilled_units),
        service=row.node("service").text("serviceName"),
        location=row.node("location").text("name"),
    )


def read_tracking(row: Node) -> Tracking:
    """Reads a tracking number; Shopify calls the carrier of a return ``carrierName``."""
    tracking = Tracking(
        company=row.text("company") or row.text("carrierName"),
        number=row.text("number"),
        url=row.url("url"),
    )
    need(tracking.company or tracking.number or tracking.url)
    return tracking


def _event(row: Node) -> Event:
    return Event(
        status=need(row.text("status")),
        happened_at=need(row.moment("happenedAt")),
        city=row.text("city"),
        province=row.text("province"),
        country=row.text("country"),
        estimated_at=row.planned("estimatedDeliveryAt"),
    )


def _fulfilled_units(row: Node) -> Units:
    return Units(line_id=need(row.node("lineItem").text("id")), quantity=need(row.number("quantity")))


def read_fulfillment_order(row: Node) -> FulfillmentOrder:
    """https://shopify.dev/docs/api/admin-graphql/latest/objects/FulfillmentOrder."""
    return FulfillmentOrder(
        id=need(row.text("id")),
        status=need(row.text("status")),
        request_status=row.text("requestStatus") or "UNSUBMITTED",
        created_at=row.moment("createdAt"),
        fulfill_at=row.planned("fulfillAt"),
        fulfill_by=row.planned("fulfillBy"),
        delivery=_delivery(row.node("deliveryMethod")),
        holds=read_rows(row.rows("fulfillmentHolds"), lambda hold: need(hold.text("reason"))),
        released_at=None,
        location=_location(row.node("assignedLocation")),
        can_request=any(action.text("action") == _REQUEST_ACTION for action in row.rows("supportedActions")),
        units=read_rows(row.rows("lineItems"), _remaining_units),
        fulfillment_ids=read_rows(row.rows("fulfillments"), lambda fulfillment: need(fulfillment.text("id"))),
    )


def _remaining_units(row: Node) -> Units:
    line_id = need(row.node("lineItem").text("id"))
    return Units(line_id=line_id, quantity=need(row.number("remainingQuantity")))


def _delivery(node: Node) -> DeliveryMethod | None:
    method = node.text("methodType")
    if not method:
        return None
    return DeliveryMethod(
        method=method,
        name=node.text("presentedName"),
        earliest_at=node.planned("minDeliveryDateTime"),
        latest_at=node.planned("maxDeliveryDateTime"),
    )


def _location(node: Node) -> Location | None:
    name = node.text("name")
    if not name:
        return None
    return Location(
        name=name,
        address=node.text("address1"),
        postcode=node.text("zip"),
        city=node.text("city"),
        country=node.country("countryCode"),
    )
