from collections.abc import Callable

import pytest
from flask import Flask

from tests.serving import Answer, Pages


def check(make_app: Callable[..., Flask], url: str, **settings: str) -> tuple[int, str]:
    result = make_app(**settings).test_cli_runner().invoke(args=["embed-check", url])
    return result.exit_code, result.stdout


def test_a_page_that_shows_the_widget_is_well(make_app: Callable[..., Flask]) -> None:
    with Pages() as shop, Pages() as site:
        shop.at["/track"] = Answer(f'<script src="{site.url}/embed.js"></script>')
        site.at["/widget"] = Answer(headers={"Content-Security-Policy": f"frame-ancestors {shop.url}"})
        said = check(make_app, f"{shop.url}/track", PUBLIC_URL=site.url, EMBED_ORIGINS=shop.url)
    assert said == (0, "Yes: the page shows the order tracking.\n")


def test_a_page_that_does_not_is_told_the_exact_setting(make_app: Callable[..., Flask]) -> None:
    with Pages(track=Answer("")) as shop:
        code, said = check(make_app, f"{shop.url}/track", EMBED_ORIGINS="https://shop.example.com")
    assert code == 1
    first, second = said.splitlines()
    assert first == "- PUBLIC_URL is not set: set it to the address of this site."
    assert second.startswith(f"- {shop.url} may not frame this site: ")
    assert second.endswith(f'set EMBED_ORIGINS="https://shop.example.com {shop.url}" and start it again.')


def test_what_the_page_itself_lacks_is_said_too(make_app: Callable[..., Flask]) -> None:
    with Pages(track=Answer("")) as shop, Pages() as site:
        code, said = check(make_app, f"{shop.url}/track", PUBLIC_URL=site.url, EMBED_ORIGINS=shop.url)
    assert code == 1
    assert "has no line" in said
    assert "does not let" in said


def test_a_page_that_cannot_be_reached_is_named(make_app: Callable[..., Flask]) -> None:
    code, said = check(make_app, "http://127.0.0.1:1/track")
    assert code == 1
    assert said.startswith("- http://127.0.0.1:1/track cannot be reached: ")


@pytest.mark.parametrize("url", ["nonsense", "ftp://shop.example.com/", "shop.example.com/track", "https://[::1"])
def test_what_is_no_address_is_one_sentence(make_app: Callable[..., Flask], url: str) -> None:
    assert check(make_app, url) == (1, "- This is not the address of a page: it begins with https://.\n")
