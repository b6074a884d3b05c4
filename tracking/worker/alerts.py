"""What the merchant has to hear of the worker: today in the log, where alerts to the merchant begin one day."""

import logging

log = logging.getLogger(__name__)


def alert(sentence: str) -> None:
    """Something is wrong that does not mend itself, or was: with the fix, and without personal data."""
    log.warning(sentence)


def all_clear(sentence: str) -> None:
    """What an alert told of is over."""
    log.warning(sentence)
