import gzip

import pytest
from werkzeug.test import create_environ

from tracking.web.middleware.cached_body import CachedBody, RawResponse

BODY = "Ihr Päckchen ist unterwegs. ".encode() * 50
HEADERS = [("Content-Type", "text/html"), ("Content-Length", "1"), ("ETag", '"old"'), ("Vary", "Cookie"), ("X-Y", "z")]


def answered(method: str = "GET", **headers: str) -> RawResponse:
    environ = create_environ("/", method=method, headers={name.replace("_", "-"): it for name, it in headers.items()})
    return CachedBody(HEADERS, BODY).answer(environ)


def fields(answer: RawResponse) -> dict[str, str]:
    assert len(dict(answer.headers)) == len(answer.headers), "each header stands once"
    return dict(answer.headers)


@pytest.mark.parametrize("encodings", ["gzip", "br, gzip;q=0.2", "deflate, *", "GZIP"])
def test_it_is_compressed_for_those_who_take_that(encodings: str) -> None:
    answer = answered(Accept_Encoding=encodings)
    assert gzip.decompress(answer.body) == BODY
    assert len(answer.body) < len(BODY) / 5
    said = fields(answer)
    assert (answer.status, answer.code) == ("200 OK", 200)
    assert said["Content-Encoding"] == "gzip"
    assert said["Content-Length"] == str(len(answer.body))
    assert said["Vary"] == "Accept, Accept-Language, Accept-Encoding"
    assert said["X-Y"] == "z"


@pytest.mark.parametrize("encodings", ["", "identity", "gzip;q=0, br", "x"])
def test_and_as_it_was_written_for_those_who_do_not(encodings: str) -> None:
    answer = answered(Accept_Encoding=encodings)
    assert answer.body == BODY
    said = fields(answer)
    assert "Content-Encoding" not in said
    assert said["Content-Length"] == str(len(BODY))
    assert said["Vary"] == "Accept, Accept-Language, Accept-Encoding"


def test_a_head_is_told_what_a_get_would_be_and_is_sent_no_body() -> None:
    for encodings in ("gzip", ""):
        head, whole = answered("HEAD", Accept_Encoding=encodings), answered(Accept_Encoding=encodings)
        assert head == RawResponse(whole.status, whole.headers, b"")


def test_each_form_has_its_own_tag_and_another_body_others() -> None:
    tags = {fields(answered(Accept_Encoding=encodings))["ETag"] for encodings in ("gzip", "")}
    other = CachedBody(HEADERS, BODY + b".").answer(create_environ("/"))
    assert len(tags | {fields(other)["ETag"]}) == 3
    assert '"old"' not in tags


@pytest.mark.parametrize("known", ["{}", "W/{}", '"a", {} , "b"', "*"])
@pytest.mark.parametrize("encodings", ["gzip", ""])
def test_who_has_it_already_is_told_so(known: str, encodings: str) -> None:
    tag = fields(answered(Accept_Encoding=encodings))["ETag"]
    answer = answered(Accept_Encoding=encodings, If_None_Match=known.format(tag))
    assert (answer.code, answer.body) == (304, b"")
    said = fields(answer)
    assert said["ETag"] == tag
    assert said["X-Y"] == "z"
    assert {"Content-Type", "Content-Length", "Content-Encoding"}.isdisjoint(said)


def test_the_other_form_of_the_same_page_is_had_already_too() -> None:
    tag = fields(answered(Accept_Encoding="gzip"))["ETag"]
    assert answered(If_None_Match=tag).code == 304


@pytest.mark.parametrize("known", ['"other"', "", '"', '""', "gzip"])
def test_who_has_another_is_sent_this_one(known: str) -> None:
    tag = fields(answered())["ETag"].strip('"')
    assert answered(If_None_Match=known).code == 200
    assert answered(If_None_Match=f'"{tag}x"').code == 200
    assert answered(If_None_Match=f'"x{tag}"').code == 200
