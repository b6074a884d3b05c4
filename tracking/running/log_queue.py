"""Writes log records in a thread, so that no request waits for the reader of the log."""

import logging
import os
import time
from contextlib import suppress
from io import FileIO
from itertools import accumulate
from logging.handlers import QueueHandler, QueueListener
from queue import Empty, SimpleQueue
from select import select
from threading import Event
from typing import TypeAlias

MAX_RECORDS = 2_000  # a second or two of a busy site, and a megabyte
# How long the writer collects lines: waking it for each one would cost a request more than formatting its line.
_COLLECT_SECONDS = 0.01
_FLUSH_SECONDS = 2.0  # at exit: an unread pipe must not delay the end of the process

# An event is set once everything before it is written. A finalizer may log while its thread is in ``put``: only
# SimpleQueue allows that.
_Queue: TypeAlias = SimpleQueue[str | Event]


class NonBlockingHandler(QueueHandler):
    """Formats a record in the calling thread, and writes it in another.

    While ``max_records`` wait, further ones are dropped and counted; one record reports them once the queue is empty
    again. ``sink`` is unbuffered: a buffered file has a lock, which a thread blocked by the reader would hold.
    """

    def __init__(self, sink: FileIO, *, max_records: int = MAX_RECORDS) -> None:
        self._sink = sink
        self._max_records = max_records
        self._reset()
        super().__init__(self._lines)
        # Threads do not survive a fork (gunicorn --preload): each process starts its own with its first record.
        os.register_at_fork(after_in_child=self._reset)

    def _reset(self) -> None:
        self.queue = self._lines = _Queue()
        self._writer = _Writer(self, self._lines, self._sink)
        self._is_started = False
        self._overflowed = 0

    @property
    def dropped(self) -> int:
        """The number of records that this process did not write: the queue was full, or the sink failed."""
        return self._overflowed + self._writer.failed

    def prepare(self, record: logging.LogRecord) -> str:
        """Format the record in the calling thread, which has the request's context."""
        return self.format(record)

    def enqueue(self, record: str) -> None:  # type: ignore[override] # what ``prepare`` returns
        """Add the line, or drop it; logging holds the handler's lock."""
        self._start_writer()
        if self._lines.qsize() < self._max_records:
            self._lines.put(record)
        else:
            self._overflowed += 1

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Name the place of a record that cannot be formatted; logging's own method would print its arguments."""
        fields = {"of": record.name, "line": record.lineno}
        self.enqueue(self.report(logging.ERROR, "A record of %(of)s (line %(line)d) could not be written.", fields))

    def report(self, level: int, message: str, fields: dict[str, object]) -> str:
        """A line about the log itself."""
        return self.format(logging.LogRecord(__name__, level, __file__, 0, message, (fields,), None))

    def flush(self) -> None:
        """Wait, for a bounded time, until everything is written. logging calls this at exit."""
        if self._is_started:
            is_written = Event()
            self._lines.put(is_written)
            is_written.wait(_FLUSH_SECONDS)

    def _start_writer(self) -> None:
        if not self._is_started:
            with suppress(RuntimeError):  # at the very end of a process no thread can be started
                self._writer.start()
                self._is_started = True


class _Writer(QueueListener):
    """The writing thread. It is a daemon and holds no lock while it writes: only ``flush`` waits for it."""

    def __init__(self, handler: NonBlockingHandler, lines: _Queue, sink: FileIO) -> None:
        super().__init__(lines)
        self._handler = handler
        self._lines = lines
        self._sink = sink
        self._reported = 0
        self.failed = 0

    def handle(self, record: str | Event) -> None:  # type: ignore[override] # what was put into the queue
        """Write the lines of a moment in one piece, and after the last one the number of dropped records."""
        if isinstance(record, str):
            time.sleep(_COLLECT_SECONDS)
        lines: list[str] = []
        with suppress(Empty):
            while isinstance(record, str):
                lines.append(record)
                record = self._lines.get_nowait()
        failed = self._write(lines)
        self.failed += failed
        if isinstance(record, Event):
            self._report_dropped()
            record.set()
        elif not failed:
            self._report_dropped()

    def _report_dropped(self) -> None:
        dropped = self._handler.dropped
        if dropped > self._reported:
            message = "%(dropped)d log records were dropped: the log is not read, or not fast enough"
            self._write([self._handler.report(logging.WARNING, message, {"dropped": dropped - self._reported})])
            self._reported = dropped

    def _write(self, lines: list[str]) -> int:
        """Write lines, and return how many of them could not be written."""
        encoded = [f"{line}\n".encode(errors="backslashreplace") for line in lines]  # lone surrogates
        unwritten = b"".join(encoded)
        try:
            while unwritten:
                written = self._sink.write(unwritten)
                if written is None:  # a pipe that another process made non-blocking
                    select([], [self._sink], [])
                unwritten = unwritten[written or 0 :]
        except (OSError, ValueError):  # the reader has exited, the disk is full, the file is closed
            remaining = accumulate(map(len, reversed(encoded)))
            return 1 + sum(size < len(unwritten) for size in remaining)
        return 0


def dropped_records() -> int:
    """The number of records that this process's log has dropped."""
    return sum(handler.dropped for handler in logging.root.handlers if isinstance(handler, NonBlockingHandler))
