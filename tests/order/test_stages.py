import re

from tests.order.builders import english, phrases
from tracking.order.missing import missing
from tracking.order.shipment_state import RANK
from tracking.order.stages import LABELS, ROUTE_TEXTS, STAGE_EQUIVALENTS, TEXTS, stage_text
from tracking.order.vocabulary import STAGES, Route, Stage

DELIVERIES = [route for route in STAGES if route not in (Route.RETURN, Route.CANCELLED)]


def test_every_stage_has_a_label() -> None:
    assert missing(LABELS, Stage, content="label", module="tracking/order/stages.py") == []


def test_every_stage_of_a_delivery_has_a_title_and_a_text() -> None:
    for route in DELIVERIES:
        for stage in STAGES[route]:
            title, text = stage_text(route, stage)
            assert not english(title).endswith(".")
            assert english(text).endswith(".")


def test_every_stage_of_a_delivery_has_a_row() -> None:
    stages = sorted({stage for route in DELIVERIES for stage in STAGES[route]})
    assert missing(TEXTS, stages, content="words", module="tracking/order/stages.py") == []


def test_every_route_has_steps() -> None:
    assert missing(STAGES, Route, content="steps", module="tracking/order/vocabulary.py") == []


def test_route_may_have_its_own_stage_text() -> None:
    assert english(stage_text(Route.SHIP, Stage.PREPARING)[1]) != english(stage_text(Route.PICKUP, Stage.PREPARING)[1])


def test_route_texts_are_for_steps_of_the_route() -> None:
    assert all(stage in STAGES[route] for route, stage in ROUTE_TEXTS)


def test_every_stage_that_a_carrier_can_report_has_a_step_on_every_route_it_can_take() -> None:
    carriers = [stage for stage in RANK if stage not in (Stage.ORDERED, Stage.CONFIRMED, Stage.SENT, Stage.COMPLETED)]
    for route in (Route.SHIP, Route.PICKUP_POINT, Route.PICKUP, Route.LOCAL_DELIVERY):
        for stage in carriers:
            if stage not in STAGES[route]:
                gaps = missing(
                    STAGE_EQUIVALENTS, [(route, stage)], content="equivalent", module="tracking/order/stages.py"
                )
                assert gaps == []
                assert STAGE_EQUIVALENTS[route, stage] in STAGES[route]


def test_no_stage_equivalent_exists_for_a_step_of_the_route() -> None:
    assert not any(stage in STAGES[route] for route, stage in STAGE_EQUIVALENTS)


def test_no_stage_text_contains_a_shopify_status() -> None:
    for phrase in phrases((*LABELS.values(), *TEXTS.values(), *ROUTE_TEXTS.values())):
        assert not re.search(r"!|fulfil|fraud|_", english(phrase), re.IGNORECASE)
