import pytest

from tracking.theming.brand_color import DEFAULT, TEXT_CONTRAST, UI_CONTRAST, brand_color, contrast

# As in static/css/tokens.css: paper, surface and sunken.
LIGHT, DARK = ("#f6f5f2", "#ffffff", "#f0efeb"), ("#151413", "#1e1d1b", "#262524")
COLORS = ["#1f6b57", "#ffd400", "#0a1a40", "#fff", "#000000", "#e11d48", "#FF6600", "#808080", "#00ffff", "#777"]


def test_contrast_matches_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert contrast("#123456", "#123456") == 1


@pytest.mark.parametrize("color", COLORS)
def test_every_color_is_legible_on_every_background_of_both_schemes(color: str) -> None:
    mended = brand_color(color)
    for scheme, backgrounds in ((mended.light, LIGHT), (mended.dark, DARK)):
        assert all(contrast(scheme.text, background) >= TEXT_CONTRAST for background in backgrounds)
        assert all(contrast(scheme.fill, background) >= UI_CONTRAST for background in backgrounds)
        assert contrast(scheme.on, scheme.fill) >= TEXT_CONTRAST


def test_a_color_that_is_legible_stays_as_the_merchant_chose_it() -> None:
    mended = brand_color("#B04A00")
    assert mended.light.text == mended.light.fill == "#b04a00"


def test_adjustment_is_reported_in_a_sentence() -> None:
    (sentence,) = brand_color("#ffd400").changes
    assert sentence.startswith("#ffd400 is too hard to read as text on a light page (#816b00 stands for it), as the")
    assert brand_color("#0a7c5c").changes[1:] == ()


def test_adjusted_color_keeps_its_hue() -> None:
    red, green, blue = (int(brand_color("#ff0000").light.text[at : at + 2], 16) for at in (1, 3, 5))
    assert red > 200
    assert green == blue == 0


def test_short_form_equals_the_long_one() -> None:
    assert brand_color("#1a7") == brand_color("#11aa77")


def test_the_stylesheet_has_the_properties_for_both_schemes() -> None:
    css = brand_color(DEFAULT).css()
    assert css.startswith(":root{--accent:#1f6b57;--fill:#1f6b57;--on-fill:#ffffff}")
    assert "@media (prefers-color-scheme:dark){:root{--accent:" in css
