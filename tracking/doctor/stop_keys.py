"""Checks what hangs on which keys: stops of letters and erased orders whose key is gone are not found any more."""

from collections.abc import Iterator

from tracking.database import DatabaseUnavailable, erased_orders, mail_blocks
from tracking.doctor.finding import Finding
from tracking.notices.address_hashes import KEY_ID_LENGTH, key_id
from tracking.services import Services
from tracking.settings import Settings

_TOPIC, _ERASED = "Stopped letters", "Erased orders"


def check(services: Services) -> Iterator[Finding]:
    """Count the addresses that were stopped, by the key that made their hashes; silent where there are none.

    And the orders that were erased, while an older key has to stay for them: their hashes do not tell their key.
    """
    settings = services.settings
    try:
        with services.database.read() as transaction:
            stops = mail_blocks.stops_by_key(transaction, KEY_ID_LENGTH)
            erased = erased_orders.count(transaction)
    except DatabaseUnavailable:
        return  # another check tells of it
    if erased and settings.secret_key_fallbacks:
        yield Finding.ok(
            _ERASED,
            f"{erased}. Those of before SECRET_KEY was changed are known by the old one alone: let it stay in"
            f" SECRET_KEY_FALLBACKS for KEEP_DAYS ({settings.keep_days}) after the change, or they are taken in again.",
        )
    if stops:
        yield from _stops(services.settings, stops)


def _stops(settings: Settings, stops: dict[str, int]) -> Iterator[Finding]:
    older = sum(stops.pop(key_id(key), 0) for key in settings.secret_key_fallbacks)
    current = stops.pop(key_id(settings.secret_key), 0)
    if lost := sum(stops.values()):
        yield Finding.note(
            _TOPIC,
            f"Stops under a key that is no longer in SECRET_KEY_FALLBACKS, so that they do not hold: {lost}.",
            "Put the old key back into SECRET_KEY_FALLBACKS, before letters go to those who have stopped them.",
        )
    hanging = f", and under keys of SECRET_KEY_FALLBACKS, which therefore have to stay: {older}" if older else ""
    yield Finding.ok(_TOPIC, f"Under SECRET_KEY: {current}{hanging}.")
