import pytest

from tests.demo.demo_client import DemoClient
from tracking.demo import LeakyBucket

FIVE = "{ orders(first: 5) { nodes { id } } }"


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_each_response_has_its_cost() -> None:
    demo_client = DemoClient(bucket=LeakyBucket(maximum=100, restore_rate=10, monotonic=Seconds()))
    assert demo_client.query(FIVE.replace("5", "50") + " # fifty, of which some exist")["extensions"]["cost"] == {
        "requestedQueryCost": 50,
        "actualQueryCost": 50,
        "throttleStatus": {"maximumAvailable": 100, "currentlyAvailable": 50, "restoreRate": 10},
    }


def test_overcharged_points_are_refunded() -> None:
    demo_client = DemoClient(bucket=LeakyBucket(maximum=100, restore_rate=10, monotonic=Seconds()))
    cost = demo_client.query('{ orders(first: 50, query: "name:nothing") { nodes { id } } }')["extensions"]["cost"]
    assert (cost["requestedQueryCost"], cost["actualQueryCost"]) == (50, 0)
    assert cost["throttleStatus"]["currentlyAvailable"] == 100


def test_an_empty_bucket_answers_throttled_and_without_data_until_it_fills() -> None:
    seconds = Seconds()
    demo_client = DemoClient(bucket=LeakyBucket(maximum=8, restore_rate=1, monotonic=seconds))
    demo_client.query(FIVE)
    throttled = demo_client.query(FIVE)
    assert "data" not in throttled
    assert throttled["errors"][0]["extensions"]["code"] == "THROTTLED"
    assert throttled["extensions"]["cost"]["requestedQueryCost"] == 5
    assert throttled["extensions"]["cost"]["actualQueryCost"] is None
    seconds.now = 2
    assert demo_client.query(FIVE)["data"]


def test_query_over_a_thousand_points_is_rejected() -> None:
    refused = DemoClient().query("{ orders(first: 250) { nodes { id fulfillments(first: 4) { id } } } }")
    assert "data" not in refused
    assert refused["errors"][0]["extensions"]["code"] == "MAX_COST_EXCEEDED"
    assert refused["errors"][0]["message"].startswith("Query cost is 1250")


@pytest.mark.parametrize(
    "query",
    ["{ nonsense", "{ orders(first: 1) { nodes { nonsense } } }", "query A { shop { name } } query B { shop { id } }"],
)
def test_invalid_query_is_answered_with_errors_only(query: str) -> None:
    answer = DemoClient().query(query)
    assert set(answer) == {"errors"}
    assert answer["errors"][0]["message"]


def test_of_several_operations_the_named_one_is_answered() -> None:
    two = "query A { shop { name } } query B { shop { id } }"
    answer = DemoClient().post({"query": two, "operationName": "A"}).json()
    assert answer["data"] == {"shop": {"name": "Harbor Goods"}}
