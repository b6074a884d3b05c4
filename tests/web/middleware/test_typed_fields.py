from werkzeug.test import create_environ

from tracking.web.middleware.typed_fields import in_html, typed_fields


def test_fields_are_read_from_the_body() -> None:
    environ = create_environ("/", method="POST", data={"order": "#1001", "email": "å@example.com", "more": "x"})
    assert typed_fields(environ | {"wsgi.input_terminated": True}) == {"order": "#1001", "email": "å@example.com"}


def test_a_field_that_is_missing_is_empty() -> None:
    environ = create_environ("/widget", method="POST", data={"order": "1001"})
    assert typed_fields(environ | {"wsgi.input_terminated": True}) == {"order": "1001", "email": ""}


def test_value_ends_no_attribute_and_is_no_liquid() -> None:
    assert in_html('"><b>{{ x }}') == b"&#34;&gt;&lt;b&gt;&#123;&#123; x &#125;&#125;"
