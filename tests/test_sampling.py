import pytest

from tests.demo_orders import features, order_ids, order_sample, orders
from tests.sampling import cover, crossed, matrix


def test_cases_outside_of_the_sample_are_for_the_audit() -> None:
    chosen, other = matrix({"first": 1, "second": (2, 3)}, "first")
    assert (chosen.id, chosen.values, [mark.name for mark in chosen.marks]) == ("first", (1,), [])
    assert (other.id, other.values, [mark.name for mark in other.marks]) == ("second", (2, 3), ["audit"])


def test_axes_are_crossed_under_the_names_of_their_parts() -> None:
    assert crossed({"light": 1, "dark": 2}, {"320": 3}) == {"light-320": (1, 3), "dark-320": (2, 3)}


def test_few_names_cover_every_feature() -> None:
    assert cover({"one": {1}, "some": {1, 2}, "none": set(), "other": {3}}) == ["some", "other"]


def test_sample_of_orders_is_a_part_of_them() -> None:
    assert set(order_sample()) < set(order_ids())
    assert 40 < len(order_sample()) < 100


@pytest.mark.audit
def test_sample_of_orders_has_all_that_the_client_fetches() -> None:
    found = {slug: features(order) for slug, order in orders().items()}
    assert set().union(*(found[slug] for slug in order_sample())) == set().union(*found.values())


@pytest.mark.parametrize("url", ["sqlite", "postgres"])
def test_postgresql_is_for_the_audit(request: pytest.FixtureRequest, url: str) -> None:
    assert bool(request.node.get_closest_marker("audit")) == (url == "postgres")


@pytest.mark.both_databases
@pytest.mark.parametrize("url", ["sqlite", "postgres"])
def test_but_where_it_shows_something_of_its_own(request: pytest.FixtureRequest, url: str) -> None:
    assert url
    assert not request.node.get_closest_marker("audit")
