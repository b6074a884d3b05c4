import pytest

from tracking.theming.brand_status import Face, Failure


def test_a_place_is_logged_at_first_and_then_ever_more_rarely(caplog: pytest.LogCaptureFixture) -> None:
    face = Face()
    for _ in range(1000):
        face.note(Failure("templates/brand/help.html", 3, "ZeroDivisionError"))
    assert len(caplog.messages) == 4
    assert caplog.messages[0] == (
        "BRAND_DIR: templates/brand/help.html, line 3: ZeroDivisionError; "
        "the page was shown with our own templates instead (times so far: 1)"
    )
    assert face.failures == (Failure("templates/brand/help.html", 3, "ZeroDivisionError"),)


def test_no_more_than_a_hundred_places_are_remembered(caplog: pytest.LogCaptureFixture) -> None:
    face = Face()
    for line in range(1000):
        face.note(Failure("templates/brand/help.html", line, "ZeroDivisionError"))
    assert len(face.failures) == len(caplog.messages) == 100


def test_without_a_folder_there_is_nothing_to_rehearse() -> None:
    assert Face().rehearse()
