import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.order.builders import policy
from tracking.carriers import Carriers
from tracking.directory import rules_fingerprint as module
from tracking.directory.rules_fingerprint import FOLDERS, rules_fingerprint
from tracking.i18n.localized_text import LocalizedText
from tracking.order.policy import Policy

ROOT = Path(__file__).parents[2]
OURS = policy(shopify_mails=frozenset({"shipped", "updated", "delivered", "refunded"}))


def test_equal_rules_have_one_fingerprint() -> None:
    assert rules_fingerprint(OURS) == rules_fingerprint(replace(OURS, carriers=Carriers.built_in()))
    assert len(rules_fingerprint(OURS)) == 16


@pytest.mark.parametrize(
    "changed",
    [
        {"handling_days": 4},
        {"stalled_days": 8},
        {"lost_days": 30},
        {"downloads": ("Other",)},
        {"shopify_mails": frozenset({"shipped"})},
        {"location_names": (("WH-2", "Lund"),)},
        {"lost_policy": LocalizedText((("en", "We send it again."),))},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_every_setting_counts(changed: dict[str, object]) -> None:
    assert rules_fingerprint(replace(OURS, **changed)) != rules_fingerprint(OURS)  # type: ignore[arg-type] # fields of a Policy


def test_own_carriers_count(tmp_path: Path) -> None:
    file = tmp_path / "carriers.toml"
    file.write_text('[ups]\nname = "Brown"\n')
    assert rules_fingerprint(Policy(carriers=Carriers.with_file(file))) != rules_fingerprint(
        Policy(carriers=Carriers.built_in())
    )


@pytest.mark.parametrize("change", ["order/rule.py", "carriers/carriers.toml", "order/deep/new.py"])
def test_changed_and_new_sources_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    def copy(name: str, *, is_changed: bool) -> str:
        root = tmp_path / name
        for file, text in {"order/rule.py": "DAYS = 3\n", "carriers/carriers.toml": "[ups]\n"}.items():
            (root / file).parent.mkdir(parents=True)
            (root / file).write_text(text)
        if is_changed:
            (root / change).parent.mkdir(exist_ok=True)
            (root / change).write_text("DAYS = 4\n")
        monkeypatch.setattr(module, "FOLDERS", (root / "order", root / "carriers"))
        return rules_fingerprint(OURS)

    assert copy("a", is_changed=False) == copy("b", is_changed=False) != copy("c", is_changed=True)


def test_another_process_has_the_same_fingerprint() -> None:
    script = (
        "from tests.directory.test_rules_fingerprint import OURS, rules_fingerprint; print(rules_fingerprint(OURS))"
    )
    environ = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)}
    other = subprocess.run(  # noqa: S603 - this interpreter and our own line
        [sys.executable, "-c", script], env=environ, cwd=ROOT, capture_output=True, check=True
    )
    assert other.stdout.decode().strip() == rules_fingerprint(OURS)


def test_every_folder_is_there() -> None:
    assert [folder for folder in FOLDERS if not any(folder.rglob("*.py"))] == []
