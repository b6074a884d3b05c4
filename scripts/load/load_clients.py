"""Many clients at once: so many that wait for their answers, or so many a second whether they are answered or not."""

import asyncio
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

from scripts.load.http import Answer, Connection

_PATIENCE = 6.0  # seconds; the site itself has less


async def closed_loop(
    port: int, requests: Iterable[bytes], *, seconds: float = inf, clients: int = 8, pause: float = 0
) -> list[Answer]:
    """Each client takes a request, reads its answer, pauses, and takes the next, until the time is over."""
    until = time.perf_counter() + seconds
    waiting, answers = enumerate(requests), dict[int, Answer]()

    async def one() -> None:
        connection = Connection(port)
        for place, request in waiting:
            answers[place] = await connection.ask(request, patience=_PATIENCE)
            if time.perf_counter() > until:
                break
            await asyncio.sleep(pause)
        connection.close()

    await asyncio.gather(*(one() for _ in range(clients)))
    return [answers[place] for place in sorted(answers)]


async def open_loop(port: int, requests: Sequence[bytes], rate: float) -> list[Answer]:
    """So many a second, each timed from the moment at which it was due, so that no wait before it goes unseen."""
    idle: list[Connection] = []
    start = time.perf_counter()

    async def one(request: bytes, due: float) -> Answer:
        connection = idle.pop() if idle else Connection(port)
        answer = await connection.ask(request, since=due, patience=_PATIENCE)
        idle.append(connection)
        return answer

    async with asyncio.TaskGroup() as group:
        tasks = []
        for place, request in enumerate(requests):
            due = start + place / rate
            await asyncio.sleep(due - time.perf_counter())
            tasks.append(group.create_task(one(request, due)))
    for connection in idle:
        connection.close()
    return [task.result() for task in tasks]


async def at_once(port: int, requests: Sequence[bytes]) -> list[Answer]:
    """All at the same moment, each on a connection that is already open."""
    connections = [Connection(port) for _ in requests]
    await asyncio.gather(*(connection.open() for connection in connections))
    asked = zip(connections, requests, strict=True)
    answers = await asyncio.gather(*(connection.ask(request) for connection, request in asked))
    for connection in connections:
        connection.close()
    return answers


@dataclass(frozen=True, slots=True)
class Spread:
    """Milliseconds: the median, and the 99th percentile."""

    p50: float
    p99: float

    @classmethod
    def of(cls, answers: Sequence[Answer]) -> "Spread":
        """Over all answers, whatever they say."""
        times = sorted(answer.seconds * 1000 for answer in answers)
        return cls(times[len(times) // 2], times[len(times) * 99 // 100])

    def __str__(self) -> str:
        return f"p50 {self.p50:6.1f} ms, p99 {self.p99:6.1f} ms"
