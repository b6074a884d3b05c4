"""The virtual environment of a checkout: makes it, and mends it when it is not what the locks ask for.

A stamp is written after everything was installed, and taken away before anything changes. An environment without a
true stamp, or in which a file that pip installed is missing or shorter, is made anew: pip would take the half of a
package for the whole.
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
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

_LOCKS = ("runtime", "dev")  # the second holds all of the first
_PIP = ("-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps")

_PACKAGES = "packages"  # in the stamp, beside what is compared: each with a digest of what pip says of its files
_ELSEWHERE = ("PIP_PREFIX", "PIP_ROOT", "PIP_TARGET")  # where the user has pip install, which would not be here

Stamp = dict[str, str]


def main(lock: str) -> None:
    """Install this lock into ``.venv`` unless it is complete; exits with one sentence on failure."""
    try:
        Environment(Path.cwd()).ensure(lock)
    except KeyboardInterrupt:
        sys.exit("Interrupted; the next make begins anew.")
    except OSError as error:
        sys.exit(f".venv cannot be made or mended: {error}. Where it belongs to another user, run make as that user.")


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
        if not isinstance(packages, dict) or stamp.keys() != wanted.keys():
            return None
        is_same = all(stamp[name] == wanted[name] for name in ("python", "folder"))
        return stamp if is_same and version == sys.version.strip() and self._has_every_file_of(packages) else None

    def _has_every_file_of(self, packages: Mapping[str, str]) -> bool:
        """Whether all that pip has installed is still there: pip itself believes in a package that lost a file."""
        site = Path(sysconfig.get_path("purelib", "venv", {"base": str(self._folder)}))
        try:
            sizes = _sizes_below(site)
            for package, digest in packages.items():
                record = (site / package / "RECORD").read_bytes()
                if _digest(record) != digest or not _is_true(record.decode(), site, sizes):
                    return False
        except OSError:
            return False
        return True

    def _packages(self) -> dict[str, str]:
        """The metadata folders of the installed packages, pip itself among them."""
        records = sorted(self._folder.glob("lib/*/site-packages/*/RECORD"))
        return {record.parent.name: _digest(record.read_bytes()) for record in records}

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
        environ = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE} | {"PIP_USER": "0"}
        command = [str(self._python), *_PIP, *arguments]
        if subprocess.run(command, cwd=self._checkout, env=environ, check=False).returncode:  # noqa: S603 - our own words only
            sys.exit("pip could not install the packages: see what it says above, mend that, and run this again.")


def remove(environment: Path) -> None:
    """Remove what obstructs the path; of a symbolic link, only the link."""
    if environment.is_symlink() or environment.is_file():
        environment.unlink()
    elif environment.exists():
        shutil.rmtree(environment)


def _is_true(record: str, site: Path, sizes: Mapping[str, int]) -> bool:
    """Whether each file that the record names is there, of the size that it names. Raises OSError for a lost one."""
    for name, _, size in csv.reader(record.splitlines()):
        if name.endswith(".pyc"):
            continue
        found = sizes[name] if name in sizes else (site / name).stat().st_size  # such as the scripts in bin
        if size and found != int(size):  # of itself the record names none
            return False
    return True


def _sizes_below(folder: Path) -> dict[str, int]:
    """The size of each file: read folder by folder, which costs a tenth of asking for each file by its path."""
    start = len(str(folder)) + 1
    found, folders = {}, [str(folder)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                elif not entry.name.endswith(".pyc"):  # made anew by Python
                    found[entry.path[start:]] = entry.stat().st_size
    return found


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
