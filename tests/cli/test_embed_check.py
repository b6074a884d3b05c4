from collections.abc import Callable

import pytest
from flask import Flask

from tests.serving import Answer, Pages


def check(make_app: Callable[..., Flask], url: str, **settings: str) -> tuple[int, str]:
    result = make_app(**settings).test_cli_runner().invoke(args=["embed-check", url])
    return result.exit_code, result.stdout


def test_page_that_shows_the_widget_is_ok(make_app: Callable[..., Flask]) -> None:
    with Pages() as shop, Pages() as site:
        shop.at["/track"] = Answer(f'<script src="{site.url}/embed.js"></script>')
        site.at["/widget"] = Answer(headers={"Content-Security-Policy": f"frame-ancestors {shop.url}"})
        said = check(make_app, f"{shop.url}/track", PUBLIC_URL=site.url, EMBED_ORIGINS=shop.url)
    assert said == (0, "Yes: the page shows the order tracking.\n")


def test_missing_origin_is_reported_with_the_setting(make_app: Callable[..., Flask]) -> None:
    with Pages(track=Answer("")) as shop:
        code, said = check(make_app, f"{shop.url}/track", EMBED_ORIGINS="https://shop.example.com")
    assert code == 1
    first, second = said.splitlines()
    assert first == "- PUBLIC_URL is not set: set it to the address of this site."
    assert second.startswith(f"- {shop.url} may not frame this site: ")
    assert second.endswith(f'set EMBED_ORIGINS="https://shop.example.com {shop.url}" and start it again.')


def test_obstacles_of_the_page_are_reported(make_app: Callable[..., Flask]) -> None:
    with Pages(track=Answer("")) as shop, Pages() as site:
        code, said = check(make_app, f"{shop.url}/track", PUBLIC_URL=site.url, EMBED_ORIGINS=shop.url)
    assert code == 1
    assert "has no line" in said
    assert "does not let" in said


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/track", "nonsense", "ftp://shop.example.com/"])
def test_a_page_that_cannot_be_reached_is_named(make_app: Callable[..., Flask], url: str) -> None:
    code, said = check(make_app, url)
    assert code == 1
    assert said.startswith(f"- {url} cannot be reached: ")
