import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from itsdangerous import URLSafeSerializer, URLSafeTimedSerializer

from tests.sampling import each_row
from tracking.security.links import InvalidLink, LinkExpired, Links

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
ORDER = "5678901234567"


def links(*keys: str, now: datetime = NOW, notification_keys: tuple[str, ...] = ()) -> Links:
    return Links(keys or ("key",), lifetime=timedelta(days=30), clock=lambda: now, notification_keys=notification_keys)


def test_a_token_opens_to_the_order_it_names() -> None:
    assert links().open(links().sign(ORDER)).order_id == ORDER


def test_a_token_is_short_and_fits_a_path() -> None:
    token = links().sign(ORDER)
    assert len(token) < 90
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")


def test_token_expires_after_its_days() -> None:
    token = links().sign(ORDER)
    assert links(now=NOW + timedelta(days=30, seconds=-1)).open(token).order_id == ORDER
    with pytest.raises(LinkExpired):
        links(now=NOW + timedelta(days=30)).open(token)


def test_opened_link_has_its_expiry() -> None:
    opened = links().open(links().sign(ORDER))
    assert opened.expires_at == NOW + timedelta(days=30)
    assert opened.expires_at.tzinfo is UTC


def test_clock_behind_accepts_the_token() -> None:
    assert links(now=NOW - timedelta(hours=1)).open(links().sign(ORDER)).order_id == ORDER


def test_an_older_key_still_opens_and_the_newest_signs() -> None:
    assert links("old", "new").open(links("old").sign(ORDER)).order_id == ORDER
    assert links("new").open(links("old", "new").sign(ORDER)).order_id == ORDER
    with pytest.raises(InvalidLink):
        links("old").open(links("old", "new").sign(ORDER))


@pytest.mark.parametrize("place", [0, 10, 30, -1])
def test_a_changed_token_is_refused(place: int) -> None:
    token = links().sign(ORDER)
    changed = list(token)
    changed[place] = "A" if changed[place] != "A" else "Q"
    with pytest.raises(InvalidLink):
        links().open("".join(changed))


@hypothesis_settings(deadline=None)  # a busy machine is no failure
@given(st.text(alphabet=st.characters()))
def test_arbitrary_text_is_an_invalid_link(token: str) -> None:
    with pytest.raises(InvalidLink):
        links().open(token)


@pytest.mark.parametrize("token", ["\ud800.\udfff", "", ".", "a.b", "\x00", "x" * 100_000])
def test_lone_surrogates_are_an_invalid_link(token: str) -> None:
    with pytest.raises(InvalidLink):
        links().open(token)


@each_row("payload", [5, "text", [1], [1, 2, 3], {"a": 1}, None, [1, "soon"], [1, 10**13], [1, 10**30]])
def test_signed_payload_of_another_shape_is_an_invalid_link(payload: object) -> None:
    signer = URLSafeSerializer(
        "key", salt="order", signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"}
    )
    with pytest.raises(InvalidLink):
        links().open(signer.dumps(payload))


def test_token_with_another_salt_is_an_invalid_link() -> None:
    settings = {"digest_method": hashlib.sha256, "key_derivation": "hmac"}
    payload = [int(ORDER), int(NOW.timestamp()) + 99]
    for serializer in (URLSafeSerializer, URLSafeTimedSerializer):
        with pytest.raises(InvalidLink):
            links().open(serializer("key", salt="other", signer_kwargs=settings).dumps(payload))


def hex_of(order_id: str, key: str) -> str:
    return hmac.new(key.encode(), f"track:{order_id}".encode(), hashlib.sha256).hexdigest()


@pytest.mark.parametrize("key", ["mail", "older"])
def test_notification_signature_is_accepted(key: str) -> None:
    links(notification_keys=("mail", "older")).check_notification(ORDER, hex_of(ORDER, key))


@each_row(
    ("order_id", "signature"),
    [
        (ORDER, hex_of(ORDER, "wrong")),
        ("5678901234568", hex_of(ORDER, "mail")),
        (ORDER, f"track:{ORDER}"),  # what an unknown filter leaves behind
        (ORDER, ""),
        (ORDER, "é\ud800"),
        (ORDER, hex_of(ORDER, "mail").upper()),
        ("1 OR 2", hex_of("1 OR 2", "mail")),
        ("١٢", hex_of("١٢", "mail")),
        ("", hex_of("", "mail")),
    ],
)
def test_other_signatures_are_rejected(order_id: str, signature: str) -> None:
    with pytest.raises(InvalidLink):
        links(notification_keys=("mail",)).check_notification(order_id, signature)


def test_missing_key_rejects_every_notification_link() -> None:
    with pytest.raises(InvalidLink):
        links().check_notification(ORDER, hex_of(ORDER, ""))


def test_missing_key_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    known = links()
    for _ in range(3):
        with pytest.raises(InvalidLink):
            known.check_notification(ORDER, "0" * 64)
    (message,) = caplog.messages
    assert "LINK_KEY is not set" in message
    assert ORDER not in message


def test_wrong_signature_is_not_logged_as_a_missing_key(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(InvalidLink):
        links(notification_keys=("mail",)).check_notification(ORDER, "0" * 64)
    assert not caplog.messages
