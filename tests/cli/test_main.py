from tests.commands import WHEREABOUTS, invoke, run

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
