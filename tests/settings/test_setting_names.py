import pytest

from tracking.settings.setting_names import SETTINGS, is_known, is_of_others, meant, setting


@pytest.mark.parametrize("name", [*SETTINGS, *(f"{name}_FILE" for name in SETTINGS)])
def test_every_setting_and_its_file_are_known(name: str) -> None:
    assert is_known(name)
    assert not is_of_others(name)
    assert name.startswith(setting(name))


@pytest.mark.parametrize(
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
        ("SOMETHING_ELSE", None),
        ("HOSTY", None),
        ("PO", None),
        ("", None),
    ],
)
def test_a_near_miss_means_the_setting_beside_it(typed: str, right: str | None) -> None:
    assert meant(typed) == right


@pytest.mark.parametrize("name", ["LANGUAGE", "HOSTNAME", "LC_ALL", "COMPOSE_PROJECT_NAME", "PYTHONPATH", "FLASK_APP"])
def test_well_known_variables_are_of_others(name: str) -> None:
    assert is_of_others(name)


def test_a_setting_and_its_file_are_one() -> None:
    assert setting("SECRET_KEY_FILE") == "SECRET_KEY" == setting("SECRET_KEY")
    assert setting("CARRIERS_FILE") == "CARRIERS_FILE"
    assert setting("HOME") == "HOME"
