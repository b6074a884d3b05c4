"""Answers that are sound JSON, and wrong all the same."""

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import product

import pytest
from flask.testing import FlaskClient

from tests.fakes import Clock
from tests.faults.conftest import EMAIL, Site
from tests.faults.test_faults import FIRST
from tests.shopify.faulty_server import Behavior, responds
from tracking.shopify.json_decoder import Json, as_object

# Between them they have nearly every field that is ever asked for.
RICHEST = ("#1135", "#1061", "#1001")
HOSTILE: Mapping[str, Json] = {
    "null": None,
    "list": [7, None, "x", [], {}],
    "object": {"nodes": 7},
    "word": "QUANTUM \ud83d",
    "large": 10**18,
    "tiny": 5e-324,
}
NOTHING: Mapping[str, Behavior] = {
    "no_field": responds({"data": {}}),
    "words": responds({"data": {"order": "x", "orders": "x", "shop": "x"}}),
    "lists": responds({"data": {"order": [], "orders": [], "shop": []}}),
    "empty": responds({"data": {"order": {}, "orders": {}, "shop": {}}}),
    "no_id": responds({"data": {"order": {"name": "#1001"}, "orders": {"nodes": None}, "shop": None}}),
    "emptied": responds(
        {
            "data": {"order": None, "orders": None, "shop": None},
            "errors": [{"path": [name], "extensions": {"code": "INTERNAL"}} for name in ("order", "orders", "shop")],
        }
    ),
}


def names_in(said: Json) -> Iterator[str]:
    if isinstance(said, dict):
        yield from said
    for inner in said.values() if isinstance(said, dict) else said if isinstance(said, list) else ():
        yield from names_in(inner)


def replaced(name: str, value: Json, said: Json) -> Json:
    """The same with this value in every field of this name."""
    if isinstance(said, list):
        return [replaced(name, value, inner) for inner in said]
    if isinstance(said, dict):
        return {key: value if key == name else replaced(name, value, inner) for key, inner in said.items()}
    return said


def without(name: str, said: Json) -> Json:
    if isinstance(said, list):
        return [without(name, inner) for inner in said]
    if isinstance(said, dict):
        return {key: without(name, inner) for key, inner in said.items() if key != name}
    return said


class Listener:
    """A twist that changes nothing, and notes the names of all fields."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def __call__(self, said: Json) -> Json:
        self.names |= set(names_in(said))
        return said


def fields(site: Site) -> Iterator[tuple[str, str]]:
    """Each field, with an order that has it."""
    known: set[str] = set()
    for order in RICHEST:
        site.shop.twist = listener = Listener()
        assert site.order(order).status_code == 200
        yield from ((order, name) for name in sorted(listener.names - known))
        known |= listener.names


def visited(site: Site, order: str) -> int:
    """The status of a page that is not known."""
    site.services.orders.erase(site.shop.id_of(order))
    site.clock.advance(minutes=2)
    # The rules of markup are checked elsewhere: here are hundreds of pages.
    return FlaskClient(site.app).get(site.link(order)).status_code


# Each 48th field, and others for each value, so that each eighth field has a wrong value.
@pytest.mark.parametrize("step", [48, pytest.param(1, marks=pytest.mark.audit)])
@pytest.mark.parametrize("name_of_value", HOSTILE)
def test_no_field_with_a_wrong_value_is_a_mistake_of_ours(site: Site, name_of_value: str, step: int) -> None:
    value = HOSTILE[name_of_value]
    seen = {}
    for order, name in list(fields(site))[[*HOSTILE].index(name_of_value) % step :: step]:
        site.shop.twist = partial(replaced, name, value)
        seen[name] = visited(site, order)
    assert len(seen) > 100 / step
    gone = {"order": 404} if value is None else {}
    assert {name: status for name, status in seen.items() if status not in {200, 503}}.items() <= gone.items()
    site.shop.twist = lambda said: said
    assert {visited(site, order) for order in RICHEST} == {200}


@pytest.mark.parametrize("step", [24, pytest.param(1, marks=pytest.mark.audit)])
def test_no_field_that_is_missing_is_a_mistake_of_ours(site: Site, step: int) -> None:
    seen = {}
    for order, name in list(fields(site))[::step]:
        site.shop.twist = partial(without, name)
        seen[name] = visited(site, order)
    assert {name: status for name, status in seen.items() if status not in {200, 503}} == {}


@pytest.mark.parametrize("behavior", NOTHING.values(), ids=NOTHING)
def test_an_answer_without_an_order_says_nothing_about_the_order(
    site: Site, clock: Clock, behavior: Behavior, caplog: pytest.LogCaptureFixture
) -> None:
    site.state()
    clock.advance(minutes=10)
    site.shop.fault = behavior
    assert site.state() == (True, FIRST)
    assert [record.levelname for record in caplog.records if record.name.startswith("tracking.")]
    assert site.order("#1002").status_code == 503
    answers = [site.look_up(*each) for each in product(("#1001", "#99999"), (EMAIL, "eve@example.com"))]
    assert [answer.status_code for answer in answers] == [503] * 4
    site.shop.fault = None
    clock.advance(minutes=1)
    assert not site.state()[0]


def stumbling(said: Json) -> Json:
    """One field is missing, and an error beside the data says so."""
    errors: Json = [{"path": ["order", "shippingLine"], "extensions": {"code": "INTERNAL_SERVER_ERROR"}}]
    return {**as_object(without("shippingLine", said)), "errors": errors}


@pytest.mark.parametrize("name", ["#1001", "#1003"], ids=["moving", "done"])
def test_partial_order_is_shown_and_fetched_again_within_a_minute(site: Site, clock: Clock, name: str) -> None:
    site.state("#1002")
    site.shop.twist = stumbling
    assert site.state(name) == (False, FIRST)
    site.shop.twist = lambda said: said
    clock.advance(minutes=1)
    assert site.state(name) == (False, "2026-11-22T14:06:00Z")


@pytest.mark.parametrize("rate", [5e-324, 1e-9, 1.0])
def test_a_bucket_that_nobody_can_believe_makes_nobody_wait_for_ever(site: Site, clock: Clock, rate: float) -> None:
    bucket: Json = {"maximumAvailable": 1e300, "currentlyAvailable": 0, "restoreRate": rate}
    site.shop.twist = partial(replaced, "throttleStatus", bucket)
    site.state()
    answer = site.order("#1002")
    assert answer.status_code in {200, 503}
    assert int(answer.headers.get("Retry-After", 0)) <= 3600
    site.shop.twist = lambda said: said
    clock.advance(minutes=2)
    assert not site.state("#1002")[0]


def test_json_with_another_content_type_is_read(site: Site) -> None:
    site.shop.headers = {"Content-Type": "text/html"}
    assert not site.state()[0]
