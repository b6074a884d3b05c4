import pytest

from tests.sampling import each_row
from tracking.settings.digest_hour import digest_hour


@pytest.mark.parametrize(("value", "hour"), [("8", 8), ("0", 0), ("23", 23), ("07", 7), ("off", None), ("OFF", None)])
def test_the_hour(value: str, hour: int | None) -> None:
    assert digest_hour(value) == hour


@each_row("value", ["24", "-1", "8:00", "٨", "", "noon", "008"])
def test_invalid_hour_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="must be an hour"):
        digest_hour(value)
