"""Access to the overview: links that open it once, and the sessions that they begin."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from secrets import token_hex, token_urlsafe

from tracking.database import (
    Database,
    Transaction,
    ended_sessions,
    login_links,
    merchant_history,
    progress,
    tasks,
)
from tracking.database.login_links import LoginLinkRow
from tracking.merchant import history
from tracking.security.keyed_hashes import KeyedHashes
from tracking.security.staff_sessions import LONGEST, MAX_AHEAD, LoginWay, StaffSession, StaffSessions

LINK_LIFETIME = timedelta(minutes=15)

MAILS_AN_HOUR = 5
"""To one address: they may be asked for by another person than their reader."""

LOGIN_MAIL = "login_mail"
"""The kind of the tasks of links that are to be mailed; their keys are keyed hashes of what was typed."""

_GENERATION = "staff_sessions"  # a random word: sessions with another one have ended
_LOGGED_IN = {
    LoginWay.MAIL: history.LOGGED_IN_BY_MAIL,
    LoginWay.SERVER: history.LOGGED_IN_BY_SERVER,
    LoginWay.ADMIN: history.LOGGED_IN_BY_ADMIN,
}


class StaffAccess:
    """``emails`` are those of STAFF_EMAILS. Every method raises DatabaseUnavailable."""

    def __init__(
        self,
        database: Database,
        sessions: StaffSessions,
        hashes: KeyedHashes,
        emails: Iterable[str],
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self.sessions = sessions
        self._database = database
        self._hashes = hashes
        self._emails = {folded(email): email for email in emails}
        self._clock = clock

    def ask_for_link(self, typed: str) -> None:
        """Let the worker mail a link to the address, if it is one of STAFF_EMAILS: the same is done for any other."""
        now = self._clock()
        with self._database.write() as transaction:
            tasks.add(transaction, LOGIN_MAIL, self._hashes.hash(folded(typed)), now=now, due_at=now)

    def address_of(self, task_key: str) -> str | None:
        """The address of STAFF_EMAILS that a task is about; None where it is about another one."""
        return next((each for key, each in self._emails.items() if task_key in self._hashes.candidates(key)), None)

    def make_link(self, who: str, way: LoginWay) -> str:
        """Returns the token of a new link, which goes to ``who``."""
        token, now = token_urlsafe(32), self._clock()
        link = LoginLinkRow(hash=_hash(token), who=who, way=way, until=now + LINK_LIFETIME)
        with self._database.write() as transaction:
            login_links.add(transaction, link)
            if way is not LoginWay.MAIL:  # whether a mail leaves is not known yet
                history.record(transaction, who, history.LINK_MADE, now=now)
        return token

    def may_mail(self, email: str) -> bool:
        """Whether fewer mails with a link have left for this address within the hour than may."""
        now = self._clock()
        with self._database.read() as transaction:
            mailed = merchant_history.count_between(
                transaction, who=email, what=history.LINK_MAILED, first=now - timedelta(hours=1), last=now
            )
        return mailed < MAILS_AN_HOUR

    def write_mailed(self, email: str) -> None:
        """A mail with a link has left."""
        with self._database.write() as transaction:
            history.record(transaction, email, history.LINK_MAILED, now=self._clock())

    def is_live(self, token: str) -> bool:
        """Whether this link would open a session."""
        with self._database.read() as transaction:
            return self._opens(login_links.find(transaction, _hash(token)))

    def open_link(self, token: str) -> StaffSession | None:
        """A session for who has the link, which is used up; None where it opens nothing."""
        with self._database.write() as transaction:
            link = login_links.take(transaction, _hash(token))
            if link is None or not self._opens(link):
                return None
            return self._begin(transaction, link.who, LoginWay(link.way))

    def open_from_admin(self) -> StaffSession:
        """A session for who has opened the app in Shopify's admin."""
        with self._database.write() as transaction:
            return self._begin(transaction, LoginWay.ADMIN.value, LoginWay.ADMIN)

    def is_open(self, session: StaffSession) -> bool:
        """Whether the session was not ended; that of an address ends when STAFF_EMAILS no longer has it."""
        if session.way is LoginWay.MAIL and folded(session.who) not in self._emails:
            return False
        with self._database.read() as transaction:
            return ended_sessions.generation(transaction, session.id, _GENERATION) == session.generation

    def end(self, session: StaffSession) -> None:
        """Log out: no copy of the cookie opens anything."""
        with self._database.write() as transaction:
            # Longer than it could last, because clocks are set back.
            ended_sessions.add(transaction, session.id, until=session.started_at + 2 * LONGEST)
            history.record(transaction, session.who, history.LOGGED_OUT, now=self._clock())

    def end_all(self, who: str) -> None:
        """End every session, and every link that was made until now."""
        with self._database.write() as transaction:
            progress.put(transaction, _GENERATION, token_hex(8))
            login_links.remove_all(transaction)
            history.record(transaction, who, history.ALL_LOGGED_OUT, now=self._clock())

    def _opens(self, link: LoginLinkRow | None) -> bool:
        if link is None or (link.way == LoginWay.MAIL and folded(link.who) not in self._emails):
            return False
        return self._clock() < link.until <= self._clock() + LINK_LIFETIME + MAX_AHEAD

    def _begin(self, transaction: Transaction, who: str, way: LoginWay) -> StaffSession:
        progress.put_first(transaction, _GENERATION, token_hex(8))
        session = self.sessions.begin(who, way, str(progress.get(transaction, _GENERATION)))
        history.record(transaction, who, _LOGGED_IN[way], now=session.started_at)
        return session


def folded(email: str) -> str:
    """An address in the one spelling in which two are compared."""
    return email.strip().casefold()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
