"""Slow clients: they send headers or bodies slowly, or read responses slowly."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import TypeAlias

from scripts.load.http import post

CLIENTS = 400
PAUSE = 0.5  # seconds between two drips
_SETTLE_SECONDS = 3  # until all of them are in the middle of it
_BUFFER = 2048  # bytes that a slow reader's kernel takes before it reads
_PAGES = 4  # that a slow reader asks for at once: more than fits on the way

Drip: TypeAlias = Callable[[socket.socket, bytes], Awaitable[None]]


async def _send(sock: socket.socket, at_once: bytes, slowly: bytes) -> None:
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(sock, at_once)
    for byte in slowly:
        await asyncio.sleep(PAUSE)
        await loop.sock_sendall(sock, bytes([byte]))


async def _headers(sock: socket.socket, _: bytes) -> None:
    await _send(sock, b"GET / HTTP/1.1\r\n", b"X-Slow: " + b"z" * 4000)


async def _body(sock: socket.socket, _: bytes) -> None:
    form = post("/", {"order": "1" * 4000})
    length = len(form.partition(b"\r\n\r\n")[2])
    await _send(sock, form[:-length], form[-length:])


async def _reading(sock: socket.socket, page: bytes) -> None:
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(sock, page * _PAGES)
    while await loop.sock_recv(sock, 100):  # noqa: ASYNC110 - nothing is waited for: this is how slowly they read
        await asyncio.sleep(PAUSE)


WAYS: Mapping[str, Drip] = {"slow headers": _headers, "slow bodies": _body, "slow readers": _reading}


@contextlib.asynccontextmanager
async def clients(port: int, drip: Drip, page: bytes) -> AsyncIterator[None]:
    """So many of them are there, for as long as the block lasts."""
    tasks = [asyncio.create_task(_one(port, drip, page)) for _ in range(CLIENTS)]
    await asyncio.sleep(_SETTLE_SECONDS)
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _one(port: int, drip: Drip, page: bytes) -> None:
    with socket.socket() as sock:
        sock.setblocking(False)  # noqa: FBT003 - the socket module's own way
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER)
        with contextlib.suppress(OSError):  # dropped by the server: it may
            await asyncio.get_running_loop().sock_connect(sock, ("127.0.0.1", port))
            await drip(sock, page)
