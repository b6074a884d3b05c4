"""Makes the parts of the overview from the site's settings."""

from collections.abc import Callable
from datetime import datetime

from tracking.database import Database
from tracking.merchant.access import StaffAccess
from tracking.security.keyed_hashes import KeyedHashes
from tracking.security.staff_sessions import StaffSessions
from tracking.settings import Settings


def create_staff_access(settings: Settings, database: Database, clock: Callable[[], datetime]) -> StaffAccess:
    """Returns what lets the shop's people in."""
    sessions, hashes = StaffSessions(settings.keys, clock=clock), KeyedHashes(settings.keys, "login mails")
    return StaffAccess(database, sessions, hashes, settings.staff_emails, clock=clock)
