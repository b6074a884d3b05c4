"""Rows of the demo store under Shopify's field names, in any number."""

from tracking.demo import ALL_SCOPES, DemoStore
from tracking.shopify.json_decoder import Json, JsonObject

AT = "2026-11-20T09:12:00Z"
MONEY: JsonObject = {"presentmentMoney": {"amount": "49.00", "currencyCode": "SEK"}}
SHOP: JsonObject = {
    "name": "Harbor Goods",
    "contactEmail": "hello@example.com",
    "ianaTimezone": "Europe/Stockholm",
    "shopAddress": {"countryCodeV2": "SE", "provinceCode": None},
    "orderNumberFormatPrefix": "#",
    "orderNumberFormatSuffix": "",
}


def gid(kind: str, number: int) -> str:
    return f"gid://shopify/{kind}/{number}"


def line(number: int) -> JsonObject:
    return {
        "id": gid("LineItem", number),
        "title": f"Mug {number}",
        "quantity": 1,
        "currentQuantity": 1,
        "unfulfilledQuantity": 0,
        "requiresShipping": True,
        "isGiftCard": False,
    }


def units(numbers: range, **more: Json) -> list[Json]:
    """One unit of each of these lines, for any list of units."""
    return [
        {"quantity": 1, "remainingQuantity": 1, "lineItem": {"id": gid("LineItem", number)}, **more}
        for number in numbers
    ]


def parcel(number: int, numbers: range, tracking: int = 1) -> JsonObject:
    numbers_of_carrier: list[Json] = [
        {"company": "PostNord", "number": f"TRACK{number}-{nth}"} for nth in range(tracking)
    ]
    return {
        "id": gid("Fulfillment", number),
        "status": "SUCCESS",
        "displayStatus": "IN_TRANSIT",
        "createdAt": AT,
        "updatedAt": AT,
        "requiresShipping": True,
        "trackingInfo": numbers_of_carrier,
        "events": [{"id": gid("FulfillmentEvent", number), "status": "IN_TRANSIT", "happenedAt": AT}],
        "fulfillmentLineItems": units(numbers),
    }


def group(number: int, numbers: range, parcels: range = range(0)) -> JsonObject:
    sent: list[Json] = [{"id": gid("Fulfillment", parcel_number)} for parcel_number in parcels]
    return {
        "id": gid("FulfillmentOrder", number),
        "status": "OPEN",
        "requestStatus": "UNSUBMITTED",
        "createdAt": AT,
        "fulfillmentHolds": [],
        "assignedLocation": {"name": "Warehouse", "countryCode": "SE"},
        "supportedActions": [{"action": "CREATE_FULFILLMENT"}],
        "lineItems": units(numbers),
        "fulfillments": sent,
    }


def returned(number: int, numbers: range) -> JsonObject:
    lines: list[Json] = [
        {
            "__typename": "ReturnLineItem",
            "quantity": 1,
            "refundedQuantity": 0,
            "fulfillmentLineItem": {"lineItem": {"id": gid("LineItem", nth)}},
        }
        for nth in numbers
    ]
    return {
        "id": gid("Return", number),
        "status": "OPEN",
        "createdAt": AT,
        "returnLineItems": lines,
        "exchangeLineItems": [],
        "reverseFulfillmentOrders": [],
    }


def refund(number: int, numbers: range) -> JsonObject:
    return {
        "id": gid("Refund", number),
        "processedAt": AT,
        "totalRefundedSet": MONEY,
        "refundLineItems": units(numbers, restockType="CANCEL"),
        "transactions": [],
    }


def order(number: int = 1, **more: Json) -> JsonObject:
    """An order without lines; ``more`` adds its fields."""
    plain: JsonObject = {
        "id": gid("Order", number),
        "name": f"#{number}",
        "email": "ada@example.com",
        "processedAt": AT,
        "updatedAt": AT,
        "edited": False,
        "test": False,
        "requiresShipping": True,
        "displayFulfillmentStatus": "FULFILLED",
        "returnStatus": "NO_RETURN",
        "currentTotalPriceSet": MONEY,
        "totalRefundedSet": MONEY,
        "totalOutstandingSet": MONEY,
        "totalCapturableSet": MONEY,
        "paymentGatewayNames": ["shopify_payments"],
        "tags": [],
        "transactions": [],
        "lineItems": [],
        "fulfillments": [],
        "fulfillmentOrders": [],
        "returns": [],
        "refunds": [],
        "agreements": [],
    }
    return plain | more


def store_of(*orders: JsonObject, scopes: frozenset[str] = ALL_SCOPES) -> DemoStore:
    return DemoStore(orders=orders, shop=SHOP, scopes=scopes)
