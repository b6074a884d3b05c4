"""Webhooks as Shopify sends them: a sample body for each topic, all of it invented, and how one is signed."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.app_proxy import hmac_sha256

SHOP = "demo.myshopify.com"
SECRET = "the-app-s-own"
EMAIL, PHONE = "ada.canary@example.com", "+441514960123"

SETTINGS = {
    "SHOPIFY_SHOP": SHOP,
    "SHOPIFY_ACCESS_TOKEN": "demo",
    "SHOPIFY_CLIENT_SECRET": SECRET,
    "SECRET_KEY": "a key of this test's own, and a long one",
    "PUBLIC_URL": "https://track.example.com",
}
"""A shop that is configured, and answered for by the demo store."""

ORDER = 820_982_911_946_154_508  # larger than a float can hold
_AT = "2026-11-22T14:00:00+00:00"
_PERSON: Mapping[str, object] = {
    "id": 1,
    "email": EMAIL,
    "phone": PHONE,
    "first_name": "Ada",
    "default_address": {"address1": "1 Quay Street", "phone": PHONE},
}


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A body, and what must be read from it."""

    body: Mapping[str, object]
    orders: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


def _of_order(**body: object) -> Sample:
    return Sample(body=body, orders=(str(ORDER),))


def _of_group(name: str = "fulfillment_order", **more: object) -> Sample:
    group = "gid://shopify/FulfillmentOrder/71"
    return Sample(body={name: {"id": group, "status": "open"}, **more}, parts=(group,))


def _of_return(**body: object) -> Sample:
    back = "gid://shopify/Return/81"
    return Sample(body={"id": 81, "admin_graphql_api_id": back, **body}, parts=(back,))


_WHOLE_ORDER = _of_order(
    id=ORDER,
    admin_graphql_api_id=f"gid://shopify/Order/{ORDER}",
    name="#1001",
    email=EMAIL,
    phone=PHONE,
    contact_email=EMAIL,
    customer=_PERSON,
    shipping_address={"name": "Ada", "address1": "1 Quay Street", "phone": PHONE},
    updated_at=_AT,
)
_PARCEL = _of_order(
    id=61, order_id=ORDER, email=EMAIL, destination={"phone": PHONE, "city": "London"}, updated_at=_AT, status="success"
)
_SCAN = _of_order(id=62, fulfillment_id=61, status="in_transit", order_id=ORDER, updated_at=_AT)
_RETURN = {"id": 81, "admin_graphql_api_id": "gid://shopify/Return/81"}
_RETURN_WITH_ORDER = _of_order(
    **_RETURN, order={"id": ORDER, "admin_graphql_api_id": f"gid://shopify/Order/{ORDER}"}, status="open"
)
_RETURN_END = _of_order(**_RETURN, order_id=ORDER, status="closed")
_SHOP: Mapping[str, object] = {
    "id": 1,
    "name": "Harbor Goods",
    "myshopify_domain": SHOP,
    "email": EMAIL,
    "phone": PHONE,
}
_PRIVACY: Mapping[str, object] = {"shop_id": 1, "shop_domain": SHOP}
_CUSTOMER: Mapping[str, object] = {**_PRIVACY, "customer": {"id": 1, "email": EMAIL, "phone": PHONE}}

SAMPLES: Mapping[str, Sample] = {
    **dict.fromkeys(
        (
            "orders/cancelled",
            "orders/create",
            "orders/fulfilled",
            "orders/paid",
            "orders/partially_fulfilled",
            "orders/updated",
        ),
        _WHOLE_ORDER,
    ),
    "orders/delete": _of_order(id=ORDER),
    "orders/edited": _of_order(order_edit={"id": 51, "order_id": ORDER, "staff_note": f"call {PHONE}"}),
    "order_transactions/create": _of_order(id=52, order_id=ORDER, kind="sale", receipt={"email": EMAIL}),
    "refunds/create": _of_order(id=53, order_id=ORDER, note=f"write to {EMAIL}"),
    "fulfillments/create": _PARCEL,
    "fulfillments/update": _PARCEL,
    "fulfillment_events/create": _SCAN,
    "fulfillment_events/delete": _SCAN,
    "returns/approve": _RETURN_WITH_ORDER,
    "returns/decline": _RETURN_WITH_ORDER,
    "returns/request": _RETURN_WITH_ORDER,
    "returns/cancel": _RETURN_END,
    "returns/close": _RETURN_END,
    "returns/reopen": _RETURN_END,
    "returns/process": _of_return(status="open"),
    "returns/update": Sample(
        body={"admin_graphql_api_id": "gid://shopify/Return/81", "return_line_items": {"removals": []}},
        parts=("gid://shopify/Return/81",),
    ),
    "reverse_deliveries/attach_deliverable": Sample(
        body={
            "id": 91,
            "admin_graphql_api_id": "gid://shopify/ReverseDelivery/91",
            "return": {"id": 81, "admin_graphql_api_id": "gid://shopify/Return/81"},
            "shipping_deliverable": {
                "tracking": {"carrier_name": "USPS", "tracking_number": "123345345", "tracking_url": None},
                "label": {"public_file_url": None, "created_at": None},
            },
        },
        parts=("gid://shopify/Return/81", "gid://shopify/ReverseDelivery/91"),
    ),
    "reverse_fulfillment_orders/dispose": Sample(
        body={"id": 92, "admin_graphql_api_id": "gid://shopify/ReverseFulfillmentOrder/92"},
        parts=("gid://shopify/ReverseFulfillmentOrder/92",),
    ),
    **{
        f"fulfillment_orders/{event}": _of_group()
        for event in (
            "cancellation_request_accepted",
            "cancellation_request_rejected",
            "cancellation_request_submitted",
            "cancelled",
            "fulfillment_request_accepted",
            "fulfillment_request_rejected",
            "fulfillment_service_failed_to_complete",
            "hold_released",
            "line_items_prepared_for_local_delivery",
            "line_items_prepared_for_pickup",
            "manually_reported_progress_stopped",
            "order_routing_complete",
            "placed_on_hold",
            "progress_reported",
            "rescheduled",
            "scheduled_fulfillment_order_ready",
            "split",
        )
    },
    "fulfillment_orders/fulfillment_request_submitted": _of_group(
        "original_fulfillment_order", submitted_fulfillment_order={"id": "gid://shopify/FulfillmentOrder/72"}
    ),
    "fulfillment_orders/moved": _of_group(
        "original_fulfillment_order", moved_fulfillment_order={"id": "gid://shopify/FulfillmentOrder/72"}
    ),
    "fulfillment_orders/merged": Sample(
        body={
            "merge_intents": [{"fulfillment_order_id": 71}],
            "fulfillment_order_merges": {"fulfillment_order": {"id": "gid://shopify/FulfillmentOrder/71"}},
        },
        parts=("gid://shopify/FulfillmentOrder/71",),
    ),
    "fulfillment_holds/added": _of_group(fulfillment_hold={"id": "gid://shopify/FulfillmentHold/1"}),
    "fulfillment_holds/released": _of_group(fulfillment_hold={"id": "gid://shopify/FulfillmentHold/1"}),
    "app/scopes_update": Sample(body={"id": 1, "previous": ["read_orders"], "current": ["read_returns"]}),
    "app/uninstalled": Sample(body=_SHOP),
    "shop/update": Sample(body=_SHOP),
    "customers/data_request": Sample(
        body={**_CUSTOMER, "orders_requested": [ORDER, 2], "data_request": {"id": 9}}, orders=(str(ORDER), "2")
    ),
    "customers/redact": Sample(body={**_CUSTOMER, "orders_to_redact": [ORDER, 2]}, orders=(str(ORDER), "2")),
    "shop/redact": Sample(body=_PRIVACY),
}


def signed(body: bytes, secret: str = SECRET) -> str:
    return base64.b64encode(hmac_sha256(secret.encode(), body)).decode()


def post_webhook(client: FlaskClient, topic: str, body: object, event: str = "event-1", **headers: str) -> TestResponse:
    """Send a webhook as Shopify does; ``headers`` take the place of those with the same name (``Shop_Domain``)."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    said = {"Topic": topic, "Shop_Domain": SHOP, "Event_Id": event, "Hmac_Sha256": signed(content), **headers}
    named = {f"X-Shopify-{name.replace('_', '-')}": value for name, value in said.items()}
    return client.post("/webhooks/shopify", data=content, headers=named, content_type="application/json")
