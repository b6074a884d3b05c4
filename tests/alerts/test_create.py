from tests.alerts.waiting_alerts import flushed
from tests.fakes import Clock
from tracking.alerts.create import alert_channels, create_alert_register
from tracking.alerts.kinds import AlertCode
from tracking.database import Database
from tracking.settings import Settings

SETTINGS = Settings.from_environ({"ALERT_URLS": "json://a/secret-token, json://b/secret-token"})


def test_each_channel_is_told_and_none_is_named(memory: Database, clock: Clock) -> None:
    register = create_alert_register(SETTINGS, memory, clock)
    register.alert(AlertCode.LETTERS, "Letters fail.")
    assert flushed(register, memory) == ["Letters fail."] * 2
    assert "secret-token" not in str([*alert_channels(SETTINGS)])


def test_without_a_channel_trouble_is_kept_and_nobody_told(memory: Database, clock: Clock) -> None:
    register = create_alert_register(Settings.from_environ({}), memory, clock)
    register.alert(AlertCode.LETTERS, "Letters fail.")
    assert flushed(register, memory) == []
