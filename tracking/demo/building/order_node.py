"""The whole order as Shopify says it, from the few facts of a sale."""

from datetime import datetime
from decimal import Decimal

from tracking.demo.building.display_statuses import fulfillment_status, return_status
from tracking.demo.building.fulfillment_orders import fulfillment_orders
from tracking.demo.building.fulfillments import Lines, Node, fulfillments
from tracking.demo.building.ids import gid, number_of
from tracking.demo.building.money import SHOP_CURRENCY, bag, current_total, refunded, total
from tracking.demo.building.quantities import Ledger, ledger_of
from tracking.demo.building.relative_time import Clock
from tracking.demo.building.return_nodes import refunds, returns
from tracking.demo.building.specs import Bought, Good, Sale, Terms


def build(sale: Sale, now: datetime) -> Node:
    """Every field of Shopify's order that the schema has, with the dates that follow from ``now``."""
    number, clock, ledger = number_of(sale.name), Clock(now, sale.place.zone), ledger_of(sale)
    lines = {line.name: _line(line, gid("LineItem", number, nth), ledger) for nth, line in enumerate(sale.lines)}
    return (
        _identity(sale, number)
        | _dates(sale, clock)
        | _standing(sale, number, ledger, clock)
        | _destination(sale, number)
        | _parts(sale, number, ledger, lines, clock)
    )


def _identity(sale: Sale, number: int) -> Node:
    digits = "".join(filter(str.isdigit, sale.name))
    return {
        "id": gid("Order", number),
        "legacyResourceId": str(number),
        "name": sale.name,
        "number": int(digits or 0),
        "confirmationNumber": f"HG{number % 10**7:07}",
        "email": sale.email,
        "phone": sale.phone,
        "customerLocale": sale.place.locale,
        "sourceName": sale.source,
        "test": sale.is_test,
        "confirmed": True,
        "edited": sale.is_edited or bool(sale.removed),
        "currencyCode": SHOP_CURRENCY,
        "presentmentCurrencyCode": sale.place.currency,
    }


def _dates(sale: Sale, clock: Clock) -> Node:
    told = [sale.placed, *(parcel.sent for parcel in sale.parcels), *(back.asked for back in sale.returns)]
    told += [scan.at for parcel in sale.parcels for scan in parcel.scans]
    told += [refund.at for refund in sale.refunds]
    placed = clock.stated(sale.placed)
    return {
        "createdAt": placed,
        "processedAt": placed,
        "updatedAt": clock.said(sale.updated) or max(clock.stated(moment) for moment in told),
        "cancelledAt": clock.said(sale.cancelled.at) if sale.cancelled else None,
        "cancelReason": sale.cancelled.reason if sale.cancelled else None,
        "closedAt": clock.said(sale.closed),
        "closed": sale.closed is not None,
    }


def _standing(sale: Sale, number: int, ledger: Ledger, clock: Clock) -> Node:
    now_total = current_total(sale, ledger)
    back = sum((refunded(sale, refund) for refund in sale.refunds), Decimal(0))
    return {
        "displayFinancialStatus": sale.payment,
        "displayFulfillmentStatus": fulfillment_status(sale, ledger),
        "returnStatus": return_status(sale),
        "fullyPaid": not sale.unpaid,
        "unpaid": bool(sale.unpaid),
        "fulfillable": any(ledger.unsent(line) for line in sale.lines),
        "requiresShipping": any(line.good.is_shipped for line in sale.lines),
        "totalPriceSet": bag(total(sale, ledger.ordered), sale.place),
        "currentTotalPriceSet": bag(now_total, sale.place),
        "totalRefundedSet": bag(back, sale.place),
        "totalOutstandingSet": bag(now_total * Decimal(str(sale.unpaid)), sale.place),
        "paymentTerms": _terms(sale.terms, number, clock) if sale.terms else None,
    }


def _terms(terms: Terms, number: int, clock: Clock) -> Node:
    schedule = {
        "id": gid("PaymentSchedule", number),
        "due": terms.completed is None,
        "dueAt": clock.stated(terms.due),
        "completedAt": clock.said(terms.completed),
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


def _destination(sale: Sale, number: int) -> Node:
    is_sent = any(line.good.is_shipped for line in sale.lines) and sale.shipping is not None
    title = {"id": gid("ShippingLine", number), "title": sale.shipping, "custom": False, "isRemoved": False}
    return {
        "shippingAddress": _address(sale, number) if is_sent else None,
        "shippingLine": title if is_sent else None,
    }


def _address(sale: Sale, number: int) -> Node:
    place = sale.place
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


def _line(line: Bought, line_id: str, ledger: Ledger) -> Node:
    good = line.good
    return {
        "id": line_id,
        "title": good.title,
        "name": f"{good.title} - {good.variant}" if good.variant else good.title,
        "variantTitle": good.variant,
        "vendor": "Harbor Goods",
        "quantity": line.quantity,
        "currentQuantity": ledger.current(line.name),
        "refundableQuantity": ledger.current(line.name),
        "unfulfilledQuantity": ledger.unsent(line),
        "nonFulfillableQuantity": 0 if good.is_sent else line.quantity,
        "requiresShipping": good.is_shipped,
        "isGiftCard": good.is_gift_card,
        "sellingPlan": {"name": line.plan, "sellingPlanId": "gid://shopify/SellingPlan/1"} if line.plan else None,
        "image": _image(good),
    }


def _image(good: Good) -> Node | None:
    if not good.picture:
        return None
    return {"url": f"/static/img/demo/{good.picture}.svg", "altText": good.title, "width": 160, "height": 160}


def _parts(sale: Sale, number: int, ledger: Ledger, lines: Lines, clock: Clock) -> Node:
    sent = fulfillments(sale, number, ledger, lines, clock)
    made = returns(sale, number, lines, clock)
    return {
        "lineItems": list(lines.values()),
        "fulfillments": sent,
        "fulfillmentOrders": fulfillment_orders(sale, number, ledger, lines, sent, clock),
        "returns": made,
        "refunds": refunds(sale, number, lines, made, clock),
    }
