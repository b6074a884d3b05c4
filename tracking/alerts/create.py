"""Makes the parts of a site that tell the shop of trouble, from its settings."""

from collections.abc import Callable, Mapping
from datetime import datetime

from tracking.alerts.open_alerts import AlertRegister
from tracking.database import Database
from tracking.security.keyed_hashes import KeyedHashes
from tracking.settings import Settings
from tracking.settings.channel_urls import ChannelUrl


def create_alert_register(settings: Settings, database: Database, clock: Callable[[], datetime]) -> AlertRegister:
    """Returns the register, whose alerts go to ALERT_URLS."""
    return AlertRegister(database, list(alert_channels(settings)), clock=clock)


def alert_channels(settings: Settings) -> Mapping[str, ChannelUrl]:
    """The channels of ALERT_URLS by the names under which the database knows them: keyed hashes."""
    hashes = KeyedHashes([settings.secret_key], "alert channel")
    return {hashes.hash(channel.url): channel for channel in settings.alert_urls}
