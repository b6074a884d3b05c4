"""What the merchant configured: frozen, read once; nothing set means the demo store."""

from tracking.settings.environment import Settings
from tracking.settings.table import DEMO_SECRET_KEY, SettingsError

__all__ = ["DEMO_SECRET_KEY", "Settings", "SettingsError"]
