"""The promises that the project makes about itself."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from tests.parts import Clock
from tracking import create_app
from tracking.demo import examples
from tracking.order.codes import STAGES, Condition, NextStep, Reason, Route, Stage
from tracking.order.journey import journey
from tracking.order.missing import missing
from tracking.order.reasons import REASONS
from tracking.order.stages import LABELS
from tracking.settings import Settings

if TYPE_CHECKING:
    from tracking.order.view import Journey
    from tracking.services import Services

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()

SETTINGS = {field.name.upper() for field in fields(Settings)}

# Releases below these have known holes.
FLOORS = {
    "flask": (3, 1, 3),
    "werkzeug": (3, 1, 6),
    "jinja2": (3, 1, 6),
    "requests": (2, 33, 0),
    "urllib3": (2, 7, 0),
    "itsdangerous": (2, 2, 0),
    "waitress": (3, 0, 1),
}


def pinned(file: str) -> dict[str, tuple[int, ...]]:
    found = re.findall(r"^([a-z0-9-]+)==([\d.]+)", (ROOT / "requirements" / file).read_text(), re.MULTILINE)
    return {name: tuple(map(int, version.strip(".").split("."))) for name, version in found}


@pytest.mark.parametrize("file", ["runtime.txt", "dev.txt"])
def test_no_package_with_a_known_hole_is_installed(file: str) -> None:
    versions = pinned(file)
    assert {name: versions[name] for name, floor in FLOORS.items() if versions[name] < floor} == {}


@pytest.mark.parametrize("file", ["runtime.txt", "dev.txt"])
def test_requirements_are_pinned_with_hashes_and_name_no_index(file: str) -> None:
    text = (ROOT / "requirements" / file).read_text()
    packages = [line for line in text.splitlines() if line and line[0].isalnum()]
    assert all("==" in line for line in packages)
    assert text.count("--hash=sha256:") >= len(packages)
    assert "://" not in text


def test_every_dependency_has_its_reason_in_the_readme() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = [re.split(r"[><=]", wanted)[0] for wanted in project["dependencies"]]
    stands_on = README.partition("## What it stands on")[2].lower()
    assert [name for name in names if name not in stands_on] == []


def test_every_setting_stands_in_the_readme() -> None:
    assert [name for name in sorted(SETTINGS) if f"`{name}`" not in README] == []


def test_the_readme_names_no_setting_that_does_not_exist() -> None:
    table = README.partition("## Settings")[2].partition("## Routes")[0]
    named = set(re.findall(r"`([A-Z][A-Z_]+)`", table)) - {"NAME_FILE"}
    assert named == SETTINGS


def test_every_route_stands_in_the_readme(app: Flask) -> None:
    routes = README.partition("## Routes")[2].partition("## ")[0].replace("&lt;", "<")
    rules = {re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", rule.rule) for rule in app.url_map.iter_rules()}
    missing = {rule for rule in rules if rule not in routes and rule.replace("name", "path") not in routes}
    assert {rule for rule in missing if not (rule.endswith("/live") and "live" in routes)} == set()


def test_every_file_that_the_readme_names_is_there() -> None:
    named = set(re.findall(r"`((?:tracking|static|templates|tests)/[\w/.]+)`", README))
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_every_reason_has_words_for_the_customer_and_the_shop() -> None:
    assert missing(REASONS, Reason, what="words", module="tracking/order/reasons.py") == []


def test_every_stage_has_a_label_and_a_route() -> None:
    assert missing(LABELS, Stage, what="label", module="tracking/order/stages.py") == []
    on_routes = {stage: route for route, stages in STAGES.items() for stage in stages}
    assert missing(on_routes, Stage, what="route", module="tracking/order/codes.py") == []


@pytest.fixture(scope="module")
def journeys() -> "dict[str, Journey]":
    """What the page says about every demo order."""
    clock = Clock()
    parts: Services = create_app(Settings.from_environ({}), clock=clock).extensions["whereabouts"]
    said = {}
    for example in examples():
        found = parts.lookup.find(example.order, example.email or example.phone or "")
        said[example.slug] = journey(parts.lookup.order(found).order, clock(), parts.policy)
    return said


def _reasons(said: "Journey") -> Iterator[Reason | None]:
    yield said.headline.reason
    yield said.payment.reason
    yield from (parcel.reason for parcel in said.parcels)
    yield from (back.reason for back in said.returns)


def test_every_reason_has_a_demo_order(journeys: "dict[str, Journey]") -> None:
    shown = {reason for said in journeys.values() for reason in _reasons(said)}
    assert set(Reason) - shown == set()


def test_every_route_and_every_stage_of_it_has_a_demo_order(journeys: "dict[str, Journey]") -> None:
    shown = {(parcel.route, parcel.stage) for said in journeys.values() for parcel in said.parcels}
    shown |= {(Route.RETURN, back.stage) for said in journeys.values() for back in said.returns if back.stage}
    wanted = {(route, stage) for route, stages in STAGES.items() for stage in stages}
    # On the way to these there is a moment at most: no order rests there.
    passing = {(route, stage) for route, stage in wanted if stage in (Stage.ORDERED, Stage.CONFIRMED)}
    assert wanted - shown - passing == set()


def test_every_condition_has_a_demo_order(journeys: "dict[str, Journey]") -> None:
    assert {said.headline.condition for said in journeys.values()} == set(Condition)


def test_every_next_step_but_rating_has_a_demo_order(journeys: "dict[str, Journey]") -> None:
    shown = {said.advice.code for said in journeys.values()}
    assert set(NextStep) - shown == {NextStep.RATE}  # needs REVIEW_URL


def _decides(module: Path) -> bool:
    """Whether it holds a function: modules that are nothing but rows or shapes are tested by those who read them."""
    return any(isinstance(node, ast.FunctionDef) for node in ast.parse(module.read_text()).body)


def _is_tested(module: Path) -> bool:
    """A file of its own; the demo orders, one long list by themes, share one."""
    folder = ROOT / "tests" / module.relative_to(ROOT / "tracking").parent
    name = "orders" if folder.match("demo/orders") else module.stem
    return (folder / f"test_{name}.py").exists()


def test_every_module_that_decides_has_a_test_file() -> None:
    modules = [path for path in sorted((ROOT / "tracking").rglob("*.py")) if path.stem != "__init__"]
    assert [str(path.relative_to(ROOT)) for path in modules if _decides(path) and not _is_tested(path)] == []


def test_the_brand_of_the_product_stands_on_no_customers_page() -> None:
    shown = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static").rglob("*.css"), *(ROOT / "static").rglob("*.js")]
    assert [str(path.relative_to(ROOT)) for path in shown if "whereabouts" in path.read_text().lower()] == []
