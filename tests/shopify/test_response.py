import pytest

from tests.sampling import each_row
from tracking.shopify.errors import AccessDenied, Refused, ShopifyError, Throttled, Unavailable
from tracking.shopify.json_decoder import Json, JsonObject
from tracking.shopify.response import GraphQLError, check_status, read_response
from tracking.shopify.transport import HttpResponse


def http_response(status: int, **headers: str) -> HttpResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HttpResponse(status=status, headers=named, body=b"secret body")


def error(code: str, *path: Json) -> JsonObject:
    return {"message": "ada@example.com", "extensions": {"code": code}, "path": list(path)}


@each_row(
    ("status", "kind"),
    [
        (204, Unavailable),
        (301, Refused),
        (400, Refused),
        (401, Refused),
        (402, Refused),
        (403, Refused),
        (404, Refused),
        (408, Unavailable),
        (423, Refused),
        (429, Throttled),
        (430, Refused),
        (500, Unavailable),
        (503, Unavailable),
        (530, Unavailable),
        (783, Unavailable),
    ],
)
def test_each_status_raises_its_error(status: int, kind: type[ShopifyError]) -> None:
    with pytest.raises(ShopifyError) as raised:
        check_status(http_response(status, X_Request_Id="r-1"))

    assert type(raised.value) is kind
    assert f"(status {status}, request r-1)" in str(raised.value)
    assert "secret body" not in str(raised.value)


def test_status_200_passes() -> None:
    check_status(http_response(200))


@each_row(
    ("header", "seconds"),
    [
        ("2", 2.0),
        ("2.0", 2.0),
        ("-5", 0.0),
        ("999999", 3600.0),
        ("nan", None),
        ("inf", None),
        ("soon", None),
        ("", None),
        ("Sun, 22 Nov 2026 14:05:09 GMT", 9.0),
        ("Sun, 22 Nov 2026 14:04:00 GMT", 0.0),
        ("Sun, 22 Nov 2026 14:05:09", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str, seconds: float | None) -> None:
    with pytest.raises(Throttled) as raised:
        check_status(http_response(429, Retry_After=header, Date="Sun, 22 Nov 2026 14:05:00 GMT"))

    assert raised.value.retry_after == seconds


def test_retry_after_date_without_date_header_is_none() -> None:
    with pytest.raises(Unavailable) as raised:
        check_status(http_response(503, Retry_After="Sun, 22 Nov 2026 14:05:09 GMT"))

    assert raised.value.retry_after is None


def test_errors_beside_data_have_no_messages() -> None:
    reply = read_response({"data": {"a": 1}, "errors": [error("ACCESS_DENIED", "orders", "nodes", 0, "email"), None]})

    assert reply.data == {"a": 1}
    assert reply.errors == (
        GraphQLError(code="ACCESS_DENIED", path=("orders", "nodes", "email")),
        GraphQLError(code="UNKNOWN", path=()),
    )


@pytest.mark.parametrize(
    ("codes", "is_partial"),
    [([], False), (["ACCESS_DENIED"], False), (["ACCESS_DENIED", "INTERNAL_SERVER_ERROR"], True)],
)
def test_denied_fields_do_not_make_a_response_partial(codes: list[str], is_partial: bool) -> None:  # noqa: FBT001 (a case)
    assert read_response({"data": {}, "errors": [error(code) for code in codes]}).is_partial is is_partial


@pytest.mark.parametrize(
    ("codes", "kind"),
    [
        (["THROTTLED"], Throttled),
        (["ACCESS_DENIED"], AccessDenied),
        (["SHOP_INACTIVE"], Refused),
        (["MAX_COST_EXCEEDED"], Unavailable),
        (["INTERNAL_SERVER_ERROR"], Unavailable),
        ([], Unavailable),
    ],
)
def test_errors_without_data_raise_an_error(codes: list[str], kind: type[ShopifyError]) -> None:
    with pytest.raises(ShopifyError) as raised:
        read_response({"data": None, "errors": [error(code) for code in codes]})

    assert type(raised.value) is kind
    assert "ada@example.com" not in str(raised.value)


def test_access_denied_has_the_denied_paths() -> None:
    with pytest.raises(AccessDenied, match="order, returns") as raised:
        read_response({"errors": [error("ACCESS_DENIED", "order", "returns")]})

    assert raised.value.paths == {"order", "returns"}


@pytest.mark.parametrize("payload", [{}, {"data": []}, {"data": "x", "errors": "y"}, {"errors": {"a": 1}}])
def test_response_without_data_raises_unavailable(payload: JsonObject) -> None:
    with pytest.raises(Unavailable):
        read_response(payload)


@pytest.mark.parametrize(
    ("cost", "seconds"),
    [
        ({"requestedQueryCost": 900, "throttleStatus": {"currentlyAvailable": 400, "restoreRate": 100.0}}, 5.0),
        ({"requestedQueryCost": 900, "throttleStatus": {"currentlyAvailable": 950, "restoreRate": 100.0}}, 0.0),
        ({"requestedQueryCost": 900, "throttleStatus": {"currentlyAvailable": 0, "restoreRate": 0}}, 1.0),
        ({"requestedQueryCost": 10**9, "throttleStatus": {"currentlyAvailable": 0, "restoreRate": 1}}, 3600.0),
        ({"requestedQueryCost": "many", "throttleStatus": None}, 1.0),
        (None, 1.0),
    ],
)
def test_throttled_has_the_restore_time_as_retry_after(cost: Json, seconds: float) -> None:
    with pytest.raises(Throttled) as raised:
        read_response({"errors": [error("THROTTLED")], "extensions": {"cost": cost}})

    assert raised.value.retry_after == seconds
