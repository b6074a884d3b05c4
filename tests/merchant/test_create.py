from tests.fakes import Clock
from tracking.database import Database
from tracking.merchant.create import create_staff_access
from tracking.settings import Settings


def test_sessions_are_signed_with_the_sites_keys(database: Database, clock: Clock) -> None:
    first, renewed, other = (
        create_staff_access(Settings.from_environ(environ), database, clock)
        for environ in ({"SECRET_KEY": "a"}, {"SECRET_KEY": "b", "SECRET_KEY_FALLBACKS": "a"}, {"SECRET_KEY": "b"})
    )
    cookie, _ = first.sessions.sign(first.open_from_admin())
    assert first.sessions.read(cookie) == renewed.sessions.read(cookie) is not None
    assert other.sessions.read(cookie) is None
