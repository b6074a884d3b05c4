import pytest

from tests.sampling import each_row
from tracking.settings.setting_names import SETTINGS, closest_setting, is_foreign, is_known, setting_of


@pytest.mark.parametrize("ending", ["", "_FILE"])
def test_every_setting_and_its_file_are_known(ending: str) -> None:
    names = [f"{name}{ending}" for name in SETTINGS]
    assert [name for name in names if not is_known(name)] == []
    assert [name for name in names if is_foreign(name)] == []
    assert [setting_of(name) for name in names] == [*SETTINGS]


@each_row(
    ("typed", "right"),
    [
        ("SHOPIFY_SHOPP", "SHOPIFY_SHOP"),
        ("BRAND_COLOUR", "BRAND_COLOR"),
        ("shopify_shop", "SHOPIFY_SHOP"),
        ("SHOPIFY-SHOP", "SHOPIFY_SHOP"),
        ("SECRET_KEY_FIEL", "SECRET_KEY_FILE"),
        ("SHOPIFY_SHOPP_FILE", "SHOPIFY_SHOP_FILE"),
        ("REDIS_URI", "REDIS_URL"),
        ("LANGAUGES", "LANGUAGES"),
        ("SHOPIFY_API_KEY", "SHOPIFY_CLIENT_ID"),
        ("SHOPIFY_API_SECRET", "SHOPIFY_CLIENT_SECRET"),
        ("port", "PORT"),
        ("BRAND_LOGO", "BRAND_LOGO_URL"),
        ("LOGO_URL", "BRAND_LOGO_URL"),
        ("SOMETHING_ELSE", None),
        ("HOSTY", None),
        ("PO", None),
        ("", None),
    ],
)
def test_misspelled_name_is_matched_to_the_closest_setting(typed: str, right: str | None) -> None:
    assert closest_setting(typed) == right


@each_row(
    "name", ["LANGUAGE", "HOSTNAME", "LC_ALL", "COMPOSE_PROJECT_NAME", "WHEREABOUTS_VERSION", "PYTHONPATH", "FLASK_APP"]
)
def test_well_known_variables_are_foreign(name: str) -> None:
    assert is_foreign(name)


def test_a_setting_and_its_file_are_one() -> None:
    assert setting_of("SECRET_KEY_FILE") == "SECRET_KEY" == setting_of("SECRET_KEY")
    assert setting_of("CARRIERS_FILE") == "CARRIERS_FILE"
    assert setting_of("HOME") == "HOME"
