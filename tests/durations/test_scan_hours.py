from tests.sampling import each_row
from tracking.durations.percentiles import LEAST_VALUES
from tracking.durations.scan_hours import ScanHours, done_by


@each_row(
    ("scans", "hour"),
    [
        ({2: 10, 3: 12, 6: 8}, 7),
        ({2: 18, 14: 2}, 3),  # nine of ten
        ({2: 17, 14: 3}, None),
        ({23: 10, 0: 10, 3: 10}, 4),
        ({22: 15, 1: 15}, 2),
        ({20: 15, 3: 15}, None),  # more than a few hours
        ({22: 30}, None),  # in the evening
        ({14: 30}, None),
        ({9: 30}, None),
        ({2: LEAST_VALUES - 1}, None),
        ({}, None),
    ],
)
def test_a_carrier_scans_at_night_where_nearly_all_of_its_scans_are_within_a_few_hours(
    scans: dict[int, int], hour: int | None
) -> None:
    assert done_by(scans) == hour


def test_a_few_parcels_with_many_scans_say_nothing() -> None:
    assert ScanHours(scans={3: 99}, parcels=LEAST_VALUES - 1).done_by is None
    assert ScanHours(scans={3: 99}, parcels=LEAST_VALUES).done_by == 4
