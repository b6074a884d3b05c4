import logging

import pytest

from tests.running.prometheus_samples import sample_of
from tests.shopify.clients import FakeTime
from tracking.running.metrics import Metrics
from tracking.shopify.call_log import CallLog, DeprecationWarnings
from tracking.shopify.errors import AccessDenied, Refused, ShopifyError, Throttled, Unavailable
from tracking.shopify.rate_limit import Bucket, QueryCost
from tracking.shopify.transport import HttpResponse

COST = QueryCost(requested=848, actual=23, bucket=Bucket(available=1977, maximum=2000, restore_rate=100))


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def calls(metrics: Metrics, time: FakeTime) -> CallLog:
    return CallLog(metrics, time)


def fields(caplog: pytest.LogCaptureFixture) -> dict[str, object]:
    (record,) = caplog.records
    assert isinstance(record.args, dict)
    return record.args


def test_call_is_logged_in_one_line(calls: CallLog, time: FakeTime, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with calls.record("order") as call:
        time.sleep(0.15)
        call.response = HttpResponse(status=200, headers={"X-Request-Id": "r-1" * 99}, body=b"secret")
        call.cost = COST
    assert fields(caplog) == {
        "query": "order",
        "outcome": "answered",
        "status": 200,
        "ms": 150.0,
        "requested": 848,
        "actual": 23,
        "available": 1977,
        "shopify_id": ("r-1" * 99)[:64],
    }
    assert caplog.messages[0].startswith("order answered 150.0ms status=200 id=r-1")
    assert caplog.messages[0].endswith(" cost=23/848 left=1977")


def test_only_failed_calls_in_the_background_are_information(
    metrics: Metrics, time: FakeTime, caplog: pytest.LogCaptureFixture
) -> None:
    calls = CallLog(metrics, time, level=logging.DEBUG)
    caplog.set_level(logging.INFO)
    with calls.record("order"):
        pass
    assert not caplog.records
    with pytest.raises(Throttled), calls.record("order"):
        raise Throttled("later")
    assert fields(caplog)["outcome"] == "throttled"


def test_call_metrics_include_the_cost(calls: CallLog, metrics: Metrics, time: FakeTime) -> None:
    with calls.record("order") as call:
        time.sleep(0.15)
        call.cost = COST
    assert sample_of(metrics, "shopify_calls_total", query="order", outcome="answered") == 1
    assert sample_of(metrics, "shopify_call_seconds_sum", query="order") == pytest.approx(0.15)
    assert sample_of(metrics, "shopify_cost_requested_total") == 848
    assert sample_of(metrics, "shopify_bucket_available") == 1977


@pytest.mark.parametrize(
    ("error", "outcome", "throttled"),
    [
        (Unavailable("down"), "unavailable", 0),
        (Throttled("slowly"), "throttled", 1),
        (Refused("locked"), "refused", 0),
        (AccessDenied("no scope"), "denied", 0),
    ],
)
def test_error_sets_the_outcome(
    calls: CallLog,
    metrics: Metrics,
    caplog: pytest.LogCaptureFixture,
    error: ShopifyError,
    outcome: str,
    throttled: int,
) -> None:
    caplog.set_level(logging.INFO)
    with pytest.raises(type(error)), calls.record("order"):
        raise error
    assert fields(caplog)["outcome"] == outcome
    assert fields(caplog)["status"] is None
    assert sample_of(metrics, "shopify_calls_total", query="order", outcome=outcome) == 1
    assert sample_of(metrics, "shopify_throttled_total") == throttled


def test_response_without_bucket_keeps_the_last_bucket_metrics(calls: CallLog, metrics: Metrics) -> None:
    empty = Bucket(available=0, maximum=0, restore_rate=0)
    for cost in (COST, QueryCost(requested=0, actual=0, bucket=empty)):
        with calls.record("order") as call:
            call.cost = cost
    assert sample_of(metrics, "shopify_bucket_maximum") == 2000


REASON = "https://shopify.dev/changelog/a-field-goes-away"


def test_other_version_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    warnings = DeprecationWarnings("2026-10")
    for served in ("2026-10", "2027-01", "2027-01"):
        warnings.read("order", {"X-Shopify-API-Version": served})
    assert caplog.messages == [
        "Shopify answers in version 2027-01, not 2026-10: set SHOPIFY_API_VERSION to one it still serves"
    ]


def test_each_deprecation_reason_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    warnings = DeprecationWarnings("2026-10")
    for reason in (REASON, REASON, "another"):
        warnings.read("order", {"X-Shopify-API-Deprecated-Reason": reason})
    assert caplog.messages == [
        f"Shopify will stop answering the question order as it is: {REASON}",
        "Shopify will stop answering the question order as it is: another",
    ]


def test_number_of_logged_reasons_is_limited(caplog: pytest.LogCaptureFixture) -> None:
    warnings = DeprecationWarnings("2026-10")
    for number in range(1000):
        warnings.read("order", {"X-Shopify-API-Deprecated-Reason": f"{number}" * 500})
    assert len(caplog.messages) == 20
    assert max(map(len, caplog.messages)) < 300


def test_response_without_deprecation_headers_logs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    DeprecationWarnings("2026-10").read("order", {})
    assert caplog.messages == []
