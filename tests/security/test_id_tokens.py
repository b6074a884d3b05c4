from collections.abc import Mapping

import jwt
import pytest

from tests.fakes import Clock
from tests.sampling import each_row
from tracking.security.id_tokens import IdTokens, InvalidIdToken

SHOP, CLIENT_ID = "tea.myshopify.com", "the-id-of-the-app"
OLD, NEW = "shpss_the-secret-before-that-is-long-enough", "shpss_the-secret-of-today-that-is-long-enough"


def tokens(clock: Clock, client_id: str | None = CLIENT_ID, shop: str | None = SHOP, *secrets: str) -> IdTokens:
    return IdTokens(client_id=client_id, secrets=secrets or (NEW, OLD), shop=shop, clock=clock)


def made(clock: Clock, secret: str = NEW, claims: Mapping[str, object] | None = None) -> str:
    now = int(clock().timestamp())
    given = {"dest": f"https://{SHOP}", "aud": CLIENT_ID, "sub": "42", "sid": "visit", "exp": now + 60, "nbf": now}
    return jwt.encode({**given, **(claims or {})}, secret, algorithm="HS256")


@pytest.mark.parametrize("secret", [OLD, NEW])
def test_a_token_of_either_secret_names_its_visit(clock: Clock, secret: str) -> None:
    visit = tokens(clock).verify(made(clock, secret))
    later = {"jti": "another", "nbf": int(clock().timestamp()) - 5}
    assert tokens(clock).verify(made(clock, secret, later)) == visit
    assert tokens(clock).verify(made(clock, secret, {"sub": "43"})) != visit


def test_the_time_is_that_of_the_clock_that_is_handed_in(clock: Clock) -> None:
    token = made(clock)
    clock.advance(seconds=69)
    tokens(clock).verify(token)
    clock.advance(seconds=1)
    with pytest.raises(InvalidIdToken):
        tokens(clock).verify(token)
    clock.set(seconds=-81)
    with pytest.raises(InvalidIdToken):
        tokens(clock).verify(token)


@each_row(
    "claims",
    [
        {"aud": "another"},
        {"aud": [CLIENT_ID]},
        {"dest": "https://coffee.myshopify.com"},
        {"dest": SHOP},
        {"dest": f"http://{SHOP}"},
        {"dest": f"https://{SHOP}/admin"},
        {"dest": f"https://{SHOP}@evil.example.com"},
        {"dest": 7},
        {"dest": "https://[::1"},
        {"exp": True},
        {"exp": float("nan")},
        {"exp": "9999999999"},
        {"nbf": [0]},
        {"sub": 7},
    ],
)
def test_a_token_for_another_app_shop_or_time_is_refused(clock: Clock, claims: Mapping[str, object]) -> None:
    with pytest.raises(InvalidIdToken):
        tokens(clock).verify(made(clock, claims=claims))


@pytest.mark.parametrize("parts", [{"client_id": None}, {"client_id": ""}, {"shop": None}])
def test_without_an_app_or_a_shop_no_token_is_one(clock: Clock, parts: Mapping[str, str | None]) -> None:
    with pytest.raises(InvalidIdToken):
        tokens(clock, **{"client_id": CLIENT_ID, "shop": SHOP, **parts}).verify(made(clock))


def test_a_token_of_a_secret_that_is_no_longer_ours_is_refused(clock: Clock) -> None:
    with pytest.raises(InvalidIdToken):
        tokens(clock, CLIENT_ID, SHOP, NEW).verify(made(clock, OLD))
    with pytest.raises(InvalidIdToken):
        IdTokens(client_id=CLIENT_ID, secrets=(), shop=SHOP, clock=clock).verify(made(clock))


def test_an_unsigned_token_is_refused(clock: Clock) -> None:
    unsigned = jwt.encode(jwt.decode(made(clock), options={"verify_signature": False}), "", algorithm="none")
    for token in (unsigned, unsigned + made(clock).rpartition(".")[2], made(clock).rpartition(".")[0] + "."):
        with pytest.raises(InvalidIdToken):
            tokens(clock).verify(token)
