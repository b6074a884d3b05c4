"""The virtual environment of a checkout: makes it, and mends it when it is not what the locks ask for.

A stamp is written after everything was installed, and taken away before anything changes. An environment without a
true stamp, or that lacks a file that pip installed, is made anew: pip would take the half of a package for the whole.
"""

import csv
import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from contextlib import suppress
from pathlib import Path

_LOCKS = ("runtime", "dev")  # the second holds all of the first
_PIP = ("-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps")

_PACKAGES = "packages"  # in the stamp, beside what is compared

Stamp = dict[str, str]


def main(lock: str) -> None:
    """Install this lock into ``.venv`` unless it is complete; exits with one sentence on failure."""
    try:
        Environment(Path.cwd()).ensure(lock)
    except KeyboardInterrupt:
        sys.exit("Interrupted; the next make begins anew.")


class Environment:
    """The environment of the checkout in this folder."""

    def __init__(self, checkout: Path) -> None:
        self._checkout = checkout
        self._folder = checkout / ".venv"
        self._python = self._folder / "bin" / "python"
        self._stamp = self._folder / "whereabouts.json"

    def ensure(self, lock: str) -> None:
        """Make sure that everything of this lock is installed, and the checkout itself; one process at a time."""
        # The lock is held on the checkout's folder: nothing is left behind, and it ends with the process.
        folder = os.open(self._checkout, os.O_RDONLY)
        try:
            with suppress(OSError):  # some network file systems have no such locks
                fcntl.flock(folder, fcntl.LOCK_EX)
            self._ensure(lock)
        finally:
            os.close(folder)

    def _ensure(self, lock: str) -> None:
        stamp = self._true_stamp()
        if stamp in [self._complete(each) for each in _LOCKS[_LOCKS.index(lock) :]]:
            return
        if stamp is None or stamp["lock"] not in [self._complete(each)["lock"] for each in _LOCKS]:
            self._make()
        self._install(lock)

    def _true_stamp(self) -> Stamp | None:
        """The stamp, if the environment runs, still stands where it was made, and is of the Python that runs this."""
        ask = [str(self._python), "-I", "-c", "import sys; print(sys.version)"]
        try:
            stamp = json.loads(self._stamp.read_text("utf-8"))
            version = subprocess.check_output(ask, text=True).strip()  # noqa: S603 - our own words only
        except (OSError, ValueError, subprocess.CalledProcessError):
            return None
        wanted = self._complete(_LOCKS[0])
        packages = stamp.pop(_PACKAGES, None) if isinstance(stamp, dict) else None
        if not isinstance(packages, str) or stamp.keys() != wanted.keys():
            return None
        is_same = all(stamp[name] == wanted[name] for name in ("python", "folder"))
        return stamp if is_same and version == sys.version.strip() and self._has_every_file_of(packages) else None

    def _has_every_file_of(self, packages: str) -> bool:
        """Whether all that pip has installed is still there: pip itself believes in a package that lost a file."""
        site = Path(sysconfig.get_path("purelib", "venv", {"base": str(self._folder)}))
        present = _files_below(site)
        for package in packages.split():
            try:
                with (site / package / "RECORD").open(encoding="utf-8", newline="") as file:
                    named = {row[0] for row in csv.reader(file) if row and not row[0].endswith(".pyc")}
            except OSError:
                return False
            if not all((site / name).exists() for name in named - present):  # such as the scripts in bin
                return False
        return True

    def _packages(self) -> str:
        """What describes each package that is installed, pip itself among them."""
        return " ".join(sorted(record.parent.name for record in self._folder.glob("lib/*/site-packages/*/RECORD")))

    def _complete(self, lock: str) -> Stamp:
        """The stamp of an environment in which everything of this lock is installed."""
        text = (self._checkout / "requirements" / f"{lock}.txt").read_bytes()
        project = tomllib.loads((self._checkout / "pyproject.toml").read_text("utf-8"))
        installed = [project.get("build-system"), project.get("project"), project.get("tool", {}).get("hatch")]
        return {
            "lock": _digest(text),
            "project": _digest(json.dumps(installed, sort_keys=True).encode()),
            "python": f"{sys.base_prefix} {sys.version}",
            "folder": str(self._folder.resolve()),  # the first line of each script in it names it
        }

    def _make(self) -> None:
        if any(importlib.util.find_spec(name) is None for name in ("venv", "ensurepip")):
            package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
            sys.exit(
                f"{sys.executable} cannot make virtual environments: Debian and Ubuntu have that in a package of its"
                f" own (apt install {package})."
            )
        remove(self._folder)
        try:
            venv.create(self._folder, with_pip=True, symlinks=True)
        except (OSError, subprocess.CalledProcessError) as error:
            sys.exit(f"{sys.executable} cannot make a virtual environment in {self._folder}: {error}")

    def _install(self, lock: str) -> None:
        version = sys.version.split(maxsplit=1)[0]
        sys.stderr.write(f"Installing into .venv (Python {version}), once: half a minute or two.\n")
        self._stamp.unlink(missing_ok=True)
        self._pip("--require-hashes", "--requirement", f"requirements/{lock}.txt")
        self._pip("--no-build-isolation", "--editable", ".")
        stamp = {**self._complete(lock), _PACKAGES: self._packages()}
        self._stamp.write_text(json.dumps(stamp, indent=1), encoding="utf-8")

    def _pip(self, *arguments: str) -> None:
        # The user's own configuration may ask for --user, which pip refuses inside of an environment.
        environ = {**os.environ, "PIP_USER": "0"}
        command = [str(self._python), *_PIP, *arguments]
        if subprocess.run(command, cwd=self._checkout, env=environ, check=False).returncode:  # noqa: S603 - our own words only
            sys.exit("pip could not install the packages: see what it says above, mend that, and run this again.")


def remove(environment: Path) -> None:
    """Remove what obstructs the path; of a symbolic link, only the link."""
    if environment.is_symlink() or environment.is_file():
        environment.unlink()
    elif environment.exists():
        shutil.rmtree(environment)


def _files_below(folder: Path) -> set[str]:
    """Read folder by folder, which costs a tenth of asking for each file."""
    start = len(str(folder)) + 1
    return {os.path.join(place, name)[start:] for place, _, names in os.walk(folder) for name in names}  # noqa: PTH118


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
