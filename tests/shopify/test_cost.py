import pytest

from tracking.shopify.cost import Cost
from tracking.shopify.json_access import Json, JsonObject


def payload(requested: Json = 848, actual: Json = 23, bucket: Json = None) -> JsonObject:
    return {
        "extensions": {
            "cost": {"requestedQueryCost": requested, "actualQueryCost": actual, "throttleStatus": bucket},
        }
    }


FULL: JsonObject = {"maximumAvailable": 2000.0, "currentlyAvailable": 1977, "restoreRate": 100.0}


def test_a_cost_is_read_as_shopify_says_it() -> None:
    cost = Cost.read(payload(bucket=FULL))
    assert cost == Cost(requested=848, actual=23, available=1977, maximum=2000, restore_rate=100)
    assert cost.names_bucket


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"extensions": None},
        {"extensions": {"cost": [1]}},
        payload(bucket=FULL | {"restoreRate": 0}),
        payload(bucket=FULL | {"restoreRate": -1}),
        payload(bucket=FULL | {"restoreRate": 5e-324}),
        payload(bucket=FULL | {"maximumAvailable": "many"}),
        payload(bucket=7),
    ],
)
def test_without_a_sound_bucket_there_is_nothing_to_reckon_with(said: JsonObject) -> None:
    assert not Cost.read(said).names_bucket


def test_a_throttled_question_has_no_price_in_the_end() -> None:
    assert Cost.read(payload(actual=None, bucket=FULL)).actual == 0
