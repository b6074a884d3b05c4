import json
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tests.sampling import each_row
from tracking.durations.percentiles import LEAST_VALUES
from tracking.durations.steps import MAX_NAME, TimedStep
from tracking.durations.usual_times import (
    DAYS,
    MOST_FIGURES,
    RECENT_DAYS,
    RETENTION_DAYS,
    UsualTime,
    UsualTimes,
    usual_times,
)

TODAY = date(2026, 11, 18)  # a Wednesday


@dataclass(frozen=True, kw_only=True)
class Step:
    step: str = "arrived"
    started_on: date = TODAY - timedelta(days=9)
    ended_on: date = TODAY - timedelta(days=7)
    hours: int = 48
    carrier: str | None = "postnord-se"
    shipping_method: str | None = "Standard"
    country: str | None = "NO"
    location: str | None = "Malmö"
    product_type: str | None = None


STEP = Step()
OSLO = {"carrier": "postnord-se", "shipping_method": "Standard", "country": "NO", "location": "Malmö"}


def times(*steps: Step) -> UsualTimes:
    return usual_times(steps, TODAY)


def test_median_and_most_are_half_days_that_are_not_exceeded() -> None:
    hours = [*[24] * 10, *[49] * 8, *[90] * 2]
    found = times(*(replace(STEP, hours=each) for each in hours)).of(TimedStep.ARRIVED, **OSLO)
    assert found == UsualTime(median=2, most=5, names=("carrier", "shipping_method", "country", "location"))


def test_steps_of_the_shop_are_counted_in_working_days() -> None:
    friday = TODAY - timedelta(days=5)
    sent = Step(step="sent", started_on=friday, ended_on=friday + timedelta(days=3), hours=70)
    found = times(*[sent] * LEAST_VALUES).of(TimedStep.SENT, location="Malmö")
    assert found == UsualTime(median=2, most=2, names=("location",))


def test_a_name_is_found_by_as_much_of_it_as_is_kept() -> None:
    long = "Home & Garden > " * 12
    sent = Step(step="sent", product_type=long[:MAX_NAME])
    found = times(*[sent] * LEAST_VALUES).of(TimedStep.SENT, product_type=long)
    assert found
    assert found.names == ("product_type",)


@each_row(
    ("values", "names"),
    [
        ({}, ("carrier", "shipping_method", "country", "location")),
        ({"location": "Lund"}, ("carrier", "shipping_method", "country")),
        ({"shipping_method": "Express"}, ("carrier", "country")),
        ({"carrier": None}, ("country",)),
        ({"carrier": "dhl-de", "location": None}, ("country",)),
    ],
)
def test_the_narrowest_group_with_a_figure_counts(values: dict[str, str | None], names: tuple[str, ...]) -> None:
    found = times(*[STEP] * LEAST_VALUES).of(TimedStep.ARRIVED, **OSLO | values)
    assert found
    assert found.names == names


def test_a_wider_group_counts_where_a_narrow_one_has_too_few() -> None:
    express = replace(STEP, shipping_method="Express", hours=12)
    found = times(*[STEP] * LEAST_VALUES, *[express] * (LEAST_VALUES - 1))
    assert found.of(TimedStep.ARRIVED, **OSLO) == UsualTime(
        median=4, most=4, names=("carrier", "shipping_method", "country", "location")
    )
    assert found.of(TimedStep.ARRIVED, **OSLO | {"shipping_method": "Express"}) == UsualTime(
        median=4, most=4, names=("carrier", "country")
    )


def test_nothing_is_known_of_too_few_of_another_country_or_of_long_ago() -> None:
    assert times(*[STEP] * (LEAST_VALUES - 1)) == UsualTimes()
    assert times(*[replace(STEP, ended_on=TODAY - timedelta(days=DAYS))] * 99) == UsualTimes()
    assert times(*[replace(STEP, ended_on=TODAY + timedelta(days=1))] * 99) == UsualTimes()
    assert times(*[STEP] * 99).of(TimedStep.ARRIVED, **OSLO | {"country": "JP"}) is None
    assert times(*[STEP] * 99).of(TimedStep.SENT, **OSLO) is None


def test_unknown_value_of_a_step_makes_no_group() -> None:
    assert times(*[replace(STEP, country=None)] * 99) == UsualTimes()
    found = times(*[replace(STEP, carrier=None, shipping_method=None)] * 99)
    assert {time.names for time in found.figures.values()} == {("country",)}


def test_the_last_days_count_alone_where_they_differ() -> None:
    before = replace(STEP, ended_on=TODAY - timedelta(days=RECENT_DAYS + 1))
    slow = replace(STEP, hours=96)
    usual = times(*[before] * 200, *[slow] * 4, *[STEP] * 26).of(TimedStep.ARRIVED, **OSLO)
    assert usual
    assert usual.most == 4
    changed = times(*[before] * 200, *[slow] * 20, *[STEP] * 10).of(TimedStep.ARRIVED, **OSLO)
    assert changed
    assert (changed.median, changed.most) == (8, 8)


def test_a_narrow_group_follows_the_change_of_a_wider_one() -> None:
    before = replace(STEP, ended_on=TODAY - timedelta(days=RECENT_DAYS + 1))
    slow, express = replace(STEP, hours=96), replace(before, shipping_method="Express")
    found = times(*[before] * 200, *[express] * 50, *[slow] * 40)
    time = found.of(TimedStep.ARRIVED, **OSLO | {"shipping_method": "Express"})
    assert time == UsualTime(median=8, most=8, names=("carrier", "country"))


def test_usual_times_are_kept_as_json() -> None:
    found = times(*[STEP] * 30, *[Step(step="sent")] * 30)
    assert UsualTimes.from_json(json.loads(json.dumps(found.to_json()))) == found


def test_step_goes_by_the_figures_of_the_day_it_began() -> None:
    tomorrow = TODAY + timedelta(days=1)
    first = times(*[STEP] * 30).after(UsualTimes(), TODAY)
    slower = times(*[replace(STEP, hours=96)] * 30).after(first, TODAY)
    assert UsualTimes.from_json(json.loads(json.dumps(slower.to_json()))) == slower
    for begun_on, most in ((None, 8), (tomorrow, 8), (TODAY, 4), (date(2020, 1, 1), 4)):
        found = slower.of(TimedStep.ARRIVED, begun_on, **OSLO)
        assert found
        assert found.most == most
    gone = UsualTimes().after(slower, tomorrow)
    assert gone.of(TimedStep.ARRIVED, **OSLO) is None
    assert gone.of(TimedStep.ARRIVED, TODAY, **OSLO) == first.of(TimedStep.ARRIVED, **OSLO)
    back = first.after(gone, tomorrow + timedelta(days=1))
    assert back.of(TimedStep.ARRIVED, tomorrow + timedelta(days=1), **OSLO) is None
    assert not back.after(back, TODAY + timedelta(days=RETENTION_DAYS + 3)).past


def test_figures_kept_without_product_type_are_of_any_type() -> None:
    kept = [["sent", None, None, "SE", None, 2, 4], ["sent", *[None] * 6, "2026-11-10"], ["postnord-se", 7]]
    now = [["sent", None, None, "SE", None, None, 2, 4], ["sent", *[None] * 7, "2026-11-10"], ["postnord-se", 7]]
    assert UsualTimes.from_json(kept) == UsualTimes.from_json(now)
    assert UsualTimes.from_json(kept).to_json() == now


@each_row(
    "kept",
    [None, {}, [["arrived"]], [["walked", *[None] * 5, 1, 2]], [3], [[]], [["sent", *[None] * 3, 2, 4]]],
)
def test_figures_of_another_release_are_not_read(kept: object) -> None:
    assert UsualTimes.from_json(kept) == UsualTimes()


def test_the_figures_of_the_most_steps_are_kept() -> None:
    towns = [replace(STEP, location=f"Town {each}") for each in range(MOST_FIGURES)]
    found = times(*towns * LEAST_VALUES)
    assert len(found.figures) == MOST_FIGURES
    assert found.of(TimedStep.ARRIVED, country="NO")


CHAIR = Step(step="sent", started_on=TODAY - timedelta(days=14), product_type="Furniture")  # ended on a Wednesday
MUG = replace(CHAIR, started_on=TODAY - timedelta(days=8), product_type="Mugs")


def test_time_to_send_goes_by_product_type_first() -> None:
    found = times(*[CHAIR] * LEAST_VALUES, *[MUG] * 100, *[replace(MUG, product_type="Lamps")] * (LEAST_VALUES - 1))
    names = ("shipping_method", "location", "product_type")
    assert found.of(TimedStep.SENT, **OSLO, product_type="Furniture") == UsualTime(median=10, most=10, names=names)
    assert found.of(TimedStep.SENT, **OSLO, product_type="Mugs") == UsualTime(median=2, most=2, names=names)
    narrow = found.of(TimedStep.SENT, **OSLO | {"location": "Lund", "shipping_method": "Express"}, product_type="Mugs")
    assert narrow == UsualTime(median=2, most=2, names=("product_type",))
    for product_type in ("Lamps", None):
        wider = found.of(TimedStep.SENT, **OSLO, product_type=product_type)
        assert wider == UsualTime(median=2, most=10, names=("shipping_method", "country", "location"))


def test_a_rare_type_is_known_by_its_past_where_too_few_follow_a_change() -> None:
    past = TODAY - timedelta(days=21)
    chairs = [replace(CHAIR, started_on=past - timedelta(days=7), ended_on=past)] * LEAST_VALUES + [CHAIR] * 3
    mugs = [replace(MUG, started_on=past - timedelta(days=1), ended_on=past)] * 200
    slower = [replace(MUG, started_on=TODAY - timedelta(days=9))] * 100
    found = times(*chairs, *mugs, *slower)
    chair, mug = (found.of(TimedStep.SENT, **OSLO, product_type=each) for each in ("Furniture", "Mugs"))
    assert chair
    assert chair.median == 10
    assert mug
    assert mug.median == 4
    alike = times(*[replace(each, product_type="Lamps") for each in mugs[:LEAST_VALUES]], *mugs, *slower)
    lamp = alike.of(TimedStep.SENT, **OSLO, product_type="Lamps")
    assert lamp
    assert (lamp.median, "product_type" in lamp.names) == (4, False)


def test_a_small_location_keeps_its_own_past_while_a_large_one_changes() -> None:
    past = TODAY - timedelta(days=21)
    large = [replace(MUG, started_on=past - timedelta(days=1), ended_on=past)] * 200
    slower = [replace(MUG, started_on=TODAY - timedelta(days=9))] * 100  # two working days
    small = replace(MUG, location="Lund", started_on=past - timedelta(days=7), ended_on=past)  # five
    recent = replace(small, started_on=TODAY - timedelta(days=14), ended_on=TODAY - timedelta(days=7))

    def median_of(location: str, *its_steps: Step) -> int:
        found = times(*large, *slower, *its_steps).of(TimedStep.SENT, **OSLO | {"location": location})
        assert found
        return found.median

    unchanged = [*[small] * LEAST_VALUES, *[recent] * 9]
    assert median_of("Malmö", *unchanged) == 4
    assert median_of("Lund", *unchanged) == 10
    has_changed_too = [*[small] * LEAST_VALUES, *[replace(recent, started_on=TODAY - timedelta(days=9))] * 9]
    assert median_of("Lund", *has_changed_too) == 4
