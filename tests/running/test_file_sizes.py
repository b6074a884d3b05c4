import pytest

from tracking.running.file_sizes import format_size


@pytest.mark.parametrize(("size", "text"), [(196_608, "197 KB"), (1_000_000, "1.0 MB"), (2_345_000_000, "2,345.0 MB")])
def test_sizes_are_written_for_people(size: int, text: str) -> None:
    assert format_size(size) == text
