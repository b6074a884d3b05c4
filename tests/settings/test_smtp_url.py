import pytest

from tests.sampling import each_row
from tests.settings.conftest import mistake
from tracking.settings.smtp_url import Encryption, SmtpUrl, smtp_url


@each_row(
    ("value", "host", "port", "encryption"),
    [
        ("smtp://mail.example.com:2525", "mail.example.com", 2525, Encryption.STARTTLS),
        ("smtp://mail.example.com", "mail.example.com", 587, Encryption.STARTTLS),
        ("smtps://mail.example.com/", "mail.example.com", 465, Encryption.TLS),
        ("smtp://10.0.0.7", "10.0.0.7", 587, Encryption.STARTTLS),
        ("smtp://localhost", "localhost", 25, Encryption.STARTTLS_IF_OFFERED),
        ("smtp://127.0.0.1:1025", "127.0.0.1", 1025, Encryption.STARTTLS_IF_OFFERED),
        ("smtp://[::1]:1025", "::1", 1025, Encryption.STARTTLS_IF_OFFERED),
        ("smtps://localhost", "localhost", 465, Encryption.TLS),
        ("smtp://localhost.example.com", "localhost.example.com", 587, Encryption.STARTTLS),
    ],
)
def test_scheme_and_host_decide_about_port_and_encryption(
    value: str, host: str, port: int, encryption: Encryption
) -> None:
    assert smtp_url(value) == SmtpUrl(host=host, port=port, encryption=encryption)


@pytest.mark.parametrize(
    ("login", "user", "password"),
    [
        ("user:pass", "user", "pass"),
        ("me%40example.com:a%2Fb%23c%3A%25%20d", "me@example.com", "a/b#c:% d"),
        ("me@example.com:p@ss:word", "me@example.com", "p@ss:word"),
    ],
)
def test_login_is_percent_decoded(login: str, user: str, password: str) -> None:
    found = smtp_url(f"smtp://{login}@mail.example.com")
    assert (found.user, found.password, found.host) == (user, password, "mail.example.com")


def test_place_is_host_and_port_without_the_login() -> None:
    assert smtp_url("smtp://user:canary@mail.example.com").place == "mail.example.com:587"
    assert smtp_url("smtp://[::1]").place == "[::1]:25"


@each_row(
    ("value", "named"),
    [
        ("mail.example.com", "must be an address such as smtp://"),
        ("https://user:canary@mail.example.com", "must be an address such as smtp://"),
        ("smtp://", "must be an address such as smtp://"),
        ("smtp://user:canary@", "must be an address such as smtp://"),
        ("smtp://user:canary/x@mail.example.com", "must be an address such as smtp://"),
        ("smtp://user:canary#x@mail.example.com", "must be an address such as smtp://"),
        ("smtp://user:canary?x@mail.example.com", "must be an address such as smtp://"),
        ("smtp://user:canary x@mail.example.com", "must be an address such as smtp://"),
        ("smtp://user:canary@mail.example.com:99999", "must be an address such as smtp://"),
        ("smtp://user:canary@mail.example.com:0", "must be an address such as smtp://"),
        ("smtp://user:canary@mail.example.com?starttls=off", "must be an address such as smtp://"),
        ("smtp://user:canary@[::1", "must be an address such as smtp://"),
        ("smtp://canary@mail.example.com", "must have a user and a password, or neither"),
        ("smtp://:canary@mail.example.com", "must have a user and a password, or neither"),
        ("smtp://@mail.example.com", "must have a user and a password, or neither"),
        ("smtp://user:canary%@mail.example.com", "must have what is special in user and password percent-encoded"),
        ("smtp://user:canary%C3%A4@mail.example.com", "must have a user and a password of printable ASCII"),
        ("smtp://user:canary%0D%0Aquit@mail.example.com", "must have a user and a password of printable ASCII"),
    ],
)
def test_wrong_url_is_a_sentence_without_the_password(value: str, named: str) -> None:
    sentence = mistake(SMTP_URL=value)
    assert sentence.startswith(f"SMTP_URL {named}")
    assert "canary" not in sentence
