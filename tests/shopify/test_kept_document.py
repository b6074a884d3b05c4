import copy
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import demo_orders
from tests.fakes import NOW
from tests.order.builders import policy
from tests.shopify.store_rows import order, parcel
from tracking.order.model import Destination, Order
from tracking.order.status import order_status
from tracking.shopify.errors import Unavailable
from tracking.shopify.json_decoder import Json, JsonObject
from tracking.shopify.kept_document import kept_document
from tracking.shopify.kept_fields import KEPT
from tracking.shopify.parsing.order import read_order

DOCUMENTS = demo_orders.documents()
POSTCODE = "1012 AB"


def without_postcode(found: Order) -> Order:
    destination = replace(found.destination, postcode=None) if found.destination else None
    return replace(found, destination=destination)


# Its links have a user name, which reads like an email address. No page shows such a link.
WITH_USER_NAMES = "hostile-links"


@pytest.mark.parametrize("slug", sorted(DOCUMENTS.keys() - {WITH_USER_NAMES}))
def test_kept_document_is_parsed_to_the_same_order_without_the_postcode(slug: str) -> None:
    document = DOCUMENTS[slug]
    assert read_order(kept_document(document)) == without_postcode(read_order(document))


@pytest.mark.parametrize("slug", DOCUMENTS)
def test_keeping_again_changes_nothing(slug: str) -> None:
    before = copy.deepcopy(DOCUMENTS[slug])
    kept = kept_document(DOCUMENTS[slug])
    assert before == DOCUMENTS[slug]
    assert kept_document(kept) == kept


@given(st.sampled_from(sorted(DOCUMENTS)), st.integers(0, 60 * 24 * 3600))
def test_kept_order_has_the_same_status_at_any_time(slug: str, seconds: int) -> None:
    now = NOW + timedelta(seconds=seconds)
    whole, kept = read_order(DOCUMENTS[slug]), read_order(kept_document(DOCUMENTS[slug]))
    assert order_status(kept, now, policy()) == order_status(without_postcode(whole), now, policy())


def linked(url: str | None, company: str | None = "PostNL") -> JsonObject:
    tracking: list[Json] = [{"company": company, "number": "3SDFC0123456789", "url": url}]
    address: JsonObject = {"city": "Amsterdam", "zip": POSTCODE, "countryCodeV2": "NL"}
    shipped = order(1, fulfillments=[{**parcel(1, range(1)), "trackingInfo": tracking}], shippingAddress=address)
    return {"order": shipped, "zone": "Europe/Amsterdam", "partial": False, "replaced_by": None}


def link_of(document: JsonObject) -> str | None:
    return order_status(read_order(document), NOW, policy()).parcels[0].tracking[0].url


def test_link_with_a_postcode_falls_back_to_the_one_without() -> None:
    assert link_of(linked(None)) == "https://jouw.postnl.nl/track-and-trace/3SDFC0123456789-NL-1012AB"
    without = link_of(kept_document(linked(None)))
    assert without is not None
    assert "1012" not in without


@pytest.mark.parametrize("written", ["1012AB", "1012 AB", "1012+AB", "1012%20AB", "1012-ab", "1012ab"])
@pytest.mark.parametrize("form", ["https://nl.test/t?n=3SDFC0123456789&p={}", "https://nl.test/3SDFC0123456789/{}/"])
def test_tracking_link_loses_the_postcode(written: str, form: str) -> None:
    kept = read_order(kept_document(linked(form.format(written), company="Own bikes")))
    assert kept.fulfillments[0].tracking[0].url == form.format("")


def test_postcode_within_a_tracking_number_stays() -> None:
    url = "https://nl.test/t?n=3S1012AB456789"
    assert read_order(kept_document(linked(url))).fulfillments[0].tracking[0].url == url


def test_typed_texts_lose_email_addresses() -> None:
    document = linked("https://nl.test/t?n=3SDFC0123456789&mail=ada%40example.com", company="for ada@example.com")
    assert isinstance(document["order"], dict)
    document["order"]["tags"] = ["vip", "ada@example.com"]
    kept = kept_document(document)
    assert "example.com" not in json.dumps(kept)
    assert read_order(kept).tags == ("vip",)
    assert read_order(kept).fulfillments[0].tracking[0].url == "https://nl.test/t?n=3SDFC0123456789&mail="


def test_endless_text_is_not_kept() -> None:
    kept = read_order(kept_document(linked("https://nl.test/" + "@" * 10**6, company="a" * 10**6)))
    assert (kept.fulfillments[0].tracking[0].url, kept.fulfillments[0].tracking[0].company) == (None, None)


def test_picture_with_an_at_sign_stays() -> None:
    url = "https://cdn.shopify.com/s/files/mug@2x.png"
    line: Json = {"id": "gid://shopify/LineItem/1", "quantity": 1, "image": {"url": url, "altText": None}}
    kept = read_order(kept_document({"order": order(1, lineItems=[line])}))
    assert [each.image and each.image.url for each in kept.lines] == [url]


SECRETS: JsonObject = {
    "email": "ada@example.com",
    "phone": "+46701740605",
    "note": "ring twice",
    "customer": {"displayName": "Ada Example"},
    "customAttributes": [{"key": "gift", "value": "For Ada"}],
    "billingAddress": {"address1": "Quay Street 1"},
}


def test_what_nobody_decided_about_is_not_kept() -> None:
    address: JsonObject = {"city": "Malmö", "zip": "211 20", "address1": "Quay Street 1", "name": "Ada Example"}
    event: JsonObject = {
        "status": "DELIVERED",
        "happenedAt": NOW.isoformat(),
        "message": "Left with Ada",
        "zip": "21120",
    }
    shipped: JsonObject = {**parcel(1, range(1)), "events": {"nodes": [event]}}
    line: JsonObject = {"id": "gid://shopify/LineItem/1", "quantity": 1, "customAttributes": "For Ada"}
    full = order(1, shippingAddress=address, fulfillments=[shipped], lineItems=[line], **SECRETS)
    kept = json.dumps(kept_document({"order": full, "email": "ada@example.com"}), ensure_ascii=False)
    assert [secret for secret in ("ada@", "Ada", "4670", "211", "Quay", "ring") if secret in kept] == []
    assert "Malmö" in kept


JSON: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "nodes", "x"]), inner, max_size=3)
    ),
    max_leaves=5,
)


# Of payment terms it counts that there are any: an object without one of the fields that were asked for is none.
FIELDS = sorted((KEPT["order"] or {}).keys() - {"paymentTerms"})


@given(st.sampled_from(FIELDS), JSON)
def test_malformed_values_are_parsed_as_they_were(name: str, value: Json) -> None:
    document: JsonObject = {"order": order(1, **{name: value})}
    assert parsed(kept_document(document)) == parsed(document)


def parsed(document: JsonObject) -> Order | None:
    try:
        found = read_order(document)
    except Unavailable:
        return None
    # An address of which nothing else is known counts as none.
    return without_postcode(
        replace(
            found, destination=found.destination or Destination(city=None, province=None, country=None, postcode=None)
        )
    )
