"""The public codes of what the list is sorted and filtered by, as far as they are no codes of an order."""

from enum import StrEnum


class Sort(StrEnum):
    """The first row: the greatest need, the oldest order, the nearest promised day, or the longest silence."""

    NEED = "need"
    AGE = "age"
    PROMISED = "promised"
    SCAN = "scan"


class LettersFilter(StrEnum):
    """Orders by their letters."""

    FAILED = "failed"  # one of them could not be sent


class TrackingFilter(StrEnum):
    """Orders by their tracking numbers."""

    NONE = "none"


class PartsFilter(StrEnum):
    """Orders by their parcels."""

    SEVERAL = "several"
