"""A real PostgreSQL on a free port, in a folder of its own."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg.sql import SQL, Identifier, Literal

from tests.fakes import free_port

_UNPRIVILEGED = ("postgres", "nobody")  # it refuses to run as root
_OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "''",
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",  # an ANALYZE of a test would wait for its
    "max_connections": "60",
    "shared_buffers": "32MB",
    "max_parallel_workers": "0",
    "jit": "off",  # which takes longer than the queries of tests
}
_numbers = count(1)


def postgres_folder() -> Path | None:
    """Where the server's programs are; Debian keeps them outside of PATH."""
    on_path = shutil.which("postgres")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "pg_ctl").exists()), None)


class PostgresServer:
    """Started, stopped, paused and killed at will; what is committed in it outlives that."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="postgres-"))
        self._user = _unprivileged_user()
        self.port = free_port()
        if self._user:
            os.chown(self._folder, self._user.pw_uid, self._user.pw_gid)
        self._run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync")

    @property
    def user_id(self) -> int:
        """Of the user as whom the server runs."""
        return self._user.pw_uid if self._user else os.geteuid()

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        options = " ".join(f"-c {name}={value}" for name, value in {"port": self.port, **_OPTIONS}.items())
        self._run("pg_ctl", "start", "--wait", "--options", options, "--log", str(self._folder / "log"))

    def stop(self) -> None:
        """At once, as a machine that fails; the next start recovers what was committed."""
        self._run("pg_ctl", "stop", "--wait", "--mode", "immediate")

    def remove(self) -> None:
        if (self._data / "postmaster.pid").exists():
            self.stop()
        shutil.rmtree(self._folder)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """No process of the server answers."""
        children = self._children()
        for process in children:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in children:
                os.kill(process, signal.SIGCONT)

    def create_database(self, template: str = "template0") -> str:
        """A new database, a copy of this one; returns its URL."""
        name = f"test{next(_numbers)}"
        self.execute("CREATE DATABASE {} TEMPLATE {}", name, template)
        return self.url(name)

    @contextmanager
    def on_disk(self, folder: Path) -> Iterator[str]:
        """The URL of a database whose tables lie in this folder, until the end of the block."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            space = Identifier("elsewhere")
            connection.execute(SQL("CREATE TABLESPACE {} LOCATION {}").format(space, Literal(str(folder))))
            connection.execute(SQL("CREATE DATABASE {} TEMPLATE template0 TABLESPACE {}").format(space, space))
            try:
                yield self.url("elsewhere")
            finally:
                connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(space))
                connection.execute(SQL("DROP TABLESPACE {}").format(space))

    def execute(self, statement: LiteralString, *names: str) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(SQL(statement).format(*map(Identifier, names)))

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(  # noqa: S603 - our own words only
            [str(self._programs / program), *arguments],
            env={**os.environ, "PGDATA": str(self._data)},
            cwd=self._folder,
            stdout=subprocess.DEVNULL,  # the server would inherit a pipe, and nobody would see its end
            stderr=subprocess.DEVNULL,
            check=False,
            user=self._user and self._user.pw_uid,
            group=self._user and self._user.pw_gid,
        )
        assert done.returncode == 0, (self._folder / "log").read_text()

    def _children(self) -> list[int]:
        main = int((self._data / "postmaster.pid").read_text(encoding="ascii").split()[0])
        listed = Path(f"/proc/{main}/task/{main}/children").read_text(encoding="ascii")
        return [main, *map(int, listed.split())]


def _unprivileged_user() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    known = {user.pw_name: user for user in pwd.getpwall()}
    return next(known[name] for name in _UNPRIVILEGED if name in known)
