import gzip
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.sampling import each_row
from tracking.settings import SettingsError
from tracking.theming.brand_color import brand_color
from tracking.theming.embed_theme import EmbedTheme
from tracking.web.branding.assets import IMMUTABLE, ONE_HOUR, Assets, minify_script

ROOT = Path(__file__).parents[3]
GREEN = brand_color("#1f6b57")
FILES = {
    "css/tokens.css": "/* first */ :root { --paper: #fff; }\n",
    "css/base.css": "body { margin: 0 }\n",
    "css/components/b.css": ".b > .c,\n.d { inset: 0; }\n",
    "css/components/a.css": "@media (min-width: 40rem) { .a { color: red; } }\n",
    "js/second.js": "const same = 2;\n",
    "js/first.js": "const same = 1;\n",
    "img/dot.svg": "<svg/>",
    "img/dot.png": "not really a picture",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path / "static", FILES)


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def body(assets: Assets, name: str) -> str:
    served = assets.serve(assets.url(name).removeprefix("/static/"))
    assert served is not None
    return served.asset.body.decode()


def test_the_stylesheet_is_tokens_base_components_and_then_the_merchants_color(folder: Path) -> None:
    css = body(Assets(folder, GREEN), "site.css")
    parts = ["--paper", "body", ".a", ".b", "--accent"]
    assert [css.index(part) for part in parts] == sorted(css.index(part) for part in parts)


def test_stylesheet_is_minified(folder: Path) -> None:
    css = body(Assets(folder, GREEN), "site.css")
    assert css.startswith(":root{--paper:#fff}body{margin:0}@media (min-width:40rem){.a{color:red}}.b>.c,.d{inset:0}")


def test_scripts_are_joined_by_name_each_in_a_scope_of_its_own(folder: Path) -> None:
    assert body(Assets(folder, GREEN), "site.js") == "{\nconst same=1;}\n{\nconst same=2;}\n"


def test_script_is_sent_without_comments_and_needless_space() -> None:
    script = '// RefusalScope it.\nif (a) {\n  // Why.\n  b("// no  comment"); // gone\n\n}\n// End.'
    assert minify_script(script) == 'if(a){b("// no  comment");}'


@each_row(
    "script",
    ["x=a - -b + +c;", '"a , b"+`c { ${d} }`;', "a.match(/b : {2}\\/ /);", "a / b / c;", 'x="\\" // y";'],
)
def test_meaning_of_a_script_stays(script: str) -> None:
    assert minify_script(script) == script


def test_words_of_scripts_are_in_the_language_of_the_site(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text('const A = "Track";')
    served = Assets(tmp_path, GREEN, texts={'"Track"': '"Spår"'}).serve("a.js")
    assert served
    assert served.asset.body.decode() == 'const A="Spår";'


def test_no_string_of_our_scripts_continues_on_the_next_line() -> None:
    lines = [line for path in (ROOT / "static").rglob("*.js") for line in path.read_text().splitlines()]
    assert [line for line in lines if line.count("`") % 2 or line.endswith("\\")] == []
    assert not any("/*" in line or re.search(r"\[\^?/|/\]", line) for line in lines)


def test_fingerprinted_address_is_immutable(folder: Path) -> None:
    assets = Assets(folder, GREEN)
    url = assets.url("site.css")
    assert re.fullmatch(r"/static/site\.[0-9a-f]{12}\.css", url)
    served = assets.serve(url.removeprefix("/static/"))
    assert served is not None
    assert served.cache_control == IMMUTABLE
    assert served.asset.content_type == "text/css; charset=utf-8"


def test_address_without_a_fingerprint_is_cached_for_an_hour(folder: Path) -> None:
    served = Assets(folder, GREEN).serve("img/dot.svg")
    assert served is not None
    assert served.cache_control == ONE_HOUR
    assert served.asset.content_type == "image/svg+xml"


def test_another_color_makes_another_address(folder: Path) -> None:
    assert Assets(folder, GREEN).url("site.css") != Assets(folder, brand_color("#e11d48")).url("site.css")


def test_the_same_files_make_the_same_bytes_at_every_start(folder: Path) -> None:
    first, second = (Assets(folder, GREEN).serve("site.css") for _ in range(2))
    assert first == second


def test_text_is_compressed_once_and_pictures_that_are_already_are_not(folder: Path) -> None:
    assets = Assets(folder, GREEN)
    css, png = assets.serve("site.css"), assets.serve("img/dot.png")
    assert css is not None
    assert png is not None
    assert css.asset.gzipped is not None
    assert gzip.decompress(css.asset.gzipped) == css.asset.body
    assert png.asset.gzipped is None


@each_row("path", ["css/base.css", "js/first.js", "../static/img/dot.svg", "site.000000000000.css", ""])
def test_unknown_paths_are_not_served(folder: Path, path: str) -> None:
    assert Assets(folder, GREEN).serve(path) is None


def test_a_file_that_does_not_exist_has_no_address(folder: Path) -> None:
    with pytest.raises(KeyError):
        Assets(folder, GREEN).url("img/dash.svg")


def test_file_with_an_unknown_suffix_is_sent_as_bytes(folder: Path) -> None:
    written(folder, {"img/odd.whatisthis": "?"})
    served = Assets(folder, GREEN).serve("img/odd.whatisthis")
    assert served is not None
    assert served.asset.content_type == "application/octet-stream"


def test_the_merchants_files_come_after_ours_or_in_their_place(folder: Path, tmp_path: Path) -> None:
    theirs = written(
        tmp_path / "brand",
        {"css/brand.css": ".a { color: blue }", "js/brand.js": "1;\n", "img/dot.svg": "<svg>2</svg>"},
    )
    assets = Assets(folder, GREEN, overrides=theirs)
    assert body(assets, "site.css").endswith(".a{color:blue}")
    assert "1;\n" not in body(assets, "site.js").removeprefix("{\nconst same = 1;\n}\n{\nconst same = 2;\n}\n")
    assert body(assets, "img/dot.svg") == "<svg>2</svg>"


def test_the_prefix_is_that_of_the_site(folder: Path) -> None:
    assert (
        Assets(folder, GREEN, prefix="https://track.example.com/static/")
        .url("site.js")
        .startswith("https://track.example.com/static/site.")
    )


def test_theme_has_an_immutable_address_of_its_own(folder: Path) -> None:
    assets = Assets(folder, GREEN)
    assert assets.stylesheet(EmbedTheme()) == assets.url("site.css")
    url = assets.stylesheet(EmbedTheme(color="e11d48", scheme="dark"))
    assert re.fullmatch(r"/static/looks/e11d48-dark/site\.[0-9a-f]{12}\.css", url)
    served = assets.serve(url.removeprefix("/static/"))
    assert served is not None
    assert served.cache_control == IMMUTABLE
    assert f"--accent:{brand_color('#e11d48').dark.text}" in served.asset.body.decode()
    assert "/looks/own-light/" in assets.stylesheet(EmbedTheme(scheme="light"))
    assert "/looks/e11d48-own/" in assets.stylesheet(EmbedTheme(color="e11d48"))


@each_row("look", ["looks/e11d48-own", "looks/E11D48-dark", "looks/red-dark", "looks/e11d48-sepia", "looks/"])
def test_theme_of_another_file_or_format_is_not_served(folder: Path, look: str) -> None:
    assets = Assets(folder, GREEN)
    for path in ("site.css", "site.000000000000.css", assets.url("img/dot.svg").removeprefix("/static/")):
        assert assets.serve(f"{look}/{path}") is None


def test_the_stylesheet_for_a_theme_stays_within_its_element(folder: Path) -> None:
    written(folder, {"css/proxy.css": ".order-tracking { margin: 32px auto; }"})
    css = body(Assets(folder, GREEN), "proxy.css")
    assert css.startswith(".order-tracking{&{--paper:#fff}&{margin:0}")
    assert css.endswith("}.order-tracking{margin:32px auto}")
    assert "margin:32px" not in body(Assets(folder, GREEN), "site.css")


def test_the_line_in_the_shops_pages_costs_at_most_two_and_a_half_kilobytes() -> None:
    served = Assets(ROOT / "static", GREEN).serve("embed.js")
    assert served is not None
    assert served.asset.gzipped is not None
    assert len(served.asset.gzipped) <= 2.5 * 1024


def test_our_own_stylesheet_and_script_fit_in_six_kilobytes() -> None:
    assets = Assets(ROOT / "static", GREEN)
    sizes = [served.asset.gzipped for name in ("site.css", "site.js") if (served := assets.serve(name))]
    assert sum(len(size) for size in sizes if size) < 6 * 1024


def test_every_component_stylesheet_has_a_template_of_its_name() -> None:
    styles = {path.stem for path in (ROOT / "static/css/components").glob("*.css")}
    templates = {path.stem for path in (ROOT / "templates").rglob("*.html")}
    # Looks that several components share.
    assert styles - templates == {"button", "card", "fold"}


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """A merchant's folder with what is to be served, and what is not."""
    return written(
        tmp_path / "brand" / "static",
        {
            "css/own.css": "@font-face { font-family: \"Own; Sans\"; src: url(../fonts/own.woff2) format('woff2'); }\n"
            ".c { background: url('../img/back.svg#top'); content: \"a  ; b /* c */\"; } /* don't */\n"
            ".d { background: url(data:image/png;base64,AAAA); mask: url(/static/x.svg); }",
            "css/back.png": "png",
            "img/back.svg": "<svg/>",
            "img/my logo #1.svg": "<svg/>",
            "img/LOUD.PNG": "png",
            "fonts/own.woff2": "font",
            "print.css": ".p { color: red }",
            "site.css": "stolen",
            "js/own.js": "alert(1)",
            "own.js": "alert(1)",
            "index.html": "<script>alert(1)</script>",
            "a.svg.html": "<script>alert(1)</script>",
            "app.py": "secret",
            "noending": "secret",
            ".env": "secret",
            ".hidden/a.png": "secret",
            "img/.a.png": "secret",
        },
    )


def test_pictures_styles_and_fonts_of_the_merchant_are_served_by_suffix(folder: Path, theirs: Path) -> None:
    assets = Assets(folder, GREEN, overrides=theirs)
    kinds = {
        "img/back.svg": "image/svg+xml",
        "img/LOUD.PNG": "image/png",
        "css/back.png": "image/png",
        "fonts/own.woff2": "font/woff2",
        "print.css": "text/css; charset=utf-8",
        "img/my logo #1.svg": "image/svg+xml",
    }
    for name, kind in kinds.items():
        served = assets.serve(name)
        assert served is not None, name
        assert (served.asset.content_type, served.cache_control) == (kind, ONE_HOUR)
        assert assets.is_own(name)
    assert assets.has_fonts
    assert not Assets(folder, GREEN).has_fonts


@each_row(
    "name",
    [
        "js/own.js", "own.js", "index.html", "a.svg.html", "app.py", "noending", ".env", ".hidden/a.png", "img/.a.png",
        "css/own.css", "../static/img/back.svg", "img/../img/back.svg", "img//back.svg", "/img/back.svg",
        "img/back.svg/",
        "img\\back.svg", "img/back.svg\0", "IMG/back.svg", "%69mg/back.svg",
    ],
)  # fmt: skip
def test_other_files_of_the_merchant_are_not_served(folder: Path, theirs: Path, name: str) -> None:
    assets = Assets(folder, GREEN, overrides=theirs)
    assert assets.serve(name) is None
    assert "alert" not in body(assets, "site.js")
    assert "stolen" not in body(assets, "site.css")


def test_no_link_leads_out_of_their_folder(folder: Path, theirs: Path, tmp_path: Path) -> None:
    (tmp_path / "key.png").write_text("secret")
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "key.png").write_text("secret")
    (theirs / "img" / "out.png").symlink_to(tmp_path / "key.png")
    (theirs / "img" / "private").symlink_to(tmp_path / "private")
    (theirs / "css" / "out.css").symlink_to(tmp_path / "key.png")
    (theirs / "img" / "within.svg").symlink_to("back.svg")
    assets = Assets(folder, GREEN, overrides=theirs)
    assert assets.serve("img/out.png") is None
    assert assets.serve("img/private/key.png") is None
    assert "secret" not in body(assets, "site.css")
    assert assets.serve("img/within.svg") is not None


def test_address_with_special_characters_is_quoted(folder: Path, theirs: Path) -> None:
    url = Assets(folder, GREEN, overrides=theirs).url("img/my logo #1.svg")
    assert re.fullmatch(r"/static/img/my%20logo%20%231\.[0-9a-f]{12}\.svg", url)


def test_their_styles_find_their_pictures_and_fonts(folder: Path, theirs: Path) -> None:
    assets = Assets(folder, GREEN, overrides=theirs)
    css = body(assets, "site.css")
    for name in ("fonts/own.woff2", "img/back.svg"):
        assert f'url("./{assets.url(name).removeprefix("/static/")}")' in css
    served = assets.serve(assets.stylesheet(EmbedTheme(scheme="dark")).removeprefix("/static/"))
    assert served is not None
    assert f'url("../../{assets.url("img/back.svg").removeprefix("/static/")}")' in served.asset.body.decode()


def test_strings_in_styles_stay_as_they_are(folder: Path, theirs: Path) -> None:
    css = body(Assets(folder, GREEN, overrides=theirs), "site.css")
    for text in ('"a  ; b /* c */"', '"Own; Sans"', "url(data:image/png;base64,AAAA)", "url(/static/x.svg)"):
        assert text in css
    assert "don't" not in css


def test_their_styles_are_read_as_a_browser_reads_them_in_a_page(folder: Path, tmp_path: Path) -> None:
    """Or their hash would be another one there, and the page without any style."""
    theirs = tmp_path / "brand" / "static"
    (theirs / "css").mkdir(parents=True)
    (theirs / "css" / "own.css").write_bytes(b'.a{background:url(\r\ndata:,a\r)}.b{content:"x\\\r\ny\x000\x00"}')
    style = Assets(folder, GREEN, overrides=theirs).inline_style(EmbedTheme())
    assert style is not None
    assert style.css.endswith('.a{background:url(\ndata:,a\n)}.b{content:"x\\\ny\ufffd0\ufffd"}')


def test_unreadable_file_is_a_settings_error(folder: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "brand" / "static"
    (theirs / "css").mkdir(parents=True)
    (theirs / "css" / "own.css").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match=r"^BRAND_DIR: static/css/own\.css must be a text file in UTF-8\.$"):
        Assets(folder, GREEN, overrides=theirs)


def test_overview_has_a_stylesheet_and_a_script_of_its_own(folder: Path) -> None:
    before = {name: body(Assets(folder, GREEN), name) for name in ("site.css", "proxy.css", "site.js")}
    written(folder, {"css/merchant/rows.css": ".rows { color: red; }\n", "js/merchant/keys.js": "const key = 1;\n"})
    assets = Assets(folder, GREEN)
    assert {name: body(assets, name) for name in before} == before
    css = body(assets, "merchant.css")
    parts = ["--paper", "body", ".rows", "--accent"]
    assert [css.index(part) for part in parts] == sorted(css.index(part) for part in parts)
    assert body(assets, "merchant.js") == "{\nconst key=1;}\n"


def test_a_small_icon_is_in_the_page_itself(tmp_path: Path) -> None:
    icon = '<svg viewBox="0 0 1 1"><path fill="#fff"/></svg>'
    (tmp_path / "small.svg").write_text(icon + "\n")
    (tmp_path / "large.svg").write_text(icon * 100)
    (tmp_path / "small.png").write_text(icon)
    assets = Assets(tmp_path, GREEN)
    address = assets.icon("small.svg")
    assert unquote(address) == f"data:image/svg+xml,{icon}"
    assert not set("\"'<>#") & set(address)
    assert [assets.icon(name) for name in ("large.svg", "small.png")] == [
        assets.url("large.svg"),
        assets.url("small.png"),
    ]
