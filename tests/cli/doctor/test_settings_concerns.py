from tests.cli.doctor.doctor_report import run_doctor
from tracking import create_app
from tracking.settings import Settings
from tracking.settings.sources import SettingsSources


def test_misspelled_setting_is_the_first_error() -> None:
    environ = {"BRAND_COLOUR": "#0a7c5c"}
    app = create_app(Settings.from_environ(environ), concerns=tuple(SettingsSources(environ).concerns()))
    report = run_doctor(app)
    assert report.findings[0].topic == "settings"
    assert report.findings[0].state == "!!"
    assert report.findings[0].message == (
        "BRAND_COLOUR (in the environment) is no setting, and has no effect: BRAND_COLOR is meant."
    )
    assert report.findings[0].fix == "Write BRAND_COLOR in place of BRAND_COLOUR."
