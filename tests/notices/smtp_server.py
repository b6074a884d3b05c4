"""A real mail server (aiosmtpd) on a free port of 127.0.0.1, with faults to choose from."""

import asyncio
import contextlib
import ssl
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from dataclasses import dataclass
from enum import Enum
from threading import Thread
from typing import Self, TypeAlias

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HOST = "127.0.0.1"
_DRIP = 0.01  # seconds between two bytes
_ROUNDS = 4  # of the loop, in which a connection that was accepted is made, or one that was aborted is closed


class Fault(Enum):
    """A fault of the server in place of a reply."""

    HANG = "hang"  # it says nothing more, and keeps the connection
    DRIP = "drip"  # a reply without an end, byte by byte
    DROP = "drop"  # it ends the connection


Command: TypeAlias = Callable[[str | None], Awaitable[None]]

Step: TypeAlias = str | Fault | None
"""A reply of this server's own, a fault, or None for what is usual."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedLetter:
    """A letter as it was handed over: the envelope, the raw message, and the circumstances."""

    sender: str
    recipient: str
    content: bytes
    is_encrypted: bool
    user: str | None
    connection: int
    options: tuple[str, ...]
    received_at: float  # by time.perf_counter


class MailServer:
    """Runs in a thread of its own while the test is inside of ``with``; ``letters`` are what it has accepted.

    ``certificate``: it offers STARTTLS, or wants TLS from the first byte (``is_tls``). ``password``: it wants a login.
    ``steps``: what it does at each coming command of a name; the places are CONNECT, EHLO, STARTTLS, AUTH, MAIL, RCPT,
    DATA (before the message), MIDDLE (in the message), BODY (after it), RSET and QUIT.
    """

    def __init__(
        self,
        *,
        certificate: trustme.LeafCert | None = None,
        is_tls: bool = False,
        user: str = "",
        password: str = "",
        takes_utf8: bool = False,
        port: int = 0,
    ) -> None:
        self.letters: list[ReceivedLetter] = []
        self.commands: list[str] = []
        self.done: list[str] = []  # the places of the steps that were made
        self.connections = 0
        self.user, self.password = user, password
        self.takes_utf8 = takes_utf8
        self.is_tls = is_tls
        self.port = port
        self.context = _server_context(certificate) if certificate else None
        self.closing = asyncio.Event()  # of the server's own loop
        self.transports: list[asyncio.Transport] = []
        self._steps: defaultdict[str, list[Step]] = defaultdict(list)
        self._always: dict[str, Step] = {}
        self._loop = asyncio.new_event_loop()
        self._started: Future[int] = Future()
        self._thread = Thread(target=self._run, name="mail-server")

    def __enter__(self) -> Self:
        self._thread.start()
        self.port = self._started.result()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self.closing.set)
        self._thread.join()

    def url(self, host: str = HOST) -> str:
        """The value of SMTP_URL."""
        login = f"{self.user}:{self.password}@" if self.user else ""
        return f"{'smtps' if self.is_tls else 'smtp'}://{login}{host}:{self.port}"

    def next(self, place: str, *steps: Step) -> None:
        """Adds steps for the coming commands, one for each."""
        self._steps[place].extend(steps)

    def always(self, place: str, step: Step) -> None:
        """Sets the step of every command from now on; None ends that."""
        self._always[place] = step

    def step(self, place: str) -> Step:
        """Takes the step of the current command; None where the reply is the usual one."""
        step = self._steps[place].pop(0) if self._steps[place] else self._always.get(place)
        if step is not None:
            self.done.append(place)
        return step

    def check(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, login: object
    ) -> AuthResult:
        """Compare user and password, as aiosmtpd asks for it."""
        expected = LoginPassword(self.user.encode(), self.password.encode())
        return AuthResult(success=login == expected, handled=False, auth_data=login)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        tls = self.context if self.is_tls else None
        listening = await self._loop.create_server(lambda: _Protocol(self, self._loop), HOST, self.port, ssl=tls)
        self._started.set_result(listening.sockets[0].getsockname()[1])
        await self.closing.wait()
        listening.close()
        await self._end_connections()
        await self._end_connections()  # those whose handshake has ended meanwhile

    async def _end_connections(self) -> None:
        await self._next_rounds()  # a task that is canceled before it begins would leave its connection open
        for transport in self.transports:
            transport.abort()
        ended = asyncio.all_tasks() - {asyncio.current_task()}
        for task in ended:
            task.cancel()
        await asyncio.gather(*ended, return_exceptions=True)
        await self._next_rounds()

    async def _next_rounds(self) -> None:
        for _ in range(_ROUNDS):
            await asyncio.sleep(0)


class _Handler:
    """Takes what was handed over."""

    def __init__(self, server: MailServer, number: int) -> None:
        self._server = server
        self._number = number

    async def handle_DATA(self, protocol: "_Protocol", session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's own names
        step = self._server.step("BODY")
        if step is not None:
            return await protocol.do(step) or ""
        login = session.auth_data
        letter = ReceivedLetter(
            sender=str(envelope.mail_from),
            recipient=", ".join(str(each) for each in envelope.rcpt_tos),
            content=bytes(envelope.original_content or b""),
            is_encrypted=protocol.is_encrypted,
            user=login.login.decode() if login else None,
            connection=self._number,
            options=tuple(envelope.mail_options),
            received_at=time.perf_counter(),
        )
        self._server.letters.append(letter)
        return f"250 2.0.0 queued as {len(self._server.letters)}"


class _Protocol(SMTP):
    """One connection."""

    def __init__(self, server: MailServer, loop: asyncio.AbstractEventLoop) -> None:
        self._server = server
        server.connections += 1
        super().__init__(
            _Handler(server, server.connections),
            hostname="mail.example.com",
            ident="ESMTP",
            enable_SMTPUTF8=server.takes_utf8,
            tls_context=None if server.is_tls else server.context,
            auth_require_tls=not server.user or (server.context is not None and not server.is_tls),
            authenticator=server.check if server.user else None,
            loop=loop,
        )
        # Given to the constructor, it warns of a login without encryption.
        self._auth_required = bool(server.user)
        self._smtp_methods = {name: self._with_steps(name, method) for name, method in self._smtp_methods.items()}

    @property
    def is_encrypted(self) -> bool:
        return self._server.is_tls or self._tls_protocol is not None

    async def push(self, status: str | bytes) -> None:
        if not status:
            return
        await super().push(status)  # type: ignore[type-var] # it takes either
        if isinstance(status, str) and status.startswith("354") and (step := self._server.step("MIDDLE")):
            await self._reader.read(1)
            await self.do(step)

    async def do(self, step: Step) -> str | None:
        """A reply for the client; None after a fault."""
        if step is Fault.DROP and self.transport:
            self.transport.abort()  # type: ignore[attr-defined] # of every transport that there is here
        elif step is Fault.HANG:
            await self._server.closing.wait()
        elif step is Fault.DRIP:
            await self._drip()
        return step if isinstance(step, str) else None

    async def _drip(self) -> None:
        with contextlib.suppress(OSError):
            while not self._server.closing.is_set():
                self._writer.write(b"2")
                await self._writer.drain()
                await asyncio.sleep(_DRIP)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._server.transports.append(transport)
        super().connection_made(transport)

    async def _handle_client(self) -> None:
        step = self._server.step("CONNECT")
        if step is None:
            await super()._handle_client()
        elif reply := await self.do(step):
            await self.push(reply)
            await self._server.closing.wait()

    def _with_steps(self, name: str, method: Command) -> Command:
        async def run(arg: str | None) -> None:
            self._server.commands.append(name)
            step = self._server.step(name)
            if step is None:
                await method(arg)
            elif reply := await self.do(step):
                await self.push(reply)

        return run


def _server_context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context
