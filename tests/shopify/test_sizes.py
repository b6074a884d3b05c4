import pytest

from tracking.shopify.sizes import FIRST, MOST_PARCELS, content_sizes, parcel_sizes


@pytest.mark.parametrize("count", [1, 20, 60, 66, 67, MOST_PARCELS])
def test_all_parcels_are_asked_for(count: int) -> None:
    assert parcel_sizes(count)["fulfillments"] == content_sizes(count)["fulfillments"] == count


def test_more_than_fit_into_one_question_are_not() -> None:
    assert parcel_sizes(10_000)["fulfillments"] == content_sizes(10_000)["fulfillments"] == MOST_PARCELS


def test_the_more_parcels_the_fewer_lines_of_each_at_once() -> None:
    lines = [content_sizes(count)["fulfillmentLines"] for count in (2, 20, 60, MOST_PARCELS)]

    assert lines == [248, 23, 7, 3]


def test_up_to_twenty_parcels_tell_all_that_happened_to_them() -> None:
    assert FIRST["events"] >= 25
    assert parcel_sizes(20)["events"] >= 40
