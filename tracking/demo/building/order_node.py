"""Builds the whole order node from a demo order."""

from datetime import datetime
from decimal import Decimal

from tracking.demo.building.agreements import agreements
from tracking.demo.building.display_statuses import fulfillment_status, return_status
from tracking.demo.building.fulfillment_orders import fulfillment_orders
from tracking.demo.building.fulfillments import Lines, Node, fulfillments
from tracking.demo.building.ids import confirmation_number, gid, order_number_id
from tracking.demo.building.money import SHOP_CURRENCY, current_total, money_bag, refund_amount, total
from tracking.demo.building.quantities import Quantities, count_quantities
from tracking.demo.building.relative_time import RelativeTime
from tracking.demo.building.return_nodes import refunds, returns
from tracking.demo.building.specs import DemoLine, DemoOrder, DemoPaymentTerms, Product
from tracking.demo.building.story_day import so_far, story_day
from tracking.demo.building.transactions import transactions


def build_order(order: DemoOrder, now: datetime) -> Node:
    """Every field of Shopify's order that the schema has, with the dates that follow from ``now``."""
    order = so_far(order, now)
    number, clock, quantities = (
        order.number or order_number_id(order.name),
        RelativeTime(now, order.destination.zone, story_day(order, now)),
        count_quantities(order),
    )
    lines = {
        line.line_key: _line(line, gid("LineItem", number, nth), quantities) for nth, line in enumerate(order.lines)
    }
    return (
        _identity(order, number)
        | _dates(order, clock)
        | _statuses_and_totals(order, number, quantities, clock)
        | _destination(order, number)
        | _parts(order, number, quantities, lines, clock)
    )


def _identity(order: DemoOrder, number: int) -> Node:
    digits = "".join(filter(str.isdigit, order.name))
    return {
        "id": gid("Order", number),
        "legacyResourceId": str(number),
        "name": order.name,
        "number": int(digits or 0),
        "confirmationNumber": confirmation_number(number),
        "email": order.email,
        "phone": order.phone,
        "customer": _customer(order),
        "customerLocale": order.destination.locale,
        "sourceName": order.source_name,
        "tags": list(order.tags),
        "test": order.is_test,
        "confirmed": True,
        "edited": order.is_edited or bool(order.removed or order.edits),
        "currencyCode": SHOP_CURRENCY,
        "presentmentCurrencyCode": order.destination.currency,
    }


def _customer(order: DemoOrder) -> Node | None:
    """None for an order without an email address: Shopify knows no such customer."""
    if order.email is None:
        return None
    return {"defaultEmailAddress": {"emailAddress": order.email, "marketingState": "NOT_SUBSCRIBED"}}


def _dates(order: DemoOrder, clock: RelativeTime) -> Node:
    moments = [
        order.placed_at,
        *(parcel.sent_at for parcel in order.parcels),
        *(demo_return.requested_at for demo_return in order.returns),
    ]
    moments += [scan.at for parcel in order.parcels for scan in parcel.scans]
    moments += [refund.at for refund in order.refunds]
    moments += [edit.at for edit in order.edits]
    placed = clock.timestamp(order.placed_at)
    return {
        "createdAt": placed,
        "processedAt": placed,
        "updatedAt": clock.timestamp_or_none(order.updated_at)
        or clock.timestamp(min(max(map(clock.at, moments)), clock.now)),
        "cancelledAt": clock.timestamp_or_none(order.cancellation.at) if order.cancellation else None,
        "cancelReason": order.cancellation.reason if order.cancellation else None,
        "closedAt": clock.timestamp_or_none(order.closed_at),
        "closed": order.closed_at is not None,
    }


def _statuses_and_totals(order: DemoOrder, number: int, quantities: Quantities, clock: RelativeTime) -> Node:
    now_total = current_total(order, quantities)
    refunded = sum((refund_amount(order, refund) for refund in order.refunds), Decimal(0))
    return {
        "displayFinancialStatus": order.financial_status,
        "displayFulfillmentStatus": fulfillment_status(order, quantities),
        "returnStatus": return_status(order),
        "fullyPaid": not order.unpaid_share,
        "unpaid": bool(order.unpaid_share),
        "fulfillable": any(quantities.unsent(line) for line in order.lines),
        "requiresShipping": any(line.product.is_shipped for line in order.lines),
        "totalPriceSet": money_bag(total(order, quantities.ordered), order.destination),
        "currentTotalPriceSet": money_bag(now_total, order.destination),
        "totalRefundedSet": money_bag(refunded, order.destination),
        "totalOutstandingSet": money_bag(now_total * Decimal(str(order.unpaid_share)), order.destination),
        "totalCapturableSet": money_bag(now_total * Decimal(str(order.reserved_share)), order.destination),
        "paymentCollectionDetails": {"additionalPaymentCollectionUrl": _payment_page(order, number)},
        "statusPageUrl": f"{SHOP_PAGES}/orders/{number}?key=demo",
        "paymentGatewayNames": [order.gateway] if order.gateway else [],
        "transactions": transactions(order, number, clock),
        "paymentTerms": _terms(order.payment_terms, number, clock) if order.payment_terms else None,
    }


SHOP_PAGES = "https://example.com/harbor-goods"
"""Where the pages of the shop would be."""


def _payment_page(order: DemoOrder, number: int) -> str | None:
    is_open = order.unpaid_share > 0 and order.cancellation is None and order.financial_status != "VOIDED"
    return f"{SHOP_PAGES}/pay/{number}?key=demo" if is_open else None


def _terms(terms: DemoPaymentTerms, number: int, clock: RelativeTime) -> Node:
    schedule = {
        "id": gid("PaymentSchedule", number),
        "due": terms.completed_at is None,
        "dueAt": clock.timestamp(terms.due_at),
        "completedAt": clock.timestamp_or_none(terms.completed_at),
    }
    return {
        "id": gid("PaymentTerms", number),
        "overdue": terms.is_overdue,
        "dueInDays": terms.days,
        "paymentTermsName": terms.name,
        "translatedName": terms.name,
        "paymentTermsType": "NET",
        "paymentSchedules": [schedule],
    }


def _destination(order: DemoOrder, number: int) -> Node:
    is_sent = any(line.product.is_shipped for line in order.lines) and order.shipping_method is not None
    title = {"id": gid("ShippingLine", number), "title": order.shipping_method, "custom": False, "isRemoved": False}
    return {
        "shippingAddress": _address(order, number) if is_sent else None,
        "shippingLine": title if is_sent else None,
    }


def _address(order: DemoOrder, number: int) -> Node:
    place = order.destination
    return {
        "id": gid("MailingAddress", number),
        "city": place.city,
        "province": place.province,
        "provinceCode": place.province,
        "zip": place.postcode,
        "country": place.country_name,
        "countryCodeV2": place.country,
        "timeZone": place.zone,
    }


def _line(line: DemoLine, line_id: str, quantities: Quantities) -> Node:
    product = line.product
    return {
        "id": line_id,
        "title": product.title,
        "name": f"{product.title} - {product.variant}" if product.variant else product.title,
        "variantTitle": product.variant,
        "vendor": "Harbor Goods",
        "sku": product.sku,
        "quantity": line.quantity,
        "currentQuantity": quantities.current(line.line_key),
        "refundableQuantity": quantities.current(line.line_key),
        "unfulfilledQuantity": quantities.unsent(line),
        "nonFulfillableQuantity": 0 if product.is_sent else line.quantity,
        "requiresShipping": product.is_shipped,
        "isGiftCard": product.is_gift_card,
        "sellingPlan": {"name": line.selling_plan, "sellingPlanId": "gid://shopify/SellingPlan/1"}
        if line.selling_plan
        else None,
        "contract": {"id": "gid://shopify/SubscriptionContract/1"} if line.is_subscription else None,
        "product": {"productType": product.type},
        "lineItemGroup": {"id": "gid://shopify/LineItemGroup/1", "title": line.set_title, "quantity": 1}
        if line.set_title
        else None,
        "image": _image(product),
    }


def _image(product: Product) -> Node | None:
    if not product.picture:
        return None
    return {"url": f"/static/img/demo/{product.picture}.svg", "altText": product.title, "width": 160, "height": 160}


def _parts(order: DemoOrder, number: int, quantities: Quantities, lines: Lines, clock: RelativeTime) -> Node:
    sent = fulfillments(order, number, quantities, lines, clock)
    made = returns(order, number, lines, clock)
    return {
        "lineItems": list(lines.values()),
        "fulfillments": sent,
        "fulfillmentOrders": fulfillment_orders(order, number, quantities, lines, sent, clock),
        "returns": made,
        "refunds": refunds(order, number, lines, made, clock),
        "agreements": agreements(order, number, clock),
    }
