"""The log's queue on real pipes, read late or never."""

import fcntl
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader, FileIO

import pytest

from tracking.running.log_queue import NonBlockingHandler, dropped_records

PIPE_BYTES = 4096
MAX_RECORDS = 10
LINES = 1_000  # more than the pipe and the queue hold


@dataclass
class Pipe:
    """A log that goes to a pipe which holds a few lines; ``reader`` is its other end."""

    log: logging.Logger
    handler: NonBlockingHandler
    reader: BufferedReader

    def lines_until(self, end: str) -> list[str]:
        """The content of the pipe, up to the line with this end."""
        lines = []
        for line in self.reader:
            lines.append(line.decode().rstrip("\n"))
            if lines[-1].endswith(end):
                break
        return lines


@contextmanager
def a_pipe() -> Iterator[Pipe]:
    read_end, write_end = os.pipe()
    fcntl.fcntl(write_end, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
    handler = NonBlockingHandler(FileIO(write_end, "w", closefd=False), max_records=MAX_RECORDS)
    log = logging.Logger("tracking.test")  # noqa: LOG001 - the process's own stays as it is
    log.addHandler(handler)
    with open(read_end, "rb") as reader:  # noqa: PTH123 - a descriptor
        yield Pipe(log, handler, reader)
    handler.flush()  # fails at once: without a reader
    os.close(write_end)


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    with a_pipe() as pipe:
        yield pipe


@pytest.fixture(params=[True, False], ids=["blocking", "non-blocking"])
def any_pipe(request: pytest.FixtureRequest) -> Iterator[Pipe]:
    """Programs that start this one may have made its standard error non-blocking."""
    with a_pipe() as pipe:
        os.set_blocking(pipe.handler._sink.fileno(), request.param)  # noqa: SLF001
        yield pipe


def numbered(lines: list[str]) -> list[int]:
    return [int(line.rpartition(" ")[2]) for line in lines]


def test_lines_keep_their_order(any_pipe: Pipe) -> None:
    read: list[str] = []
    for number in range(5 * MAX_RECORDS):
        any_pipe.log.info("line %d", number)
        read += any_pipe.lines_until(f" {number}")
    assert numbered(read) == [*range(5 * MAX_RECORDS)]


def test_an_unread_pipe_blocks_nothing_and_the_dropped_records_are_counted_and_reported(any_pipe: Pipe) -> None:
    for _ in range(2):
        before = any_pipe.handler.dropped
        for number in range(LINES):
            any_pipe.log.info("%s line %d", "x" * 80, number)
        lines, reported = read_all(any_pipe)
        assert reported == any_pipe.handler.dropped - before > LINES / 2
        assert numbered(lines) == sorted(numbered(lines))
    any_pipe.log.info("line %d", LINES)
    assert any_pipe.lines_until(f" {LINES}") == [f"line {LINES}"]


def read_all(pipe: Pipe) -> tuple[list[str], int]:
    """The lines that were kept, and how many others the reports among them count."""
    lines: list[str] = []
    reported = 0
    while len(lines) + reported < LINES:
        line = pipe.reader.readline().decode().rstrip("\n")
        if line.endswith(" log records were dropped: the log is not read, or not fast enough"):
            reported += int(line.split()[0])
        else:
            lines.append(line)
    return lines, reported


def test_a_long_record_arrives_whole(pipe: Pipe) -> None:
    text = "x" * 20 * PIPE_BYTES
    pipe.log.error("%s end", text)
    assert pipe.lines_until("end") == [f"{text} end"]


def test_without_a_reader_records_count_as_dropped(pipe: Pipe) -> None:
    pipe.reader.close()
    for _ in range(3):
        pipe.log.error("nobody reads this")
    pipe.handler.flush()
    assert pipe.handler.dropped == 3


def test_process_count_is_that_of_its_log(pipe: Pipe) -> None:
    before = dropped_records()
    pipe.reader.close()
    pipe.log.error("nobody reads this")
    pipe.handler.flush()
    assert dropped_records() == before
    logging.root.addHandler(pipe.handler)
    try:
        assert dropped_records() == before + 1
    finally:
        logging.root.removeHandler(pipe.handler)


def started(code: str) -> "subprocess.Popen[str]":
    """A process whose log is set up, and which then runs the code."""
    code = f"import logging, os, sys; from tracking.running import logs; logs.set_up(sys.stderr); {code}"
    return subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True)  # noqa: S603 - our own words only


def test_an_ordinary_exit_loses_nothing() -> None:
    with started("[logging.error('line %d', number) for number in range(1500)]") as process:
        assert process.stderr
        lines = process.stderr.read().splitlines()
    assert len(lines) == 1500
    assert '"message":"line 1499"' in lines[-1]


@pytest.mark.parametrize("last_words", ["", "; import warnings; warnings.warn('old'); sys.exit(3)"])
def test_unread_pipe_does_not_delay_the_exit(last_words: str) -> None:
    with started(f"[logging.error('line %d', number) for number in range(5000)]{last_words}") as process:
        assert process.wait(60) == (3 if "exit" in last_words else 0)
        assert process.stderr
        assert '"message":"line 0"' in process.stderr.readline()


def test_a_process_that_forks_writes_the_records_of_both() -> None:
    forking = "logging.info('before'); pid = os.fork(); logging.info('parent' if pid else 'child'); pid and os.wait()"
    with started(forking) as process:
        assert process.stderr
        lines = [line for line in process.stderr.read().splitlines() if "DeprecationWarning" not in line]
    assert len(lines) == 3  # since 3.12, Python itself warns of a fork beside threads
    for word in ("before", "parent", "child"):
        assert sum(f'"message":"{word}"' in line for line in lines) == 1
