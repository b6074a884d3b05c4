"""The commands as processes: their environment, and how they end."""

import os
import subprocess
import sys
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from click.testing import CliRunner

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
    done = subprocess.run(  # noqa: S603 - our own words only
        command,
        env=environ,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr
