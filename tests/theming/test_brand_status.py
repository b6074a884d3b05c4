import pytest

from tracking.theming.brand_status import BrandStatus, TemplateFailure


def test_failure_is_logged_at_powers_of_ten(caplog: pytest.LogCaptureFixture) -> None:
    face = BrandStatus()
    for _ in range(1000):
        face.record_failure(TemplateFailure("templates/brand/help.html", 3, "ZeroDivisionError"))
    assert len(caplog.messages) == 4
    assert caplog.messages[0] == (
        "BRAND_DIR: templates/brand/help.html, line 3: ZeroDivisionError; "
        "the page was shown with our own templates instead (times so far: 1)"
    )
    assert face.failures == (TemplateFailure("templates/brand/help.html", 3, "ZeroDivisionError"),)


def test_failures_are_bounded(caplog: pytest.LogCaptureFixture) -> None:
    face = BrandStatus()
    for line in range(1000):
        face.record_failure(TemplateFailure("templates/brand/help.html", line, "ZeroDivisionError"))
    assert len(face.failures) == len(caplog.messages) == 100


def test_no_folder_means_no_failures() -> None:
    assert BrandStatus().render_all_pages()
