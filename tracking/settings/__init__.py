"""The merchant's configuration: frozen and read once. With no setting, the demo store answers."""

from tracking.settings.settings import Settings
from tracking.settings.validation import DEMO_SECRET_KEY, SettingsError

__all__ = ["DEMO_SECRET_KEY", "Settings", "SettingsError"]
