from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest

from tests.database import kept_rows
from tracking.database import Database, step_durations
from tracking.database.step_durations import StepDurationRow

DAY = date(2026, 11, 20)
ROW = StepDurationRow(
    step="arrived",
    started_on=DAY - timedelta(days=2),
    ended_on=DAY,
    hours=49,
    carrier="postnord",
    shipping_method="Standard",
    service="Manual",
    country="NO",
    location="Whitby",
)
BARE = StepDurationRow(step="sent", started_on=DAY, ended_on=DAY, hours=3)
LATER = replace(BARE, ended_on=DAY + timedelta(days=1))


def test_steps_are_read_by_the_day_on_which_they_ended(database: Database) -> None:
    with database.write() as transaction:
        step_durations.add(transaction, [LATER, ROW], is_imported=False)
        step_durations.add(transaction, [BARE], is_imported=True)
        step_durations.add(transaction, [], is_imported=True)
    with database.read() as transaction:
        assert kept_rows.steps(transaction) == [ROW, BARE, LATER]
        assert step_durations.some_since(transaction, LATER.ended_on, most=9) == [LATER]


@pytest.mark.both_databases
def test_an_import_is_removed_and_what_the_next_one_brings(database: Database) -> None:
    with database.write() as transaction:
        step_durations.add(transaction, [ROW, LATER], is_imported=False)
        step_durations.add(transaction, [BARE, replace(ROW, ended_on=LATER.ended_on)], is_imported=True)
        assert step_durations.remove_imported(transaction, until=DAY) == 3
        assert kept_rows.steps(transaction) == [LATER]


@pytest.mark.both_databases
def test_of_too_many_steps_some_are_read_from_all_days(database: Database) -> None:
    days = [replace(ROW, ended_on=DAY + timedelta(days=each)) for each in range(60)]
    with database.write() as transaction:
        step_durations.add(transaction, days, is_imported=False)
        assert step_durations.some_since(transaction, DAY, most=60) == days
        assert len(step_durations.some_since(transaction, DAY + timedelta(days=30), most=30)) == 30
        some = step_durations.some_since(transaction, DAY, most=20)
    assert len(some) == 20
    assert {row.ended_on.month for row in some} == {11, 12, 1}


def test_earlier_days_are_forgotten(database: Database) -> None:
    with database.write() as transaction:
        step_durations.add(transaction, [ROW, LATER], is_imported=False)
        assert step_durations.forget_before(transaction, LATER.ended_on) == 1
        assert kept_rows.steps(transaction) == [LATER]
        assert step_durations.remove_all(transaction) == 1


def test_a_rare_shipping_method_loses_its_name(database: Database) -> None:
    typed = replace(ROW, shipping_method="Bring it to the neighbor")
    with database.write() as transaction:
        step_durations.add(transaction, [ROW, ROW, typed, BARE], is_imported=True)
        assert step_durations.forget_rare_names(transaction, least=2) == 1
        found = kept_rows.steps(transaction)
    assert found == [ROW, ROW, replace(ROW, shipping_method=None), BARE]


@pytest.mark.both_databases
def test_a_rare_product_type_loses_its_name_whatever_the_method_is(database: Database) -> None:
    mugs, anchor = replace(ROW, product_type="Mugs"), replace(BARE, product_type="Anchors")
    with database.write() as transaction:
        step_durations.add(transaction, [mugs, replace(mugs, shipping_method=None), anchor], is_imported=False)
        assert step_durations.forget_rare_names(transaction, least=2, before=DAY) == 0
        assert step_durations.forget_rare_names(transaction, least=2) == 2  # the anchor, and the only method
        found = kept_rows.steps(transaction)
    assert [row.product_type for row in found] == ["Mugs", "Mugs", None]


@pytest.mark.both_databases
def test_a_name_in_several_steps_of_few_orders_is_rare(database: Database) -> None:
    typed = [replace(ROW, step=step, shipping_method="Bring it to the neighbor") for step in ("first_scan", "arrived")]
    with database.write() as transaction:
        step_durations.add(transaction, [ROW, ROW, *typed], is_imported=True)
        assert step_durations.forget_rare_names(transaction, least=2) == 2
        found = kept_rows.steps(transaction)
    assert [row.shipping_method for row in found] == ["Standard", "Standard", None, None]


@pytest.mark.both_databases
def test_of_the_names_of_an_erased_order_the_rare_ones_are_forgotten(database: Database) -> None:
    mugs, anchor = replace(ROW, product_type="Mugs"), replace(BARE, product_type="Anchors")
    with database.write() as transaction:
        step_durations.add(transaction, [mugs, mugs, anchor], is_imported=False)
        forget = partial(step_durations.forget_names_if_rare, transaction, least=2)
        assert forget(shipping_methods=[], product_types=[]) == 0
        assert forget(shipping_methods=[str(ROW.shipping_method)], product_types=["Mugs", "Cups"]) == 0
        assert forget(shipping_methods=[], product_types=["Anchors"]) == 1
        found = kept_rows.steps(transaction)
    assert [row.product_type for row in found] == ["Mugs", "Mugs", None]


@pytest.mark.both_databases
def test_a_new_one_keeps_it_for_a_while(database: Database) -> None:
    with database.write() as transaction:
        step_durations.add(transaction, [ROW], is_imported=False)
        assert step_durations.forget_rare_names(transaction, least=2, before=DAY) == 0
        assert step_durations.forget_rare_names(transaction, least=2, before=LATER.ended_on) == 1
