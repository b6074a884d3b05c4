"""The commands as processes: their environment, and how they end."""

import os
import subprocess
import sys
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

import requests
from click.testing import CliRunner
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from tests.fork_server import Forked, can_fork
from tracking.cli.main import main
from tracking.settings.sources import SKIP

ROOT = Path(__file__).parents[1]
_DATABASES = TemporaryDirectory(prefix="whereabouts-tests-")
_numbers = count(1)

WHEREABOUTS = (sys.executable, "-m", "tracking")


def environment(**settings: str) -> dict[str, str]:
    """This process's environment without settings of the site, but for those given."""
    names = ("SHOPIFY_", "SECRET_KEY", "HOST", "PORT", "PUBLIC_URL", "REDIS_URL", "DATABASE_URL")
    if "SHOPIFY_SHOP" in settings and "DATABASE_URL" not in settings:  # it would lie in the working directory
        settings["DATABASE_URL"] = f"sqlite:///{_DATABASES.name}/{next(_numbers)}.db"
    return {name: value for name, value in os.environ.items() if not name.startswith(names)} | settings


def environment_with_env_file(**settings: str) -> dict[str, str]:
    """The same for a process in another folder that reads the file .env there."""
    return environment(PYTHONPATH=str(ROOT), **settings) | {SKIP: ""}


def run(*command: str, **settings: str) -> tuple[int, str, str]:
    """Status, output and errors of a command that ends by itself."""
    return run_with(command, environment(**settings))


def invoke(*arguments: str, **settings: str) -> tuple[int, str, str]:
    """The same of a command of ours in this process, which takes a hundredth of the time; nothing is logged there."""
    environ = environment(**settings)
    unset = dict.fromkeys(os.environ.keys() - environ.keys())
    result = CliRunner().invoke(main, arguments, env=environ | unset)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def run_in(folder: Path, *command: str, **settings: str) -> tuple[int, str, str]:
    """The same of a command in a folder whose .env it reads."""
    return run_with(command, environment_with_env_file(**settings), folder)


def run_with(command: tuple[str, ...], environ: dict[str, str], folder: Path | None = None) -> tuple[int, str, str]:
    """The same with this environment."""
    with started(command, environ, folder, stdin=subprocess.DEVNULL) as process:
        output, errors = process.communicate(timeout=60)
    return process.returncode, output, errors


def started(
    command: Sequence[str],
    environ: dict[str, str] | None = None,
    folder: Path | None = None,
    *,
    forks: bool = True,
    **streams: int | IO[str] | None,
) -> "subprocess.Popen[str]":
    """A command that runs, in the environment of all by default: a fork where it can be one, with pipes for streams."""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
    environ = environment() if environ is None else environ
    kind = Forked if forks and can_fork(command) else subprocess.Popen[str]
    return kind(command, env=environ, cwd=folder, text=True, **streams)  # type: ignore[call-overload, no-any-return]


def patient_customer() -> requests.Session:
    """Tries again as often as a site that has just started on a busy machine asks for it."""
    session = requests.Session()
    session.mount("http://", HTTPAdapter(max_retries=Retry(total=20, status_forcelist=[503], allowed_methods=None)))
    return session
