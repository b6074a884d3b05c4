import gzip

from flask.testing import FlaskClient

from tracking.web.branding.setup import assets


def stylesheet(client: FlaskClient) -> str:
    with client.application.app_context():
        return assets().url("site.css")


def test_stylesheet_is_immutable_and_cross_origin(client: FlaskClient) -> None:
    answer = client.get(stylesheet(client))
    assert answer.status_code == 200
    assert answer.mimetype == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_stylesheet_is_compressed_where_the_browser_accepts_it(client: FlaskClient) -> None:
    plain = client.get(stylesheet(client), headers={"Accept-Encoding": "gzip;q=0"})
    zipped = client.get(stylesheet(client), headers={"Accept-Encoding": "br, gzip"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.data) == plain.data
    assert zipped.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert zipped.headers["ETag"] != plain.headers["ETag"]


def test_stylesheet_is_not_sent_twice(client: FlaskClient) -> None:
    tag = client.get(stylesheet(client)).headers["ETag"]
    assert client.get(stylesheet(client), headers={"If-None-Match": tag}).status_code == 304


def test_nothing_outside_the_folder_is_reached(client: FlaskClient) -> None:
    for path in ("../app.py", "%2e%2e/app.py", "..%2fapp.py", "/etc/passwd", "css/../../app.py", "\x00"):
        assert client.get(f"/static/{path}").status_code == 404
