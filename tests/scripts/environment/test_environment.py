"""The environment of a checkout, made and mended by the real venv and pip, from an index that is a folder."""

import ast
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.environment.environment import remove
from tests.packages import pinned, wheel
from tests.sampling import matrix

ROOT = Path(__file__).parents[3]
SCRIPT = ROOT / "scripts" / "environment"
BACKEND = """

def build_editable(folder, config_settings=None, metadata_directory=None):
    return wheel(Path(folder), "checkout", "1.0").name
"""
PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "checkout"
version = "1.0"
"""
WITHOUT_ENSUREPIP = "sys.modules['ensurepip'] = None"


class Checkout:
    """A small project with two locks: ``dev`` has a package more than ``runtime``."""

    def __init__(self, folder: Path, index: Path) -> None:
        self.folder, self.index, self.environment = folder, index, folder / ".venv"
        self.stamp = self.environment / "whereabouts.json"
        self.python = self.environment / "bin" / "python"

    @classmethod
    def create(cls, folder: Path) -> "Checkout":
        checkout = cls(folder / "checkout", folder / "index")
        checkout.index.mkdir()
        (checkout.folder / "requirements").mkdir(parents=True)
        backend = (ROOT / "tests" / "packages.py").read_text("utf-8") + BACKEND
        (checkout.folder / "backend.py").write_text(backend, encoding="utf-8")
        (checkout.folder / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
        checkout.lock(served="1.0")
        return checkout

    def lock(self, **releases: str) -> None:
        """Locks for these releases."""
        lines = [pinned(wheel(self.index, name, version)) for name, version in releases.items()]
        for name, more in (("runtime", []), ("dev", [pinned(wheel(self.index, "tested", "1.0"))])):
            (self.folder / "requirements" / f"{name}.txt").write_text("".join([*lines, *more]), encoding="utf-8")

    def module(self, name: str) -> Path:
        return next(self.environment.glob("lib/python3*/site-packages")) / f"{name}.py"

    def make(self, lock: str, *, before: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        """As the Makefile does; ``before`` is run in the same process first, ``settings`` are the user's."""
        start = (
            f"import runpy, sys; {before}; sys.argv[0] = {str(SCRIPT)!r}; runpy.run_path(sys.argv[0], None, '__main__')"
        )
        command = [sys.executable, "-c", start, lock] if before else [sys.executable, str(SCRIPT), lock]
        environ = {**os.environ, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.index), "MAKE_TARGET": "run"}
        environ |= settings
        return subprocess.run(command, cwd=self.folder, env=environ, capture_output=True, text=True, check=False)  # noqa: S603 - our own words only

    def versions(self) -> dict[str, str]:
        """The packages that can be imported, with their versions."""
        ask = "import importlib.util as u; print([n for n in ('served', 'tested', 'checkout') if u.find_spec(n)])"
        names = ast.literal_eval(subprocess.check_output([str(self.python), "-I", "-c", ask], text=True))  # noqa: S603 - likewise
        return {name: self.module(name).read_text("utf-8").split("'")[1] for name in names}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """One with everything of ``dev`` installed, whatever the user has set."""
    checkout = Checkout.create(tmp_path_factory.mktemp("template"))
    # Any of the first three that reached pip would take packages elsewhere; pip refuses the last in an environment.
    elsewhere = dict.fromkeys(("PIP_PREFIX", "PIP_ROOT", "PIP_TARGET"), str(checkout.folder / "elsewhere"))
    done = checkout.make("dev", **elsewhere, PIP_USER="1")
    assert done.returncode == 0, done.stderr
    assert "Installing into .venv" in done.stderr
    return checkout


def copy_or_link(source: str, target: str) -> None:
    """A copy; of pip's many modules, in which no test writes, another name."""
    if "/site-packages/pip/" in source:
        os.link(source, target)
    else:
        shutil.copy2(source, target)


@pytest.fixture
def checkout(template: Checkout, tmp_path: Path) -> Checkout:
    """A copy of it, whose stamp is true."""
    shutil.copytree(template.folder, tmp_path / "checkout", symlinks=True, copy_function=copy_or_link)
    shutil.copytree(template.index, tmp_path / "index")
    copy = Checkout(tmp_path / "checkout", tmp_path / "index")
    stamp = json.loads(copy.stamp.read_text("utf-8"))
    copy.stamp.write_text(json.dumps({**stamp, "folder": str(copy.environment)}), encoding="utf-8")
    return copy


WHOLE = {"served": "1.0", "tested": "1.0", "checkout": "1.0"}


@pytest.mark.parametrize("lock", ["runtime", pytest.param("dev", marks=pytest.mark.audit)])
def test_complete_environment_is_left_unchanged(checkout: Checkout, lock: str) -> None:
    done = checkout.make(lock)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert checkout.versions() == WHOLE


def interrupted_install(checkout: Checkout) -> None:
    checkout.stamp.unlink()
    checkout.module("served").unlink()  # pip still believes in it: what describes the package is there


def interrupted_creation(checkout: Checkout) -> None:
    shutil.rmtree(checkout.environment / "lib")
    checkout.stamp.unlink()


def dangling_python(checkout: Checkout) -> None:
    checkout.python.unlink()
    checkout.python.symlink_to("/usr/bin/python3.0")


def another_python(checkout: Checkout) -> None:
    stamp = checkout.stamp.read_text("utf-8")
    checkout.stamp.write_text(stamp.replace(sys.version.split()[0], "3.11.999"), encoding="utf-8")
    checkout.module("served").unlink()


def moved(checkout: Checkout) -> None:
    stamp = checkout.stamp.read_text("utf-8")
    checkout.stamp.write_text(stamp.replace(str(checkout.environment), "/elsewhere/.venv"), encoding="utf-8")
    checkout.module("served").unlink()


def broken_stamp(checkout: Checkout) -> None:
    checkout.stamp.write_text("[]", encoding="utf-8")
    checkout.module("served").unlink()


def lost_file(checkout: Checkout) -> None:
    checkout.module("served").unlink()


def truncated_file(checkout: Checkout) -> None:
    checkout.module("served").write_bytes(b"")


def truncated_record(checkout: Checkout) -> None:
    (checkout.module("served").parent / "served-1.0.dist-info" / "RECORD").write_bytes(b"")


def truncated_script(checkout: Checkout) -> None:
    (checkout.environment / "bin" / "pip").write_bytes(b"")


def lost_package(checkout: Checkout) -> None:
    checkout.module("served").unlink()
    shutil.rmtree(checkout.module("served").parent / "served-1.0.dist-info")


def lost_script(checkout: Checkout) -> None:
    (checkout.environment / "bin" / "pip").unlink()


def lost_pip(checkout: Checkout) -> None:
    for folder in checkout.module("served").parent.glob("pip*"):
        shutil.rmtree(folder)


HARMS: tuple[Callable[[Checkout], None], ...] = (
    *(interrupted_install, interrupted_creation, dangling_python, another_python, moved, broken_stamp),
    *(lost_file, truncated_file, truncated_record, truncated_script, lost_package, lost_script, lost_pip),
)
# Each sign by which one is told; the others are told by one of them, too.
SIGNS = (
    "interrupted_install",
    "dangling_python",
    "another_python",
    "moved",
    "broken_stamp",
    "lost_file",
    "truncated_file",
)


@pytest.mark.parametrize("harm", matrix({harm.__name__: harm for harm in HARMS}, *SIGNS, "truncated_record"))
def test_incomplete_environment_is_detected(checkout: Checkout, harm: Callable[[Checkout], None]) -> None:
    harm(checkout)
    done = checkout.make("runtime", before=WITHOUT_ENSUREPIP)  # which only an environment that is made anew needs
    assert "cannot make virtual environments" in done.stderr


@pytest.mark.audit
def test_of_two_at_once_one_installs_a_changed_lock_and_the_other_waits(checkout: Checkout) -> None:
    checkout.lock(served="2.0")
    environ = {**os.environ, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(checkout.index), "MAKE_TARGET": "run"}
    command = [sys.executable, str(SCRIPT), "runtime"]
    both = [
        subprocess.Popen(command, cwd=checkout.folder, env=environ, stderr=subprocess.PIPE, text=True)  # noqa: S603 - our own words only
        for _ in range(2)
    ]
    said = [process.communicate()[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert sorted("Installing into .venv" in errors for errors in said) == [False, True]
    assert checkout.versions() == {"served": "2.0", "checkout": "1.0"}  # and nothing of the old one
    assert checkout.make("runtime").stderr == ""


@pytest.mark.audit
@pytest.mark.parametrize("harm", [interrupted_install, interrupted_creation])
def test_an_incomplete_environment_is_made_again(checkout: Checkout, harm: Callable[[Checkout], None]) -> None:
    harm(checkout)
    assert checkout.make("dev").returncode == 0
    assert checkout.versions() == WHOLE


@pytest.mark.audit
@pytest.mark.parametrize(
    ("lock", "versions"),
    [("runtime", {"served": "2.0", "checkout": "1.0"}), ("dev", {**WHOLE, "served": "2.0"})],
)
def test_a_changed_lock_leaves_nothing_of_the_old_one(checkout: Checkout, lock: str, versions: dict[str, str]) -> None:
    checkout.lock(served="2.0")
    assert checkout.make(lock).returncode == 0
    assert checkout.versions() == versions


def test_only_changed_package_files_install_it_again(checkout: Checkout) -> None:
    project = checkout.folder / "pyproject.toml"
    project.write_text(f"{PROJECT}[tool.other]\nsetting = 1\n", encoding="utf-8")
    assert checkout.make("dev").stderr == ""
    checkout.module("checkout").write_text("VERSION = 'old'\n", encoding="utf-8")
    checkout.module("kept").touch()
    project.write_text(PROJECT.replace("1.0", "1.1"), encoding="utf-8")
    assert checkout.make("dev").returncode == 0
    assert checkout.versions() == WHOLE
    assert checkout.module("kept").exists()


@pytest.mark.parametrize("kind", ["folder", "file", "link", "dangling link", "nothing"])
def test_obstructing_files_are_removed_without_link_targets(tmp_path: Path, kind: str) -> None:
    environment, shared = tmp_path / ".venv", tmp_path / "shared"
    (shared / "lib").mkdir(parents=True)
    if kind == "folder":
        shutil.copytree(shared, environment)
    elif kind == "file":
        environment.touch()
    elif kind != "nothing":
        environment.symlink_to(shared if kind == "link" else tmp_path / "absent")
    remove(environment)
    assert not environment.is_symlink()
    assert not environment.exists()
    assert (shared / "lib").exists()


@pytest.mark.audit
def test_failed_installation_is_reported_and_not_marked_complete(checkout: Checkout) -> None:
    checkout.lock(served="3.0")
    (checkout.index / "served-3.0-py3-none-any.whl").unlink()
    done = checkout.make("runtime")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("pip could not install the packages")
    assert not checkout.stamp.exists()


def test_packages_are_installed_here_whatever_the_user_has_set(template: Checkout) -> None:
    assert template.versions() == WHOLE
    assert not (template.folder / "elsewhere").exists()


def test_files_that_cannot_be_had_are_one_sentence(checkout: Checkout) -> None:
    (checkout.folder / "requirements" / "dev.txt").unlink()
    done = checkout.make("dev")
    assert done.returncode == 1
    assert done.stderr.startswith(".venv cannot be made or mended: [Errno 2] ")
    assert len(done.stderr.splitlines()) == 1


def test_old_python_is_reported_first(checkout: Checkout) -> None:
    shutil.rmtree(checkout.environment)
    done = checkout.make("runtime", before="sys.version_info = (3, 10, 13, 'final', 0)")
    assert done.returncode == 1
    assert done.stderr.startswith(f"Python 3.11 or newer is needed, and {sys.executable} is 3.10.13: install one, or")
    assert "make run PYTHON=python3." in done.stderr
    assert not checkout.environment.exists()


def test_the_oldest_python_3_can_read_the_sentence() -> None:
    assert ast.parse((SCRIPT / "__main__.py").read_text("utf-8"), feature_version=(3, 4))


def test_missing_venv_package_is_reported(checkout: Checkout) -> None:
    shutil.rmtree(checkout.environment)
    done = checkout.make("runtime", before=WITHOUT_ENSUREPIP)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"apt install python{sys.version_info.major}.{sys.version_info.minor}-venv" in done.stderr
    assert not checkout.environment.exists()
