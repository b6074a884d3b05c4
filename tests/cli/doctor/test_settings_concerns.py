from tests.cli.doctor.diagnosing import diagnose
from tracking import create_app
from tracking.settings import Settings
from tracking.settings.sources import Sources


def test_a_misspelt_setting_is_told_first_and_must_be_mended() -> None:
    environ = {"BRAND_COLOUR": "#0a7c5c"}
    app = create_app(Settings.from_environ(environ), concerns=tuple(Sources(environ).concerns()))
    report = diagnose(app)
    assert report.said[0].about == "settings"
    assert report.said[0].state == "!!"
    assert report.said[0].words == (
        "BRAND_COLOUR (in the environment) is no setting, and has no effect: BRAND_COLOR is meant."
    )
    assert report.said[0].fix == "Write BRAND_COLOR in place of BRAND_COLOUR."
