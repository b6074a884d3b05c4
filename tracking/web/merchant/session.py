"""The user of the overview: by the session's cookie, by a token of Shopify's admin, or anybody in the demo."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from flask import Response, g, request
from werkzeug.http import parse_cookie

from tracking.security.id_tokens import InvalidIdToken
from tracking.security.staff_sessions import LoginWay, StaffSession
from tracking.services import Services, services
from tracking.web.keys import bearer_token

COOKIE = "__Host-merchant"
PLAIN_COOKIE = "merchant"
"""Where the site has no https: on the machine itself, where browsers refuse the other one."""

_RENEWED = timedelta(minutes=1)  # so often a session that is used gets another cookie: it lasts for hours

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """``name`` is an email address, or one of "server", "admin", "demo", "export"; forms are signed for ``forms``."""

    name: str
    forms: str


DEMO = Staff(name="demo", forms="demo")
PROGRAM = Staff(name="export", forms="export")
"""Has the token of the exports, and sees no page."""


def current_staff() -> Staff:
    """The user of the overview in this request: the guard has let them in."""
    staff: Staff = g.staff
    return staff


def has_staff() -> bool:
    """Whether the guard has let somebody in."""
    return "staff" in g


def staff_name() -> str | None:
    """The name of the user, for the overview's layout; None on the ways in."""
    return current_staff().name if has_staff() else None


def find_staff() -> Staff | None:
    """The user who sends this request; None without a session. Raises DatabaseUnavailable."""
    site = services()
    if site.settings.is_demo:
        return DEMO
    if session := open_session():
        if site.clock() - session.used_at >= _RENEWED:  # to sign it takes a twentieth of a page
            use_session(session)
        return Staff(name=session.who, forms=session.id)
    return _bearer_of_admin()


def open_session() -> StaffSession | None:
    """The session of the cookie, if it has not ended. Raises DatabaseUnavailable."""
    access = services().staff
    session = access.sessions.read(_cookies(request.headers.get("Cookie", "")).get(_cookie_name(), ""))
    return session if session and access.is_open(session) else None


def use_session(session: StaffSession) -> None:
    """Have the response say that the session was used now."""
    g.used_session = session


def forget_session() -> None:
    """Have the response delete the cookie."""
    g.pop("used_session", None)
    g.forgets_session = True


def set_cookie(response: Response) -> Response:
    """Adds the cookie of a session that this request has begun or used, or deletes it."""
    if g.get("forgets_session"):
        # Only a cookie with the same attributes is the same one: each way in has its own.
        for attributes in (_attributes(LoginWay.SERVER), _attributes(LoginWay.ADMIN)):
            response.delete_cookie(_cookie_name(), **attributes)  # type: ignore[arg-type] # of several types
    elif session := g.get("used_session"):
        value, used = services().staff.sessions.sign(session)
        seconds = int((used.ends_at - used.used_at).total_seconds())
        response.set_cookie(_cookie_name(), value, max_age=seconds, **_attributes(used.way))  # type: ignore[arg-type] # likewise
    return response


def is_of_staff(site: Services, cookies: str) -> bool:
    """Whether a Cookie header has a session that we signed; whether it was ended since is not asked."""
    if PLAIN_COOKIE not in cookies:
        return False
    found = _cookies(cookies)
    return any(site.staff.sessions.read(found.get(name, "")) is not None for name in (COOKIE, PLAIN_COOKIE))


def _cookies(header: str) -> Mapping[str, str]:
    """None where the header is no text: Werkzeug's own ``request.cookies`` would end the request with an error."""
    try:
        return parse_cookie(header)
    except UnicodeError:
        return {}


def _bearer_of_admin() -> Staff | None:
    """App Bridge sends a token with each request: https://shopify.dev/docs/api/app-bridge-library."""
    if not (token := bearer_token()):
        return None
    try:
        return Staff(name=LoginWay.ADMIN.value, forms=services().id_tokens.verify(token))
    except InvalidIdToken as error:
        log.warning("A token in place of a session was refused: %s", error)
        return None


def _cookie_name() -> str:
    return COOKIE if _is_secure() else PLAIN_COOKIE


def _attributes(way: LoginWay) -> Mapping[str, object]:
    attributes = {"path": "/", "httponly": True, "samesite": "Lax"}
    if not _is_secure():
        return attributes
    # Within a frame of another site a browser sends no other cookie.
    framed = {"samesite": "None", "partitioned": True} if way is LoginWay.ADMIN else {}
    return {**attributes, "secure": True, **framed}


def _is_secure() -> bool:
    return services().settings.is_https or request.is_secure
