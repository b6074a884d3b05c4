"""Checks on which keys the stops of letters hang: one whose key is gone is not found any more."""

from collections.abc import Iterator

from tracking.cli.doctor.finding import Finding
from tracking.database import DatabaseUnavailable, mail_blocks
from tracking.notices.address_hashes import KEY_ID_LENGTH, key_id
from tracking.services import Services

_ABOUT = "Stopped letters"


def check(services: Services) -> Iterator[Finding]:
    """Count the addresses that were stopped, by the key that made their hashes; silent where there are none."""
    settings = services.settings
    try:
        with services.database.read() as transaction:
            stops = mail_blocks.stops_by_key(transaction, KEY_ID_LENGTH)
    except DatabaseUnavailable:
        return  # another check tells of it
    if not stops:
        return
    older = sum(stops.pop(key_id(key), 0) for key in settings.secret_key_fallbacks)
    current = stops.pop(key_id(settings.secret_key), 0)
    if lost := sum(stops.values()):
        yield Finding.note(
            _ABOUT,
            f"Stops under a key that is no longer in SECRET_KEY_FALLBACKS, so that they do not hold: {lost}.",
            "Put the old key back into SECRET_KEY_FALLBACKS, before letters go to those who have stopped them.",
        )
    hanging = f", and under keys of SECRET_KEY_FALLBACKS, which therefore have to stay: {older}" if older else ""
    yield Finding.ok(_ABOUT, f"Under SECRET_KEY: {current}{hanging}.")
