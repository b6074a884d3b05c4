"""Pages in gzip whose beginning is compressed once."""

import gzip

import pytest

from tracking.web.middleware import gzip_pages
from tracking.web.middleware.gzip_pages import gzipped

START = (
    b'\n<!DOCTYPE html>\n<html lang="zh-CN" dir="ltr">\n  <head>\n    <meta charset="utf-8" />\n'
    b'    <meta name="viewport" content="width=device-width, initial-scale=1" />\n'
    b'    <meta name="color-scheme" content="light dark" />\n      <style>'
)
STYLE = b"p{color:red}" * 500 + b"</style>"
HEAD = START + STYLE
LEVELS = (3, 6)


@pytest.fixture(autouse=True)
def _no_beginnings() -> None:
    gzip_pages.beginning_of.cache_clear()


@pytest.mark.parametrize("level", LEVELS)
def test_every_page_comes_back_whole(level: int) -> None:
    pages = [HEAD + b"<title>%d</title>" % number + b"x" * number * 1000 for number in range(20)]
    assert [gzip.decompress(gzipped(page, level)) for page in pages] == pages


def test_beginning_is_compressed_once_and_the_page_is_the_same_each_time() -> None:
    page = HEAD + b"<title>Order #1001</title>"
    assert gzipped(page, 6) == gzipped(page, 6)
    assert gzip_pages.beginning_of.cache_info().misses == 1


def test_page_is_no_longer_than_one_that_is_compressed_whole() -> None:
    page = HEAD + b"<title>Order #1001</title>" + b"".join(b"<p>%d</p>" % number for number in range(500))
    assert len(gzipped(page, 6)) <= len(gzip.compress(page, 6)) + 8


@pytest.mark.parametrize(
    "page",
    [
        b"",
        b"{}",
        b"<html><title>#1001</title></html>",
        b"<TITLE>#1001</TITLE>" + HEAD,
        START.replace(b"<style>", b'<meta property="og:title" content="#1001" /><style>') + STYLE,
        START.replace(b"light dark", b"#1001") + STYLE,
        START + b"#1001",
    ],
)
def test_nothing_of_an_order_stays(page: bytes) -> None:
    assert gzip.decompress(gzipped(page, 6)) == page
    assert gzip_pages.beginning_of.cache_info().currsize == 0
