import pytest

from tests.sampling import each_row
from tracking.theming.brand_color import DEFAULT, TEXT_CONTRAST, UI_CONTRAST, SchemeColors, brand_color, contrast

# As in static/css/tokens.css: paper, surface and sunken.
LIGHT, DARK = ("#f6f5f2", "#ffffff", "#f0efeb"), ("#151413", "#1e1d1b", "#262524")
COLORS = [
    "#1f6b57",
    "#ffd400",
    "#0a1a40",
    "#fff",
    "#000000",
    "#e11d48",
    "#FF6600",
    "#808080",
    "#00ffff",
    "#777",
    "#ffff00",
    "#39ff14",
    "#ff69b4",
    "#ffc0cb",
    "#fffef5",
    "#000001",
    "#767676",
    "#7f7f00",
    "#ff00ff",
    "#ff0000",
    "#00ff00",
    "#0000ff",
    "#8a2be2",
    "#b04a00",
    "#f5f5dc",
    "#40e0d0",
    "#c0ffee",
    "#2450b8",
    "#5d5a54",
    "#1c1b19",
    "#f0efeb",
    "#262524",
]


def test_contrast_matches_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert contrast("#123456", "#123456") == 1


@each_row("color", COLORS)
def test_every_color_is_legible_on_every_background_of_both_schemes(color: str) -> None:
    derived = brand_color(color)
    for scheme, backgrounds in ((derived.light, LIGHT), (derived.dark, DARK)):
        assert all(contrast(scheme.text, background) >= TEXT_CONTRAST for background in backgrounds)
        assert all(contrast(scheme.mark, background) >= UI_CONTRAST for background in backgrounds)


@each_row("color", COLORS)
def test_every_color_fills_buttons_as_it_is_under_black_or_white_words(color: str) -> None:
    derived = brand_color(color)
    assert contrast(derived.fill, color) == 1
    assert derived.on in {"#ffffff", "#000000"}
    assert contrast(derived.on, derived.fill) >= TEXT_CONTRAST


def test_a_color_that_is_legible_stays_as_the_merchant_chose_it() -> None:
    assert brand_color("#B04A00").light == SchemeColors(text="#b04a00", mark="#b04a00")


def test_lines_are_changed_no_further_than_lines_need() -> None:
    yellow = brand_color("#ffd400").light
    assert contrast("#ffd400", yellow.mark) < contrast("#ffd400", yellow.text)


def test_adjustment_is_reported_in_a_sentence() -> None:
    assert brand_color("#ffd400").changes == (
        "#ffd400 is too hard to read as text on a light page (#816b00 stands for it); buttons keep it",
    )
    assert brand_color("#d0006f").changes[1:] == ()


@pytest.mark.parametrize(("pale", "most"), [("#fffef5", 10), ("#ffc0cb", 63), ("#fff", 0)])
def test_a_pale_color_stays_pale(pale: str, most: int) -> None:
    channels = [int(brand_color(pale).light.text[at : at + 2], 16) for at in (1, 3, 5)]
    assert max(channels) - min(channels) <= most


def test_adjusted_color_keeps_its_hue() -> None:
    red, green, blue = (int(brand_color("#ff0000").light.text[at : at + 2], 16) for at in (1, 3, 5))
    assert red > 200
    assert green == blue == 0


def test_short_form_equals_the_long_one() -> None:
    assert brand_color("#1a7") == brand_color("#11aa77")


def test_the_stylesheet_has_the_properties_for_both_schemes() -> None:
    css = brand_color(DEFAULT).css()
    assert css.startswith(":root{--fill:#1f6b57;--on-fill:#ffffff;--accent:#1f6b57;--mark:#1f6b57}")
    assert "@media (prefers-color-scheme:dark){:root{--accent:" in css
