from collections.abc import Callable, Iterator

import pytest
import requests
from flask import Flask

from tests.local_server import CannedResponse, PageServer
from tests.sampling import each_row
from tracking.cli.embed_check import StorefrontPage, allows, fetch_page, obstacles


def check(make_app: Callable[..., Flask], url: str, **settings: str) -> tuple[int, str]:
    result = make_app(**settings).test_cli_runner().invoke(args=["embed-check", url])
    return result.exit_code, result.stdout


def test_page_that_shows_the_widget_is_ok(make_app: Callable[..., Flask]) -> None:
    with PageServer() as shop, PageServer() as site:
        shop.at["/track"] = CannedResponse(f'<script src="{site.url}/embed.js"></script>')
        site.at["/widget"] = CannedResponse(headers={"Content-Security-Policy": f"frame-ancestors {shop.url}"})
        said = check(make_app, f"{shop.url}/track", PUBLIC_URL=site.url, EMBED_ORIGINS=shop.url)
    assert said == (0, "Yes: the page shows the order tracking.\n")


def test_missing_origin_is_reported_with_the_setting(make_app: Callable[..., Flask]) -> None:
    with PageServer(track=CannedResponse("")) as shop:
        code, said = check(make_app, f"{shop.url}/track", EMBED_ORIGINS="https://shop.example.com")
    assert code == 1
    first, second = said.splitlines()
    assert first == "- PUBLIC_URL is not set: set it to the address of this site."
    assert second.startswith(f"- {shop.url} may not frame this site: ")
    assert second.endswith(f'set EMBED_ORIGINS="https://shop.example.com {shop.url}" and start it again.')


def test_obstacles_of_the_page_are_reported(make_app: Callable[..., Flask]) -> None:
    with PageServer(track=CannedResponse("")) as shop, PageServer() as site:
        code, said = check(make_app, f"{shop.url}/track", PUBLIC_URL=site.url, EMBED_ORIGINS=shop.url)
    assert code == 1
    assert "has no line" in said
    assert "does not let" in said


def test_a_page_that_cannot_be_reached_is_named(make_app: Callable[..., Flask]) -> None:
    code, said = check(make_app, "http://127.0.0.1:1/track")
    assert code == 1
    assert said.startswith("- http://127.0.0.1:1/track cannot be reached: ")


@pytest.mark.parametrize("url", ["nonsense", "ftp://shop.example.com/", "shop.example.com/track", "https://[::1"])
def test_invalid_address_is_one_sentence(make_app: Callable[..., Flask], url: str) -> None:
    assert check(make_app, url) == (1, "- This is not the address of a page: it begins with https://.\n")


SITE = "https://track.example.com"
SHOP = "https://shop.example.com"
LINE = f'<script src="{SITE}/embed.js"></script>'


def page_at(
    url: str = f"{SHOP}/pages/track",
    html: str = LINE,
    status: int = 200,
    policies: tuple[str, ...] = (),
    frame_options: str | None = None,
) -> StorefrontPage:
    return StorefrontPage(url=url, status=status, html=html, policies=policies, frame_options=frame_options)


def widget(
    policy: str = f"default-src 'none'; frame-ancestors {SHOP}; base-uri 'none'", options: str = ""
) -> StorefrontPage:
    return page_at(url=f"{SITE}/widget", html="", policies=(policy,), frame_options=options or None)


def sentences(page: StorefrontPage, ours: StorefrontPage | None = None) -> str:
    return "\n".join(obstacles(page, SITE, ours or widget()))


def test_page_with_the_script_and_an_allowed_frame_has_no_obstacles() -> None:
    assert sentences(page_at()) == ""
    assert sentences(page_at(html=LINE.replace('"', "'"))) == ""


@each_row(
    ("html", "found"),
    [
        (f"<script src={SITE}/embed.js></script>", True),
        (f'<script type="module" src="{SITE}/embed.js?v=2"></script>', True),
        (f'<SCRIPT\nSRC = "{SITE}/embed.js" async></SCRIPT>', True),
        (f'<script src="https://cdn.example.com/embed.js" data-site="{SITE}"></script>', True),
        (f'<script src="https://cdn.example.com/embed.js" data-site="{SITE}/"></script>', True),
        ('<script src="https://cdn.example.com/embed.js"></script>', False),
        (f'<script src="{SITE}/embed.json"></script>', False),
        (f'<script src="{SITE}.example.com/embed.js"></script>', False),
        (f'<script src="https://cdn.example.com/embed.js" data-site="{SITE}.example.com"></script>', False),
    ],
)
def test_line_is_found_however_it_is_written(html: str, found: bool) -> None:  # noqa: FBT001 - a column of the table
    assert ("has no line" not in sentences(page_at(html=html))) is found


@each_row(
    ("page", "ours", "words"),
    [
        (page_at(status=404), widget(), "answers with status 404"),
        (page_at(html="<p>Hello</p>"), widget(), f'has no line <script src="{SITE}/embed.js">'),
        (page_at(policies=("script-src 'self'",)), widget(), f"forbids scripts from {SITE}: add it to its script-src"),
        (page_at(policies=("frame-src 'none'",)), widget(), f"forbids frames from {SITE}: add it to its frame-src"),
        (page_at(), widget(options="SAMEORIGIN"), "adds X-Frame-Options"),
        (page_at(), widget("frame-ancestors 'none'"), f"does not let {SHOP} frame it"),
        (page_at(url="https://www.example.com/"), widget(), "does not let https://www.example.com frame it"),
    ],
)
def test_each_obstacle_has_its_sentence(page: StorefrontPage, ours: StorefrontPage, words: str) -> None:
    assert sentences(page, ours).count("\n") == 0
    assert words in sentences(page, ours)


@each_row(
    ("policy", "allowed"),
    [
        ("", True),
        ("img-src 'none'", True),
        ("frame-src *", True),
        ("frame-src https:", True),
        ("frame-src http:", False),
        (f"frame-src 'self' {SITE}", True),
        (f"FRAME-SRC {SITE.upper()}/widget", True),
        ("frame-src track.example.com", True),
        ("frame-src *.example.com", True),
        ("frame-src https://*.example.com", True),
        ("frame-src *.example", False),
        ("frame-src https://track.example.com:8443", False),
        ("frame-src http://track.example.com", False),
        ("frame-src 'none'", False),
        ("frame-src", False),
        ("frame-src 'self'", False),
        (f"default-src 'none'; child-src {SITE}", True),
        ("default-src 'self'", False),
        (f"frame-src 'none'; frame-src {SITE}", False),
        ("script-src 'none'", True),
    ],
)
def test_content_security_policy_is_matched_as_in_browsers(policy: str, allowed: bool) -> None:  # noqa: FBT001 - a column of the table
    assert allows(policy, "frame-src", SITE, SHOP) is allowed


def test_self_source_matches_the_same_origin() -> None:
    assert allows("default-src 'self'", "script-src", SITE, SITE)


def test_strict_dynamic_does_not_allow_the_script() -> None:
    assert not allows(f"script-src 'strict-dynamic' {SITE}", "script-src", SITE, SHOP)


@pytest.fixture
def shop() -> Iterator[PageServer]:
    with PageServer(
        track=CannedResponse(LINE), old=CannedResponse(status=301, headers={"Location": "/track"})
    ) as pages:
        yield pages


def test_fetch_page_follows_redirects_and_reads_the_headers(shop: PageServer) -> None:
    policies = {"Content-Security-Policy": "img-src *, frame-src 'none'", "X-Frame-Options": "DENY"}
    shop.at["/track"] = CannedResponse(LINE + "é", headers=policies)
    with requests.Session() as session:
        page = fetch_page(f"{shop.url}/old", session)
    assert page == StorefrontPage(
        url=f"{shop.url}/track",
        status=200,
        html=LINE + "é",
        policies=("img-src *", "frame-src 'none'"),
        frame_options="DENY",
    )
    assert page.origin == shop.url


def test_fetch_page_reads_at_most_the_maximum_of_bytes(shop: PageServer) -> None:
    shop.at["/track"] = CannedResponse("x" * 5_000_000)
    with requests.Session() as session:
        assert len(fetch_page(f"{shop.url}/track", session).html) == 4 * 1024 * 1024
