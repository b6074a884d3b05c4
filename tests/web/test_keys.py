import pytest
from flask import Flask

from tests.sampling import each_row
from tracking.web import keys


@each_row(
    ("header", "key"),
    [
        ("Bearer key", "key"),
        ("Bearer  key", " key"),
        ("Bearer m\xc3\xa5linger", "målinger"),  # as WSGI hands UTF-8 over
        ("Bearer \xe5", "\ufffd"),
        ("bearer key", "key"),
        ("BEARER key", "key"),
        ("Bearerkey", ""),
        ("Basic key", ""),
        ("key", ""),
        ("", ""),
    ],
)
def test_bearer_token_is_read_from_the_header(app: Flask, header: str, key: str) -> None:
    with app.test_request_context(environ_base={"HTTP_AUTHORIZATION": header}):
        assert keys.bearer_token() == key


@pytest.mark.parametrize(
    ("key", "given", "opened"),
    [
        ("key", ("key",), True),
        ("key", ("", "key"), True),
        ("målinger", ("målinger",), True),
        ("key", ("keys",), False),
        ("key", ("\udcff",), False),
        ("key", (), False),
        ("", ("",), False),
        (None, ("",), False),
        (None, ("None",), False),
    ],
)
def test_only_the_set_key_matches(key: str | None, given: tuple[str, ...], *, opened: bool) -> None:
    assert keys.matches_key(key, *given) is opened
