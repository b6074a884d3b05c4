"""Starts commands of this interpreter without importing again: as forks of a process that has made what all need.

A command is a process of its own in all else: pid, signals, exit status, pipes, environment, working directory. Linux
makes it a child of the test's process although another has forked it (``PR_SET_CHILD_SUBREAPER``). Elsewhere, and where
a Python's ``Popen`` is another inside, it is started as ever.
"""

import atexit
import ctypes
import gc
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from inspect import signature
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any, NoReturn

from tests.fakes import harbor_goods
from tests.made_once import make_once
from tracking import create_app
from tracking.demo.schema import demo_schema
from tracking.services import services
from tracking.settings import Settings

IMPORTED = (
    *("tracking.application", "tracking.cli.main", "flask.cli", "waitress", "werkzeug.serving"),
    *("tests.database.order_rows", "tests.merchant.bulk", "tests.notices.letter_sites"),
    *("tests.worker.history_shop", "tests.worker.sites"),
)
_PIPES = ("p2cread", "p2cwrite", "c2pread", "c2pwrite", "errread", "errwrite")  # of stdin, stdout, stderr
_PR_SET_CHILD_SUBREAPER = 36
_LARGEST = 1 << 17  # bytes of a request: the environment, mostly
_ROOT = Path(__file__).parents[1]  # a test may have changed the working directory
_lock = Lock()


class Forked(subprocess.Popen[str]):
    """A command ``(sys.executable, "-m" or "-c", ...)``, where ``can_fork``."""

    # Of the options of a process, those that tests use: https://github.com/python/cpython/blob/3.14/Lib/subprocess.py
    def _execute_child(self, *positional: Any, **named: Any) -> None:  # noqa: ANN401 - as the original
        given = signature(_original()).bind(self, *positional, **named).arguments
        pipes = [given[name] for name in _PIPES]
        streams = [own if own >= 0 else at for at, own in enumerate((pipes[0], pipes[3], pipes[5]))]
        environ = os.environ if given["env"] is None else given["env"]
        request = [list(given["args"][1:]), str(given["cwd"] or os.getcwd()), dict(environ)]  # noqa: PTH109
        with _lock:
            _, server = _server()
            _adopt_orphans(is_on=True)
            socket.send_fds(server, [json.dumps(request).encode()], streams)
            self.pid = int(server.recv(32))
            assert server.recv(32) == b"forked"
            _adopt_orphans(is_on=False)
        self._child_created = True
        self._close_pipe_fds(*pipes)  # type: ignore[attr-defined]


def can_fork(command: Sequence[str]) -> bool:
    """Whether the command is one of this interpreter's, the system Linux, and its ``Popen`` as those known here."""
    return command[0] == sys.executable and command[1] in {"-m", "-c"} and sys.platform == "linux" and _is_known()


def _is_known() -> bool:
    known = {"args", "cwd", "env", *_PIPES} <= signature(_original()).parameters.keys()
    return known and hasattr(subprocess.Popen, "_close_pipe_fds") and _adopt_orphans(is_on=False)


def _original() -> Callable[..., None]:
    return getattr(subprocess.Popen, "_execute_child", lambda: None)


def _adopt_orphans(*, is_on: bool) -> bool:
    """Whether the system does so."""
    done: int = ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, is_on, 0, 0, 0)
    return done == 0


@cache
def _server() -> tuple["subprocess.Popen[bytes]", socket.socket]:
    """One for each process of the tests, which ends with it."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-m", "tests.fork_server", str(theirs.fileno())]
    process = subprocess.Popen(  # noqa: S603 - our own words only
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=[theirs.fileno()], cwd=_ROOT
    )
    theirs.close()
    return process, ours


def _serve(requests: socket.socket) -> list[str]:
    """Forks a process for each request. There it returns the command."""
    while True:
        request, fds, _, _ = socket.recv_fds(requests, _LARGEST, 3)
        if not request:
            os._exit(0)
        if between := os.fork():
            os.waitpid(between, 0)
            requests.send(b"forked")
            for fd in fds:
                os.close(fd)
        elif child := os.fork():
            requests.send(str(child).encode())
            os._exit(0)
        else:
            return _become(request, fds)


def _become(request: bytes, fds: list[int]) -> list[str]:
    command, folder, environ = json.loads(request)
    for number, fd in enumerate(fds):
        os.dup2(fd, number)
    os.closerange(3, 256)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environ)
    time.tzset()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.path[:0] = [folder, *filter(None, environ.get("PYTHONPATH", "").split(os.pathsep))]
    for stream in (sys.stdout, sys.stderr):  # as they are at a terminal, which the server is not
        assert isinstance(stream, TextIOWrapper)
        stream.reconfigure(line_buffering=stream is sys.stderr or stream.isatty())
    return list(command)


def _make_a_site() -> None:
    """Compile what every site compiles, too."""
    with TemporaryDirectory() as folder:  # that of the demo would be removed by whichever process ends first
        app = create_app(Settings.from_environ({"DATABASE_URL": f"sqlite:///{folder}/made.db"}))
        with app.app_context():
            services().database.prepare()
            services().database.close()


def _end(command: Sequence[str]) -> NoReturn:
    """Run it, and end as an interpreter does, but for freeing each object: that takes longer than most commands."""
    status: object = 0
    try:
        _run(*command)
    except SystemExit as ended:
        status = ended.code
    except BaseException:  # noqa: BLE001 - as an interpreter does
        sys.excepthook(*sys.exc_info())
        status = 1
    if isinstance(status, str):
        sys.stderr.write(f"{status}\n")
    threading._shutdown()  # type: ignore[attr-defined] # noqa: SLF001 - what an interpreter calls at its end
    atexit._run_exitfuncs()  # noqa: SLF001 - likewise
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status if isinstance(status, int) else status is not None)


def _run(kind: str, what: str, *arguments: str) -> None:
    sys.argv = [kind, *arguments]
    if kind == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        exec(compile(what, "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102 - as -c does


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the tests, and they this process
    for name in IMPORTED:
        import_module(name)
    demo_schema()
    harbor_goods()
    make_once()
    _make_a_site()
    gc.freeze()
    _end(_serve(socket.socket(fileno=int(sys.argv[1]))))
