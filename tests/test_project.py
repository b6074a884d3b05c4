"""The promises that the project makes about itself."""

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml  # type: ignore[import-untyped]
from flask import Flask
from prometheus_client import Metric
from prometheus_client.registry import Collector

from tests.demo_orders import orders
from tests.fakes import NOW, Clock
from tests.web.views.test_order_json import KEYS, shapes
from tracking import create_app
from tracking.cli.main import main
from tracking.database.orders import OrderCount
from tracking.database.tables import metadata
from tracking.database.tasks import TaskCount
from tracking.directory.retention import RULES as RETENTION_RULES
from tracking.notices.metrics import LetterFigures, answer_families
from tracking.notices.metrics import families as notice_families
from tracking.order.missing import missing
from tracking.order.reasons import REASONS
from tracking.order.stages import LABELS
from tracking.order.status import order_status
from tracking.order.vocabulary import (
    STAGES,
    Condition,
    EntryKind,
    NextStep,
    Reason,
    RemovedReason,
    Route,
    Stage,
    StepState,
)
from tracking.running.metrics import Metrics
from tracking.settings import Settings
from tracking.worker.metrics import families

if TYPE_CHECKING:
    from tracking.order.status_types import OrderStatus
    from tracking.services import Services

ROOT = Path(__file__).parent.parent
DOCUMENTS = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
}
README, REFERENCE = DOCUMENTS["README.md"], DOCUMENTS["docs/reference.md"]
LONGEST_README = 150

LARGEST_PICTURES = 1_000_000  # bytes, all of them together

SETTINGS = {field.name.upper() for field in fields(Settings)}
# Names in the documents that are other programs' settings.
OF_OTHERS = {"WHEREABOUTS_VERSION"}

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


def section(title: str, document: str = REFERENCE) -> str:
    """The text under a heading, its own subsections included."""
    _, found, rest = document.partition(f"\n## {title}\n")
    assert found, title
    return rest.partition("\n## ")[0]


def test_the_readme_is_read_in_one_go() -> None:
    assert len(README.splitlines()) <= LONGEST_README
    assert all(f"make {target}" in README for target in ("run", "test", "setup"))


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = {re.split(r"[\[><=]", wanted)[0] for wanted in project["dependencies"]}
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \|$", section("What it stands on"), re.MULTILINE)
    given = {name for row in rows for name in row.lower().split(", ")} - {"package"}
    assert given == names


def test_every_setting_stands_in_the_reference_and_no_other() -> None:
    rows = re.findall(r"^\| (`[^|]+`) \|", section("Settings"), re.MULTILINE)
    assert sorted(name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)) == sorted(SETTINGS)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_document_sets_a_setting_that_does_not_exist(name: str) -> None:
    assigned = set(re.findall(r"\b([A-Z][A-Z]+_[A-Z_]+)=", DOCUMENTS[name])) - OF_OTHERS
    assert {setting.removesuffix("_FILE") if setting not in SETTINGS else setting for setting in assigned} <= SETTINGS


def test_every_route_stands_in_the_reference(app: Flask) -> None:
    routes = section("Routes").replace("&lt;", "<")
    rules = {re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", rule.rule) for rule in app.url_map.iter_rules()}
    missing = {rule for rule in rules if rule not in routes and rule.replace("name", "path") not in routes}
    assert {rule for rule in missing if not (rule.endswith("/live") and "live" in routes)} == set()


def test_every_command_stands_in_the_reference_and_no_other() -> None:
    rows = re.findall(r"^\| `([a-z-]+)(?: [A-Z]+)?` \|", section("Commands"), re.MULTILINE)
    assert sorted(rows) == sorted(main.commands)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_names_only_commands_and_targets_that_there_are(name: str) -> None:
    document = DOCUMENTS[name].partition("\n## 0.1.0 ")[0]  # older releases had others
    commands = set(re.findall(r"(?:bin/whereabouts|`whereabouts|exec site whereabouts) ([a-z-]+)", document))
    assert commands <= set(main.commands)
    targets = set(re.findall(r"(?:^|`|&& )make ([a-z-]+)", document, re.MULTILINE))
    known = set(re.findall(r"^([a-z-]+)[a-z -]*:", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert targets - known - {"environment-runtime", "environment-dev"} == set()


def test_every_key_of_the_json_stands_in_the_reference() -> None:
    (example,) = re.findall(r"^```json\n(.*?)^```$", section("The page as JSON"), re.MULTILINE | re.DOTALL)
    documented = {(path, frozenset(keys)) for path, keys in KEYS.items()}
    assert shapes(json.loads(example)) == documented


@pytest.mark.parametrize("codes", [Condition, Route, Stage, StepState, NextStep, RemovedReason, EntryKind])
def test_every_code_of_the_json_stands_in_the_reference(codes: type[StrEnum]) -> None:
    written = set(re.findall(r"`([a-z_]+)`", section("The page as JSON")))
    assert {str(code) for code in codes} <= written


def test_every_file_that_a_document_names_is_there() -> None:
    named = {
        found
        for document in DOCUMENTS.values()
        for found in re.findall(r"`((?:tracking|static|templates|tests|docs|scripts)/[\w/.-]+)`", document)
    }
    of_others = {"templates/brand/greeting.html", "static/img/logo.svg", "static/fonts/"}
    made_by_the_reader = {name for name in named if "/is/" in name} | of_others
    assert [name for name in sorted(named - made_by_the_reader) if not (ROOT / name).exists()] == []


def test_every_name_that_a_document_gives_of_a_module_is_there() -> None:
    named = re.findall(r"`(\w+)` of\s+`([\w./]+\.py)`", "\n".join(DOCUMENTS.values()))
    modules = [path for folder in ("tracking", "tests") for path in (ROOT / folder).rglob("*.py")]
    missing = [
        (name, file)
        for name, file in named
        if not any(path.match(file) and re.search(rf"\b{name}\b", path.read_text()) for path in modules)
    ]
    assert named
    assert missing == []


def anchors(document: str) -> set[str]:
    """The anchors that GitHub makes of the headings, for links to them."""
    headings = re.findall(
        r"^#{1,6} (.+)$", re.sub(r"^```.*?^```$", "", document, flags=re.MULTILINE | re.DOTALL), re.MULTILINE
    )
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_between_the_documents_leads_somewhere(name: str) -> None:
    prose = re.sub(r"^```.*?^```$", "", DOCUMENTS[name], flags=re.MULTILINE | re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", prose):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = ((ROOT / name).parent / path).resolve() if path else ROOT / name
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target.read_text(encoding="utf-8")), link


def test_the_documents_count_carriers_and_languages_right() -> None:
    carriers = tomllib.loads((ROOT / "tracking/carriers/carriers.toml").read_text(encoding="utf-8"))
    counted = {int(found) for document in DOCUMENTS.values() for found in re.findall(r"(\d+)\s+carriers", document)}
    assert counted == {len(carriers)}
    catalogues = list((ROOT / "tracking/translations").glob("*/LC_MESSAGES/messages.po"))
    assert ("ten languages" in README) == (len(catalogues) + 1 == 10)  # English needs no catalogue


def test_every_document_is_linked_from_the_readme() -> None:
    linked = {link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", README)}
    assert DOCUMENTS.keys() - {"README.md"} <= linked


def test_the_pictures_are_small_and_all_of_them_are_shown() -> None:
    pictures = list((ROOT / "docs").rglob("*.png"))
    assert sum(picture.stat().st_size for picture in pictures) < LARGEST_PICTURES
    text = "".join(DOCUMENTS.values())
    assert [picture.name for picture in pictures if picture.name not in text] == []


class _Directory(Collector):
    """A directory that is being filled."""

    def collect(self) -> list[Metric]:
        counts = {"fetch_order": TaskCount(due=1, waiting=1, given_up=1, oldest_due=NOW)}
        return families(OrderCount(known=1, open=1), counts, NOW, fill={"listed": 1}, history={"phase": "done"})


class _Notices(Collector):
    """News that was sent, and some that waits; an answer."""

    def collect(self) -> list[Metric]:
        figures = LetterFigures(
            ended={("delayed", "sent"): 1}, waiting={"delayed": 1}, oldest_seconds=1, hour_letters=1, hour_limit=1
        )
        return [*notice_families(figures), *answer_families({"wait": 1}, {"wait": 1})]


def metric_names() -> set[str]:
    """Every sample that Prometheus may read, with its suffixes."""
    metrics = Metrics()
    metrics.request("page.order", "GET", 200, 0.1)
    metrics.cache("page")
    metrics.shopify_call("order", "answered", 0.1)
    metrics.webhook("orders/updated", "acted")
    metrics.channel_call("alert", "sent")
    metrics.add(_Directory())
    metrics.add(_Notices())
    text, _ = metrics.exposition()
    return set(re.findall(r"^(\w+)", text.decode(), re.MULTILINE))


@pytest.mark.parametrize("name", ["docs/monitoring/alerts.yml", "docs/monitoring/grafana.json", "docs/operate.md"])
def test_every_metric_that_is_watched_is_counted(name: str) -> None:
    known = metric_names()
    text = (ROOT / name).read_text(encoding="utf-8")
    if name.endswith(".md"):
        rows = re.findall(r"^\| (`[^|]+`) \|", section("Metrics", text), re.MULTILINE)
        named = {f"whereabouts_{found}" for row in rows for found in re.findall(r"`(\w+)`", row)}
        documented = {metric.removesuffix("_bucket").removesuffix("_sum").removesuffix("_count") for metric in known}
        assert named == {metric for metric in documented if metric.startswith("whereabouts_")}
    else:
        named = set(re.findall(r"\b(?:whereabouts|process)_\w+", text))
        assert len(named) > 5
        assert named <= known


def test_every_table_and_column_of_the_database_is_documented_with_its_end_and_its_reason() -> None:
    kept = DOCUMENTS["docs/operate.md"].partition("\n### What is kept\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", kept, re.MULTILINE)
    documented = {table: re.findall(r"`(\w+)`", columns) for table, columns, _, _ in rows}
    assert {table: sorted(columns) for table, columns in documented.items()} == {
        table.name: sorted(column.name for column in table.columns) for table in metadata.sorted_tables
    }
    of_orders = {table.name for table in metadata.sorted_tables if "order_id" in table.c} | {"orders"}
    ends = {table: end for table, _, end, _ in rows}
    assert [table for table in of_orders if "order" not in ends[table] and "erased" not in ends[table]] == []
    told = {table for rule in RETENTION_RULES for table in rule.tables}
    assert told == of_orders, "customers read of each table of an order: tracking/directory/retention.py"


def test_every_alert_is_documented() -> None:
    rules = yaml.safe_load((ROOT / "docs/monitoring/alerts.yml").read_text())
    alerts = [rule["alert"] for group in rules["groups"] for rule in group["rules"]]
    assert re.findall(r"^\| `(Whereabouts\w+)` \|", DOCUMENTS["docs/operate.md"], re.MULTILINE) == alerts


def test_the_changelog_begins_with_what_is_unreleased_and_ends_with_the_first_release() -> None:
    headings = re.findall(r"^## (.+)$", DOCUMENTS["CHANGELOG.md"], re.MULTILINE)
    releases = [re.fullmatch(r"(\d+\.\d+\.\d+) - \d{4}-\d\d-\d\d", heading) for heading in headings[1:]]
    assert headings[0] == "Unreleased"
    assert releases
    assert all(releases)
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert releases[0]
    assert releases[0][1] == version


def test_every_reason_has_words_for_the_customer_and_the_shop() -> None:
    assert missing(REASONS, Reason, content="words", module="tracking/order/reasons.py") == []


def test_every_stage_has_a_label_and_a_route() -> None:
    assert missing(LABELS, Stage, content="label", module="tracking/order/stages.py") == []
    on_routes = {stage: route for route, stages in STAGES.items() for stage in stages}
    assert missing(on_routes, Stage, content="route", module="tracking/order/vocabulary.py") == []


@pytest.fixture(scope="module")
def statuses() -> "dict[str, OrderStatus]":
    """The status of every demo order."""
    clock = Clock()
    app = create_app(Settings.from_environ({}), clock=clock, monotonic=clock.monotonic)
    services: Services = app.extensions["whereabouts"]
    return {slug: order_status(order, NOW, services.policy) for slug, order in orders().items()}


def _reasons(said: "OrderStatus") -> Iterator[Reason | None]:
    yield said.headline.reason
    yield said.payment.reason
    yield said.money.reason
    yield from (parcel.reason for parcel in said.parcels)
    yield from (back.reason for back in said.returns)


def test_every_reason_has_a_demo_order(statuses: "dict[str, OrderStatus]") -> None:
    shown = {reason for said in statuses.values() for reason in _reasons(said)}
    table = {reason: None for reason in shown if reason}
    assert missing(table, Reason, content="demo order", module="tracking/demo/orders/") == []


def test_every_route_and_every_stage_of_it_has_a_demo_order(statuses: "dict[str, OrderStatus]") -> None:
    shown = {(parcel.route, parcel.stage) for said in statuses.values() for parcel in said.parcels}
    shown |= {(Route.RETURN, back.stage) for said in statuses.values() for back in said.returns if back.stage}
    wanted = {(route, stage) for route, stages in STAGES.items() for stage in stages}
    # On the way to these there is a moment at most: no order rests there.
    passing = {(route, stage) for route, stage in wanted if stage in (Stage.ORDERED, Stage.CONFIRMED)}
    assert wanted - shown - passing == set()


def test_every_condition_has_a_demo_order(statuses: "dict[str, OrderStatus]") -> None:
    assert {said.headline.condition for said in statuses.values()} == set(Condition)


def test_every_next_step_but_rating_has_a_demo_order(statuses: "dict[str, OrderStatus]") -> None:
    shown = {said.advice.code for said in statuses.values()}
    assert set(NextStep) - shown == {NextStep.RATE}  # needs REVIEW_URL


def _decides(module: Path) -> bool:
    """Whether it holds a function: modules that are nothing but rows or shapes are tested by those who read them."""
    return any(isinstance(node, ast.FunctionDef) for node in ast.parse(module.read_text()).body)


def _is_tested(module: Path) -> bool:
    """A file of its own; the demo orders, one long list by themes, share one, and so do the database's migrations."""
    if module.match("migrations/versions/*.py"):
        return (ROOT / "tests/database/test_upgrade.py").exists()
    folder = ROOT / "tests" / module.relative_to(ROOT / "tracking").parent
    name = "orders" if folder.match("demo/orders") else module.stem
    return (folder / f"test_{name}.py").exists()


def test_every_module_that_decides_has_a_test_file() -> None:
    modules = [path for path in sorted((ROOT / "tracking").rglob("*.py")) if path.stem != "__init__"]
    assert [str(path.relative_to(ROOT)) for path in modules if not _is_tested(path) and _decides(path)] == []


def test_every_class_name_is_unique() -> None:
    files: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tracking").rglob("*.py")):
        for name in re.findall(r"^ *class (\w+)", path.read_text(), re.MULTILINE):
            files.setdefault(name, []).append(str(path.relative_to(ROOT)))
    assert {name: found for name, found in files.items() if len(found) > 1} == {}


_PRONOUNS = "who|whoever|what|whatever|somebody|nobody|everybody|anybody"
_DOCSTRING = re.compile(rf'^ *"""(?:{_PRONOUNS}|it|whose)(?![a-z]).*', re.IGNORECASE | re.MULTILINE)
_TEST = re.compile(rf"^ *def test_(?:{_PRONOUNS})_.*", re.MULTILINE)


@pytest.mark.parametrize(
    ("folder", "pattern"),
    [("tracking", _DOCSTRING), ("tests", _DOCSTRING), ("scripts", _DOCSTRING), ("tests", _TEST)],
    ids=["docstring", "docstring-of-a-test", "docstring-of-a-script", "test"],
)
def test_each_begins_with_the_noun_of_the_code(folder: str, pattern: re.Pattern[str]) -> None:
    found = {path: pattern.findall(path.read_text()) for path in (ROOT / folder).rglob("*.py")}
    assert {str(path.relative_to(ROOT)): lines for path, lines in found.items() if lines} == {}


def test_the_brand_of_the_product_stands_on_no_customers_page() -> None:
    shown = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static").rglob("*.css"), *(ROOT / "static").rglob("*.js")]
    assert [str(path.relative_to(ROOT)) for path in shown if "whereabouts" in path.read_text().lower()] == []
