import pytest

from tracking.shopify.deprecation_warnings import DeprecationWarnings

REASON = "https://shopify.dev/changelog/a-field-goes-away"


def test_a_version_that_was_not_asked_for_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    notices = DeprecationWarnings("2026-10")
    for served in ("2026-10", "2027-01", "2027-01"):
        notices.read("order", {"X-Shopify-API-Version": served})
    assert caplog.messages == [
        "Shopify answers in version 2027-01, not 2026-10: set SHOPIFY_API_VERSION to one it still serves"
    ]


def test_what_goes_away_is_said_once_for_each_reason(caplog: pytest.LogCaptureFixture) -> None:
    notices = DeprecationWarnings("2026-10")
    for reason in (REASON, REASON, "another"):
        notices.read("order", {"X-Shopify-API-Deprecated-Reason": reason})
    assert caplog.messages == [
        f"Shopify will stop answering the question order as it is: {REASON}",
        "Shopify will stop answering the question order as it is: another",
    ]


def test_reasons_without_end_end(caplog: pytest.LogCaptureFixture) -> None:
    notices = DeprecationWarnings("2026-10")
    for number in range(1000):
        notices.read("order", {"X-Shopify-API-Deprecated-Reason": f"{number}" * 500})
    assert len(caplog.messages) == 20
    assert max(map(len, caplog.messages)) < 300


def test_an_answer_without_notices_is_not_worth_a_word(caplog: pytest.LogCaptureFixture) -> None:
    DeprecationWarnings("2026-10").read("order", {})
    assert caplog.messages == []
