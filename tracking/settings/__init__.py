"""What the merchant configured: frozen, read once; nothing set means the demo store."""

from tracking.settings.settings import Settings
from tracking.settings.validation import DEMO_SECRET_KEY, SettingsError

__all__ = ["DEMO_SECRET_KEY", "Settings", "SettingsError"]
