from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from tests.doctor.doctor_report import CLIENT, DoctorReport, PrintedFinding
from tests.fakes import harbor_goods
from tracking.demo import CONTACT_FIELDS
from tracking.demo.store import Node

NAMED = {"SHOPIFY_CLIENT_ID": CLIENT[0], "SHOPIFY_CLIENT_SECRET": CLIENT[1]}


def said_of(report: DoctorReport) -> PrintedFinding:
    (said,) = report.of("e-mail")
    return said


def test_readable_addresses_are_ok(look_at: Callable[..., DoctorReport], open_shop: Callable[..., str]) -> None:
    assert said_of(look_at(open_shop())).state == "ok"


@pytest.mark.parametrize(
    ("settings", "place"),
    [({}, "the plan Grow"), (NAMED, "Dev Dashboard (your app > API access requests)")],
)
def test_hidden_addresses_are_an_error_with_the_fix_for_the_kind_of_app(
    look_at: Callable[..., DoctorReport], open_shop: Callable[..., str], settings: dict[str, str], place: str
) -> None:
    said = said_of(look_at(open_shop(replace(harbor_goods(), hidden=CONTACT_FIELDS)), **settings))
    assert said.state == "!!"
    assert place in said.fix


@pytest.mark.parametrize(
    ("orders", "words"),
    [([], "no order yet"), ([{**order, "email": None} for order in harbor_goods().orders], "None of the newest")],
)
def test_orders_without_an_address_are_a_note(
    look_at: Callable[..., DoctorReport], open_shop: Callable[..., str], orders: Sequence[Node], words: str
) -> None:
    said = said_of(look_at(open_shop(replace(harbor_goods(), orders=orders))))
    assert said.state == "?"
    assert words in said.message


def test_missing_answer_is_a_note(look_at: Callable[..., DoctorReport]) -> None:
    said = said_of(look_at("http://127.0.0.1:1"))
    assert (said.state, said.fix) == ("?", "Mend what is said of access first.")
