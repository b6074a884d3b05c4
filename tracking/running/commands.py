"""How the commands of this installation are called, for advice that can be typed as it stands."""

import shlex
import shutil
import sys
from pathlib import Path

_SCRIPT = "whereabouts"
_TARGETS = ("run", "serve", "setup")  # of the Makefile, which also makes the environment
_PACKAGE = Path(__file__).parent.parent


def command(words: str, package: Path = _PACKAGE) -> str:
    """The whole line for a command and its options: ``webhooks --list``; with ``make`` in a checkout alone."""
    if words in _TARGETS and (package.parent / "Makefile").is_file():
        return f"make {words}"
    return f"{program(sys.argv[0], sys.executable)} {words}"


def program(started_as: str, python: str) -> str:
    """The words before a command's name: the script as this shell finds it, or ``python -m tracking``.

    Under another program, such as flask or gunicorn, it is the script beside this Python.
    """
    called = Path(started_as)
    if called.name == "__main__.py" and called.parent.name == "tracking":
        return "python -m tracking"
    script = called if called.name == _SCRIPT else Path(python).with_name(_SCRIPT)
    if called.name != _SCRIPT and not script.is_file():
        return "python -m tracking"
    if shutil.which(_SCRIPT) == str(script):
        return _SCRIPT
    return shlex.quote(str(script.relative_to(Path.cwd()) if script.is_relative_to(Path.cwd()) else script))
