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
from tests.sampling import each_row
from tests.shopify.store_rows import order, parcel
from tracking.order.model import Destination, Order
from tracking.order.status import order_status
from tracking.shopify.documents.stored_document import stored_document
from tracking.shopify.documents.stored_fields import STORED_FIELDS
from tracking.shopify.errors import Unavailable
from tracking.shopify.json_decoder import Json, JsonObject, as_object, as_rows
from tracking.shopify.parsing.order import read_order

DOCUMENTS = demo_orders.documents()
POSTCODE = "1012 AB"


def without_postcode(found: Order) -> Order:
    """Nor the address of a return's label, which bears the customer's."""
    destination = replace(found.destination, postcode=None) if found.destination else None
    returns = tuple(replace(each, label_url=None) for each in found.returns)
    return replace(found, destination=destination, returns=returns)


# Links with a user name, and one with another number than the parcel's. No page shows such a link.
WITH_OTHER_LINKS = {"word-as-number", "hostile-links", "norwegian-post-office"}


def test_stored_document_is_parsed_to_the_same_order_without_the_postcode(demo_slugs: list[str]) -> None:
    for slug in sorted({*demo_slugs} - WITH_OTHER_LINKS):
        document = DOCUMENTS[slug]
        assert read_order(stored_document(document)) == without_postcode(read_order(document)), slug


def test_keeping_again_changes_nothing(demo_slugs: list[str]) -> None:
    for slug in demo_slugs:
        document = DOCUMENTS[slug]
        before = copy.deepcopy(document)
        kept = stored_document(document)
        assert before == document, slug
        assert stored_document(kept) == kept, slug


@given(st.sampled_from(sorted(DOCUMENTS)), st.integers(0, 60 * 24 * 3600))
def test_stored_order_has_the_same_status_at_any_time(slug: str, seconds: int) -> None:
    now = NOW + timedelta(seconds=seconds)
    whole, kept = read_order(DOCUMENTS[slug]), read_order(stored_document(DOCUMENTS[slug]))
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
    without = link_of(stored_document(linked(None)))
    assert without is not None
    assert "1012" not in without


def stored_link_of(url: str, postcode: str | None = POSTCODE, number: str | None = "3SDFC0123456789") -> str | None:
    document = linked(url, company="Own bikes")
    shipped = as_object(document["order"])
    shipped["shippingAddress"] = {"city": "Amsterdam", "zip": postcode, "countryCodeV2": "NL"}
    as_object(as_rows(shipped["fulfillments"])[0])["trackingInfo"] = [
        {"company": "Own bikes", "number": number, "url": url}
    ]
    return read_order(stored_document(document)).fulfillments[0].tracking[0].url


WRITTEN = [
    ("1012 AB", "1012AB"),
    ("1012AB", "1012%20AB"),
    ("1012AB", "1012+AB"),
    ("1012AB", "1012%2520ab"),
    ("SW1A1AA", "SW1A%201AA"),
    ("SW1A 1AA", "sw1a-1aa"),
    ("21120", "211%2020"),
    ("211 20", "211 20"),
    ("90210-1234", "90210"),
    (None, "211%2020"),
]


@each_row(("postcode", "written"), WRITTEN)
@each_row(
    ("form", "kept"),
    [
        ("https://nl.test/t?n=3SDFC0123456789&p={}", "https://nl.test/t?n=3SDFC0123456789"),
        ("https://nl.test/t?p={};n=3sdfc-0123456789&lang=en", "https://nl.test/t?n=3sdfc-0123456789&lang=en"),
        ("https://nl.test/t/3SDFC0123456789#p={}", "https://nl.test/t/3SDFC0123456789"),
        ("https://nl.test/#n=3SDFC0123456789&p={}", "https://nl.test/#n=3SDFC0123456789"),
        ("https://nl.test/t/3SDFC0123456789?{}", "https://nl.test/t/3SDFC0123456789"),
    ],
)
def test_tracking_link_loses_what_is_not_the_number(postcode: str | None, written: str, form: str, kept: str) -> None:
    assert stored_link_of(form.format(written), postcode) == kept


@each_row(("postcode", "written"), [each for each in WRITTEN if each[0]])
@each_row("form", ["/3SDFC0123456789/{}/", "/3SDFC0123456789NL{}", "/{}", "/t;p={}/3SDFC0123456789"])
def test_of_a_link_with_a_postcode_in_its_path_the_host_is_kept(postcode: str, written: str, form: str) -> None:
    assert stored_link_of(f"https://nl.test{form.format(written)}", postcode) == "https://nl.test/"


def test_tracking_link_loses_phone_and_name() -> None:
    url = "https://nl.test/t?n=3SDFC0123456789&zip=211%2020&phone=%2B46701740605&name=Ada+Byron"
    assert stored_link_of(url, None) == "https://nl.test/t?n=3SDFC0123456789"


@pytest.mark.parametrize("url", ["https://nl.test/t?n=3S1012AB456789", "https://nl.test/t/3S1012AB456789"])
@pytest.mark.parametrize("number", ["3S1012AB456789", "3S 1012 AB 456 789", "A1234567, 3S1012AB456789"])
def test_postcode_within_a_tracking_number_stays(url: str, number: str) -> None:
    assert stored_link_of(url, number=number) == url


def test_without_a_number_the_only_part_that_can_be_one_is_kept() -> None:
    assert stored_link_of("https://nl.test/v2/p/81273-99?lang=nl-NL", number=None) == (
        "https://nl.test/v2/p/81273-99?lang=nl-NL"
    )
    assert stored_link_of("https://nl.test/t?n=8127399&p=1234AB", None, number=None) == "https://nl.test/t"
    assert stored_link_of("https://nl.test/t?to=%2B46701740605", None, number=None) == "https://nl.test/t"
    assert stored_link_of("https://nl.test/t?p=1012+AB", number=None) == "https://nl.test/t"


def test_typed_texts_lose_email_addresses() -> None:
    document = linked("https://nl.test/t?n=3SDFC0123456789&mail=ada%40example.com", company="for ada@example.com")
    assert isinstance(document["order"], dict)
    kept = stored_document(document)
    assert "example.com" not in json.dumps(kept)
    assert read_order(kept).fulfillments[0].tracking[0].url == "https://nl.test/t?n=3SDFC0123456789"


def test_no_word_of_the_tags_is_kept() -> None:
    document = linked(None)
    as_object(document["order"])["tags"] = ["vip", "Ada Byron"]
    kept = stored_document(document)
    assert "tags" not in as_object(kept["order"])
    assert "Byron" not in json.dumps(kept)


def test_names_of_carriers_and_numbers_lose_them_too() -> None:
    document = linked(None, company="Bike, call +46 70 174 06 05, 1012ab")
    tracking = as_object(
        as_rows(as_object(as_rows(as_object(document["order"])["fulfillments"])[0])["trackingInfo"])[0]
    )
    tracking["number"] = "3SDFC0123456789 NL 1012 AB https://nl.test/t?n=3SDFC0123456789&p=1012ab"
    kept = json.dumps(stored_document(document))
    assert "3SDFC0123456789" in kept
    assert [each for each in ("1012", "0605", "174") if each in kept] == []


def test_of_a_returns_label_only_that_there_is_one_is_kept() -> None:
    url = "https://labels.example.com/ada.pdf"
    deliverable: JsonObject = {"tracking": {"carrierName": "PostNL", "number": "3S1"}, "label": {"publicFileUrl": url}}
    reverse: JsonObject = {"status": "OPEN", "reverseDeliveries": [{"deliverable": deliverable}]}
    row: JsonObject = {
        "id": "gid://shopify/Return/1",
        "status": "OPEN",
        "createdAt": NOW.isoformat(),
        "reverseFulfillmentOrders": [reverse],
    }
    kept = stored_document({"order": order(1, returns=[row])})
    assert "labels.example.com" not in json.dumps(kept)
    found = read_order(kept).returns[0]
    assert (found.label_url, found.has_label) == (None, True)


def test_endless_text_is_not_kept() -> None:
    kept = read_order(stored_document(linked("https://nl.test/" + "@" * 10**6, company="a" * 10**6)))
    assert (kept.fulfillments[0].tracking[0].url, kept.fulfillments[0].tracking[0].company) == (None, None)


def test_picture_with_an_at_sign_stays() -> None:
    url = "https://cdn.shopify.com/s/files/mug@2x.png"
    line: Json = {"id": "gid://shopify/LineItem/1", "quantity": 1, "image": {"url": url, "altText": None}}
    kept = read_order(stored_document({"order": order(1, lineItems=[line])}))
    assert [each.image and each.image.url for each in kept.lines] == [url]


SECRETS: JsonObject = {
    "email": "ada@example.com",
    "phone": "+46701740605",
    "note": "ring twice",
    "customer": {"displayName": "Ada Example"},
    "customAttributes": [{"key": "gift", "value": "For Ada"}],
    "billingAddress": {"address1": "Quay Street 1"},
}


def test_unlisted_fields_are_not_kept() -> None:
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
    kept = json.dumps(stored_document({"order": full, "email": "ada@example.com"}), ensure_ascii=False)
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
FIELDS = sorted((STORED_FIELDS["order"] or {}).keys() - {"paymentTerms"})


@given(st.sampled_from(FIELDS), JSON)
def test_malformed_values_are_parsed_as_they_were(name: str, value: Json) -> None:
    document: JsonObject = {"order": order(1, **{name: value})}
    assert parsed(stored_document(document)) == parsed(document)


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
