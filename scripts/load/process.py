"""Processes of the bench: started on a free port, watched through /proc, ended by their id."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Self

from tracking.settings.sources import SKIP

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_PATIENCE = 30.0  # seconds for a start


class Process:
    """A program that listens on a port of its own, in a session of its own, together with its children.

    ``{port}`` in its command is that port. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    """

    def __init__(self, command: Sequence[str], environ: Mapping[str, str] | None = None) -> None:
        self.port = free_port()
        self._command = [part.format(port=self.port, python=sys.executable) for part in command]
        # What is measured is the site that the measurement sets up, not the one that .env describes.
        self._environ = {
            **os.environ,
            SKIP: "1",
            **{key: value.format(port=self.port) for key, value in (environ or {}).items()},
        }

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(  # noqa: S603 - our own words only
            self._command,
            env=self._environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            pass
        finally:
            self.kill()

    def kill(self) -> None:
        """End it and its children at once."""
        if members := _family(self._process.pid):
            for pid in members:
                os.kill(pid, signal.SIGKILL)
        self._process.wait()

    def cpu(self) -> float:
        """Seconds of CPU that it has used so far, its children's too."""
        return sum(sum(map(int, stat[11:13])) for stat in _stats(_family(self._process.pid))) / _TICKS

    def resident(self) -> float:
        """Megabytes in memory."""
        return sum(int(stat[21]) for stat in _stats(_family(self._process.pid))) * _PAGE / 2**20

    def _wait(self) -> None:
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until and self._process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        self.kill()
        raise SystemExit(f"did not start: {' '.join(self._command)}")


def free_port() -> int:
    """A port on which no process listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def _stats(pids: Iterable[int]) -> Iterable[list[str]]:
    for pid in pids:
        try:
            # The name in brackets may hold spaces: the fields begin behind it, with the third.
            yield Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue


def _family(session: int) -> list[int]:
    """Those in the session that the process leads."""
    pids = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()]
    return [pid for pid in pids if (stat := next(iter(_stats([pid])), None)) and int(stat[3]) == session]
