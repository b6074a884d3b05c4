from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from flask import Flask

from tests.cli.doctor.diagnosing import CLIENT, Said, diagnose
from tests.parts import harbor_goods
from tracking.demo import CONTACT_FIELDS
from tracking.demo.store import Node

NAMED = {"SHOPIFY_CLIENT_ID": CLIENT[0], "SHOPIFY_CLIENT_SECRET": CLIENT[1]}


def said_of(app: Flask) -> Said:
    (said,) = diagnose(app).of("e-mail")
    return said


def test_addresses_that_can_be_read_are_well(app_of: Callable[..., Flask], open_shop: Callable[..., str]) -> None:
    assert said_of(app_of(open_shop())).state == "ok"


@pytest.mark.parametrize(
    ("settings", "place"),
    [({}, "the plan Grow"), (NAMED, "Dev Dashboard (your app > API access requests)")],
)
def test_hidden_addresses_must_be_mended_where_the_kind_of_app_says(
    app_of: Callable[..., Flask], open_shop: Callable[..., str], settings: dict[str, str], place: str
) -> None:
    said = said_of(app_of(open_shop(replace(harbor_goods(), hidden=CONTACT_FIELDS)), **settings))
    assert said.state == "!!"
    assert place in said.fix


@pytest.mark.parametrize(
    ("orders", "words"),
    [([], "no order yet"), ([{**order, "email": None} for order in harbor_goods().orders], "None of the newest")],
)
def test_what_no_order_shows_cannot_be_told(
    app_of: Callable[..., Flask], open_shop: Callable[..., str], orders: Sequence[Node], words: str
) -> None:
    said = said_of(app_of(open_shop(replace(harbor_goods(), orders=orders))))
    assert said.state == "?"
    assert words in said.words


def test_without_an_answer_it_cannot_be_told(app_of: Callable[..., Flask]) -> None:
    said = said_of(app_of("http://127.0.0.1:1"))
    assert (said.state, said.fix) == ("?", "Mend what is said of access first.")
