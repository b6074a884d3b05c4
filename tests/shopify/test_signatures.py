from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.app_proxy import SECRET, SHOP, hmac_sha256, signed_query
from tests.sampling import each_row
from tests.webhook_samples import signed
from tracking.shopify.signatures import NotSigned, check_body, read_path_prefix

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
QUERY = signed_query(NOW.timestamp(), {"order": "1001"})

# From https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies
THEIRS = (
    "extra=1&extra=2&shop=shop-name.myshopify.com&logged_in_customer_id={customer}"
    "&path_prefix=%2Fapps%2Fawesome_reviews&timestamp=1317327555&signature={signature}"
)
THEIR_MOMENT = datetime.fromtimestamp(1317327555, UTC)


def read(query: str | bytes, *secrets: str, now: datetime = NOW, shop: str | None = SHOP) -> str:
    raw = query if isinstance(query, bytes) else query.encode()
    return read_path_prefix(raw, secrets or (SECRET,), shop=shop, now=now)


@pytest.mark.parametrize(
    ("customer", "signature"),
    [
        ("1", "4c68c8624d737112c91818c11017d24d334b524cb5c2b8ba08daa056f7395ddb"),
        ("", "e072b6d7e6622d85912a5214b860d3100dc1e73d9bc29f43796ac8c9ff8093cb"),
    ],
)
def test_shopifys_documented_examples_are_accepted(customer: str, signature: str) -> None:
    query = THEIRS.format(customer=customer, signature=signature)
    assert read(query, "hush", now=THEIR_MOMENT, shop="shop-name.myshopify.com") == "/apps/awesome_reviews"
    with pytest.raises(NotSigned):
        read(query.replace("extra=2", "extra=3"), "hush", now=THEIR_MOMENT, shop="shop-name.myshopify.com")


def test_complete_pairs_are_sorted() -> None:
    # By names, "a" comes before "a1"; as "name=value", "a1=y" comes before "a=x".
    fields = ["a1=y", "a=x", "path_prefix=/apps/track", f"shop={SHOP}", f"timestamp={int(NOW.timestamp())}"]
    signature = hmac_sha256(SECRET.encode(), "".join(fields).encode()).hex()
    assert read("&".join([*fields, f"signature={signature}"])) == "/apps/track"


def test_parameter_order_does_not_matter() -> None:
    assert read("&".join(reversed(QUERY.split("&")))) == "/apps/track"


def test_fallback_secret_is_accepted() -> None:
    assert read(QUERY, "new", SECRET) == "/apps/track"
    with pytest.raises(NotSigned, match="secret"):
        read(QUERY, "new")


def test_without_secrets_every_request_is_refused() -> None:
    query = signed_query(NOW.timestamp(), secret="")
    with pytest.raises(NotSigned):
        read_path_prefix(query.encode(), (), shop=SHOP, now=NOW)


@pytest.mark.parametrize("name", ["shop", "path_prefix", "timestamp", "signature"])
def test_required_parameters_must_appear_once(name: str) -> None:
    (field,) = (part for part in QUERY.split("&") if part.startswith(f"{name}="))
    for query in (f"{QUERY}&{field}", f"{QUERY}&{name}=", "&".join(set(QUERY.split("&")) - {field})):
        with pytest.raises(NotSigned, match="missing or doubled"):
            read(query)


def test_duplicate_required_parameter_is_refused() -> None:
    fields = f"path_prefix=/apps/track,/evilshop={SHOP}timestamp={int(NOW.timestamp())}"
    signature = hmac_sha256(SECRET.encode(), fields.encode()).hex()
    query = f"shop={SHOP}&timestamp={int(NOW.timestamp())}&path_prefix=/apps/track&path_prefix=/evil"
    with pytest.raises(NotSigned, match="doubled"):
        read(f"{query}&signature={signature}")


@pytest.mark.parametrize("seconds", [-90, 0, 90])
def test_request_within_the_clock_skew_is_accepted(seconds: int) -> None:
    assert read(QUERY, now=NOW + timedelta(seconds=seconds)) == "/apps/track"


@pytest.mark.parametrize("seconds", [-91, 91, 86_400])
def test_request_beyond_the_clock_skew_is_refused(seconds: int) -> None:
    with pytest.raises(NotSigned, match="minute"):
        read(QUERY, now=NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize("timestamp", ["", "now", "1e9", "-1", "9" * 5000, "٣"])
def test_invalid_timestamp_is_refused(timestamp: str) -> None:
    with pytest.raises(NotSigned, match="minute"):
        read(signed_query(0, timestamp=timestamp))


@each_row("prefix", ["", "apps", "//evil.example.com", "/a b", '/"><script>', "https://x", "/é"])
def test_invalid_path_prefix_is_refused(prefix: str) -> None:
    with pytest.raises(NotSigned, match="path_prefix"):
        read(signed_query(NOW.timestamp(), path_prefix=prefix))


def test_trailing_slash_of_the_prefix_is_removed() -> None:
    assert read(signed_query(NOW.timestamp(), path_prefix="/a/my-orders/")) == "/a/my-orders"


def test_request_of_another_shop_is_refused() -> None:
    with pytest.raises(NotSigned, match="another shop"):
        read(signed_query(NOW.timestamp(), shop="coffee.myshopify.com"))
    with pytest.raises(NotSigned, match="another shop"):
        read(QUERY, shop=None)


@pytest.mark.parametrize("signature", ["", "0" * 64, "é", "%ff%fe", "%ed%a0%80", "\u2603" * 64])
def test_any_other_signature_raises_not_signed(signature: str) -> None:
    unsigned = QUERY.rpartition("&signature=")[0]
    with pytest.raises(NotSigned, match="secret"):
        read(f"{unsigned}&signature={signature}")


def test_non_ascii_parameters_are_accepted() -> None:
    assert read(signed_query(NOW.timestamp(), {"order": "№ 1001 ü 订单", "ключ": "x"})) == "/apps/track"
    raw = b"order=\xff\xfe"
    message = b"".join(sorted([b"order=\xff\xfe", *(part.encode() for part in plain_fields())]))
    signature = hmac_sha256(SECRET.encode(), message).hex()
    for sent in (raw, b"order=%FF%FE"):
        assert read(b"&".join([sent, *(part.encode() for part in plain_fields()), f"signature={signature}".encode()]))


def plain_fields() -> list[str]:
    return [f"shop={SHOP}", "path_prefix=/apps/track", f"timestamp={int(NOW.timestamp())}"]


@given(st.binary(max_size=200))
def test_any_unsigned_query_is_refused(query: bytes) -> None:
    with pytest.raises(NotSigned):
        read(query)


def test_too_many_parameters_are_refused() -> None:
    with pytest.raises(NotSigned, match="too many"):
        read("&".join(f"a{number}=" for number in range(200)))


BODY = '{"id": 1, "name": "Grön mugg"}'.encode()


def test_webhook_signed_with_any_configured_secret_is_accepted() -> None:
    check_body(BODY, signed(BODY, "new"), ["new", "old"])
    check_body(BODY, signed(BODY, "old"), ["new", "old"])


def test_signature_matches_rfc_4231() -> None:
    check_body(b"what do ya want for nothing?", "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=", ["Jefe"])


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", BODY + b" "])
def test_signature_covers_the_raw_bytes(body: bytes) -> None:
    check_body(body, signed(body, "secret"), ["secret"])
    with pytest.raises(NotSigned, match="no known secret"):
        check_body(body + b"\n", signed(body, "secret"), ["secret"])


@pytest.mark.parametrize("signature", ["x", "é" * 44, "\u2603", "\ud800", signed(BODY, "other"), signed(BODY)[:-1]])
def test_webhook_with_any_other_signature_raises_not_signed(signature: str) -> None:
    with pytest.raises(NotSigned, match="SHOPIFY_CLIENT_SECRET"):
        check_body(BODY, signature, ["secret"])


def test_not_signed_message_has_the_missing_setting() -> None:
    with pytest.raises(NotSigned, match="no signature"):
        check_body(BODY, "", ["secret"])
    with pytest.raises(NotSigned, match=r"set SHOPIFY_CLIENT_SECRET .* SHOPIFY_WEBHOOK_SECRET"):
        check_body(BODY, signed(BODY), [])
