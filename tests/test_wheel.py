"""``pip install .`` gives a whole site: the wheel, installed away from the checkout."""

import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.commands import environment, patient_customer

ROOT = Path(__file__).parent.parent
PIP = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
# Without the site module nothing puts the checkout, which is installed for its developers, on the path.
ISOLATED = [sys.executable, "-I", "-S", "-c"]
CALL = """
import runpy, sys
sys.path += sys.argv[1:3]
sys.argv = sys.argv[3:]
runpy.run_path(sys.argv[0], None, "__main__")
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    offline = ["--no-deps", "--no-index", "--no-build-isolation"]
    subprocess.run([*PIP, "wheel", *offline, "--wheel-dir", str(folder), str(ROOT)], check=True)  # noqa: S603 - our own words only
    (file,) = folder.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([*PIP, "install", "--no-deps", "--no-index", "--target", str(folder), str(wheel)], check=True)  # noqa: S603 - our own words only
    return folder


def command(installed: Path, *arguments: str) -> list[str]:
    """The installed command."""
    script = installed / "bin" / "whereabouts"
    return [*ISOLATED, CALL, str(installed), sysconfig.get_path("purelib"), str(script), *arguments]


@contextmanager
def running(installed: Path, empty: Path) -> Iterator[str]:
    """The address of the site, served from an empty folder."""
    with subprocess.Popen(  # noqa: S603 - our own words only
        command(installed, "run"),
        cwd=empty,
        env=environment(PORT="0", DATABASE_URL="sqlite:///orders.db"),
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        try:
            line = next((line for line in process.stdout if line.startswith("Open ")), "")
            yield f"http://127.0.0.1:{line.split()[1].rpartition(':')[2]}"
        finally:
            process.terminate()


def test_wheel_is_a_whole_site_and_nothing_beside_it(wheel: Path, installed: Path, tmp_path: Path) -> None:
    """In one test: each process of the tests would build and install a wheel of its own."""
    held = set(ZipFile(wheel).namelist())
    wanted = {
        f"{place}{path.relative_to(ROOT).as_posix()}"
        for folder, place in (("tracking", ""), ("templates", "tracking/"), ("static", "tracking/"))
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted - held == set()
    assert {name.partition("/")[0] for name in held if ".dist-info/" not in name} == {"tracking"}
    expect_nothing_of_the_checkout_on_the_path(installed, tmp_path)
    expect_a_form_and_an_order(installed, tmp_path)


def expect_nothing_of_the_checkout_on_the_path(installed: Path, empty: Path) -> None:
    where = "import sys; sys.path += sys.argv[1:]; import tracking; print(tracking.__file__); import app"
    call = [*ISOLATED, where, str(installed), sysconfig.get_path("purelib")]
    done = subprocess.run(call, cwd=empty, capture_output=True, text=True, check=False)  # noqa: S603 - our own words only
    assert done.stdout.strip() == str(installed / "tracking" / "__init__.py")
    assert "No module named 'app'" in done.stderr


def expect_a_form_and_an_order(installed: Path, empty: Path) -> None:
    with running(installed, empty) as url, patient_customer() as customer:
        form = customer.get(url, headers={"Accept-Language": "sv"}, timeout=60)
        assert form.status_code == 200
        assert 'lang="sv"' in form.text
        assert re.search("<style>[^<]*--fill", form.text)
        order = customer.post(url, data={"order": "1001", "email": "ada@example.com"}, timeout=60)
        assert order.status_code == 200
        assert "#1001" in order.text
    assert (empty / "orders.db").stat().st_size, "it has made its tables"


@pytest.mark.audit
def test_the_installed_command_lists_the_demo_orders(installed: Path, tmp_path: Path) -> None:
    call = command(installed, "demo-orders")
    done = subprocess.run(call, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True)  # noqa: S603 - our own words only
    assert "#1001" in done.stdout


@pytest.mark.audit  # as the site does when it starts
def test_the_installed_command_makes_a_database(installed: Path, tmp_path: Path) -> None:
    call = command(installed, "database", "upgrade")
    environ = environment(DATABASE_URL="sqlite:///orders.db")
    done = subprocess.run(call, cwd=tmp_path, env=environ, capture_output=True, text=True, check=True)  # noqa: S603 - our own words only
    assert done.stdout == "The database (orders.db) is up to date.\n"
