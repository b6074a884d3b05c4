from pathlib import Path

import pytest

from tests.commands import WHEREABOUTS, environment, invoke, run, started
from tests.database.conftest import opened

NAMES = {
    "carrier",
    "database",
    "demo-orders",
    "doctor",
    "email-snippets",
    "embed-check",
    "run",
    "serve",
    "setup",
    "webhooks",
}


def test_help_lists_every_command_even_while_a_setting_is_wrong() -> None:
    status, output, errors = run(*WHEREABOUTS, "--help", SHOPIFY_SHOP="x")
    assert (status, errors) == (0, "")
    listed = {line.split()[0] for line in output.partition("Commands:")[2].splitlines() if line[2:3].strip()}
    assert listed >= NAMES


def test_command_creates_the_application() -> None:
    status, output, _ = invoke("demo-orders")
    assert status == 0
    assert "#1001" in output


def test_a_wrong_setting_ends_a_command_with_one_sentence() -> None:
    sentence = "SHOPIFY_SHOP must look like example.myshopify.com.\n"
    assert invoke("demo-orders", SHOPIFY_SHOP="x") == (2, "", sentence)


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="this system has no device that is always full")
@pytest.mark.parametrize("words", [["demo-orders"], ["orders", "--json"]])
def test_an_output_that_cannot_be_written_is_one_sentence(words: list[str], tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'orders.db'}"
    database = opened(url)
    database.prepare()
    database.close()
    with Path("/dev/full").open("w") as full:
        process = started([*WHEREABOUTS, *words], environment(DATABASE_URL=url), stdout=full)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert errors.splitlines()[-1] == "Error: The output could not be written: No space left on device."
    assert "Traceback" not in errors
