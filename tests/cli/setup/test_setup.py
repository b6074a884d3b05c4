"""``make setup`` and ``flask setup``, as processes at a real terminal, at a pipe, and without either."""

import os
import pty
import select
import socket
import stat
import subprocess
import sys
import tomllib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from dotenv import dotenv_values

from tests.cli.setup.conftest import APP, SHOP
from tests.commands import ROOT, WHEREABOUTS, environment_with_env_file, run_in, run_with, started
from tests.sampling import crossed, matrix
from tracking.cli.setup import setup
from tracking.running.commands import command
from tracking.security.links import InvalidLink, Links
from tracking.settings import Settings
from tracking.settings.example import example_env_file
from tracking.settings.sources import SKIP

SETUP = (*WHEREABOUTS, "setup")
OFFLINE = "SHOPIFY_API_URL='http://127.0.0.1:1'\n"
CTRL_C, CTRL_D = "\x03", "\x04"
MADE = ["SECRET_KEY", "LINK_KEY", "METRICS_TOKEN", "PREVIEW_KEY"]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where .env is to stand: here."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / ".env"


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(setup, arguments)
    return result.exit_code, result.output


def at_terminal(folder: Path, answers: Sequence[tuple[str, str]], *arguments: str, **environ: str) -> tuple[int, str]:
    """Status and all that a terminal shows: each answer is typed once its question stands there."""
    ours, theirs = pty.openpty()
    shown = b""
    command = (sys.executable, "-c", _WITH_TERMINAL, *arguments)
    environ = environment_with_env_file(**environ)
    with started(command, environ, folder, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        try:
            for question, answer in answers:
                start = len(shown)
                while question.encode() not in shown[start:] or not shown.endswith(b": "):
                    shown += read(ours)
                os.write(ours, answer.encode())
            while more := read(ours, again=answers[-1][1] == CTRL_C and b"Stopped" not in shown):
                shown += more
                assert shown.count(b"^C") < 20, "Ctrl-C does not end it"
        finally:
            process.kill()
    os.close(ours)
    return process.returncode, shown.decode().replace("\r\n", "\n")


# The terminal becomes that of the process, so that Ctrl-C at it reaches the process.
_WITH_TERMINAL = (
    "import fcntl, os, sys, termios; os.setsid(); fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    " from tracking.cli.main import main; main(['setup', *sys.argv[1:]])"
)


def read(terminal: int, *, again: bool = False) -> bytes:
    """The next output; nothing once the process has ended.

    Ctrl-C may be typed ``again``, as people do: Python overlooks it where it comes just before it waits for a line.
    """
    for _ in range(12):
        if select.select([terminal], [], [], 5)[0]:
            break
        if again:
            os.write(terminal, CTRL_C.encode())
    else:
        raise AssertionError("nothing more is shown")
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux says so where nobody is at the other end
        return b""


def test_a_shop_is_connected_at_a_terminal(tmp_path: Path, open_shop: Callable[..., str]) -> None:
    answers = [
        ("Your shop", "https://admin.shopify.com/store/demo\n"),
        ("client ID", f"{APP[0]}\n"),
        ("secret", f"{APP[1]}\n"),
        ("Which of them", "none\n"),
        ("customers open", "track.example.com\n"),
    ]
    status, shown = at_terminal(tmp_path, answers, SHOPIFY_API_URL=open_shop())
    assert status == 0
    assert "ok  access " in shown
    assert "Wrote .env, which only you may read." in shown
    assert "canary" not in shown
    values = dotenv_values(tmp_path / ".env", interpolate=False)
    assert list(values) == [
        "SHOPIFY_SHOP",
        "SHOPIFY_CLIENT_ID",
        "SHOPIFY_CLIENT_SECRET",
        "DOWNLOADS",
        "PUBLIC_URL",
        *MADE,
    ]
    assert (values["SHOPIFY_SHOP"], values["SHOPIFY_CLIENT_SECRET"]) == (SHOP, APP[1])
    assert len({values[name] for name in MADE}) == len(MADE)
    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600
    assert not Settings.from_environ({name: value or "" for name, value in values.items()}).is_demo


INTERRUPTIONS = crossed({"shop": "Your shop", "secret": "secret"}, {"Ctrl-C": CTRL_C, "Ctrl-D": CTRL_D})


@pytest.mark.parametrize(("question", "key"), matrix(INTERRUPTIONS, "shop-Ctrl-D", "secret-Ctrl-C"))
def test_interruption_leaves_the_file_unchanged(tmp_path: Path, key: str, question: str) -> None:
    (tmp_path / ".env").write_text(OFFLINE)
    answers = [("Your shop", "demo\n"), ("client ID", "x\n"), ("secret", "y\n")]
    until = next(number for number, (asked, _) in enumerate(answers) if asked == question)
    status, shown = at_terminal(tmp_path, [*answers[:until], (question, key)])
    assert status == 1
    assert shown.rstrip().endswith("Stopped: .env is as it was.")
    assert "Traceback" not in shown
    assert (tmp_path / ".env").read_text() == OFFLINE


@pytest.mark.parametrize(
    "command", [SETUP, pytest.param((sys.executable, "-m", "flask", "--app", "app", "setup"), marks=pytest.mark.audit)]
)
def test_missing_terminal_is_an_error_with_the_alternative(tmp_path: Path, command: tuple[str, ...]) -> None:
    status, output, errors = run_in(tmp_path, *command)
    assert (status, output) == (2, "")
    assert errors == (
        "There is no terminal to ask at: give the values as --set SHOPIFY_SHOP=example --set SHOPIFY_CLIENT_ID=... and"
        " so on; .env is as it was.\n"
    )
    assert not list(tmp_path.iterdir())


@pytest.mark.audit
def test_closed_standard_input_is_an_error_with_the_alternative(tmp_path: Path) -> None:
    status, _, errors = run_in(tmp_path, "sh", "-c", f"exec {sys.executable} -m tracking setup <&-")
    assert status == 2
    assert errors.startswith("There is no terminal to ask at")


def test_setup_runs_with_an_invalid_setting(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("LINK_DAYS=soon\nSECRET_KEY_FILE=/nowhere\n")
    status, output, _ = run_in(tmp_path, *SETUP, "--set", "LINK_DAYS=7")
    assert status == 1  # kept, but another setting keeps the site from starting
    assert "Changed in .env: LINK_DAYS, LINK_KEY, METRICS_TOKEN, PREVIEW_KEY." in output
    expected = "The site does not start with this yet: SECRET_KEY_FILE must name a text file that this process may read"
    assert f"{expected} (SECRET_KEY_FILE stands in line 2 of .env)." in output


@pytest.mark.parametrize(("value", "status"), [("3", 1), ("14", 0)])
def test_value_with_which_the_site_does_not_start_is_kept_with_status_1(
    file: Path, monkeypatch: pytest.MonkeyPatch, value: str, status: int
) -> None:
    monkeypatch.delenv(SKIP)
    done, output = run("--set", f"LOST_DAYS={value}")
    assert done == status
    assert f"LOST_DAYS={value}" in file.read_text()
    assert ("The site does not start with this yet: LOST_DAYS" in output) == bool(status)


def test_values_may_be_given_without_questions(file: Path) -> None:
    status, said = run("--set", "BRAND_NAME=Tea & 'Co' $1 #2", "--set", "PORT=8000")
    assert status == 0
    values = dotenv_values(file, interpolate=False)
    assert (values["BRAND_NAME"], values["PORT"]) == ("Tea & 'Co' $1 #2", "8000")
    assert "Wrote .env" in said
    assert "Next: `make run` shows the demo store." in said


def test_second_run_changes_only_the_given_value(file: Path) -> None:
    run("--set", "PORT=8000")
    before = file.read_text()
    status, said = run("--set", "PORT=9000")
    assert (status, file.read_text()) == (0, before.replace("PORT=8000", "PORT=9000"))
    assert "Changed in .env: PORT." in said
    assert "Made" not in said
    assert "Nothing to change: .env is as it was." in run("--set", "PORT=9000")[1]


def test_credentials_that_are_given_are_checked(file: Path, open_shop: Callable[..., str]) -> None:
    file.write_text(f"SHOPIFY_API_URL={open_shop()}\nSHOPIFY_SHOP=demo\n")
    given = ("--set", f"SHOPIFY_CLIENT_ID={APP[0]}", "--set")
    status, said = run(*given, "SHOPIFY_CLIENT_SECRET=wrong")
    assert (status, "!!  access " in said) == (1, True)
    assert said.endswith(
        "But Shopify does not accept this: the site shows no orders until that is mended (see !! above).\n"
    )
    assert dotenv_values(file)["SHOPIFY_CLIENT_SECRET"] == "wrong"
    status, said = run(*given, f"SHOPIFY_CLIENT_SECRET={APP[1]}")
    assert (status, "ok  access " in said) == (0, True)
    assert f"then `{command('doctor')}`, then `{command('webhooks')}`." in said
    assert f"`{command('setup FOOTER_LINKS')}`" in said
    assert "FOOTER_LINKS" not in run("--set", "FOOTER_LINKS=Imprint=https://example.com/imprint")[1].split("Next:")[1]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (("--set", "BRAND_COLOUR=red"), "BRAND_COLOUR is no setting: BRAND_COLOR is meant.\n"),
        (("--set", "COLOR=red"), "COLOR is no setting, see --example for all of them.\n"),
        (("--set", "PORT"), "--set takes NAME=VALUE, as in --set PORT=8000, and not PORT.\n"),
        (("--set", "PORT=http"), "PORT must be a whole number from 0 to 65535.\n"),
        (
            ("--set", "SHOPIFY_SHOP_FILE=/nowhere"),
            "SHOPIFY_SHOP_FILE must name a text file that this process may read.\n",
        ),
        (("--set", "BRAND_LOGO=x"), "BRAND_LOGO is no setting: BRAND_LOGO_URL is meant.\n"),
        (("SHOPIFY_SHOPP",), "SHOPIFY_SHOPP is no setting: SHOPIFY_SHOP is meant.\n"),
    ],
)
def test_invalid_arguments_are_one_sentence_and_write_nothing(
    file: Path, given: tuple[str, ...], sentence: str
) -> None:
    assert run(*given) == (2, sentence)
    assert not file.exists()


def test_unreadable_file_is_not_changed(file: Path) -> None:
    file.write_text("BRAND NAME=x\n")
    status, said = run("--set", "PORT=8000")
    assert (status, said.startswith("Line 1 of .env cannot be read")) == (2, True)
    assert file.read_text() == "BRAND NAME=x\n"


def test_unwritable_folder_is_one_sentence(file: Path) -> None:
    file.parent.rmdir()
    status, said = run("--set", "PORT=8000")
    assert status == 1
    assert said == ".env cannot be written here, and is as it was: No such file or directory.\n"


@pytest.mark.audit
def test_closed_output_does_not_deny_that_the_file_was_written(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)  # as `setup ... | head -2` does after two lines
    with os.fdopen(writer, "wb") as output:
        done = subprocess.run(  # noqa: S603 - our own words only
            (*SETUP, "--set", "PORT=8000"),
            env=environment_with_env_file(),
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert b"as it was" not in done.stderr
    assert b"Traceback" not in done.stderr
    assert dotenv_values(tmp_path / ".env")["PORT"] == "8000"


@pytest.mark.parametrize("name", ["SECRET_KEY", "LINK_KEY"])
def test_replaced_key_becomes_the_last_fallback(file: Path, name: str) -> None:
    file.write_text(f"{name}=old\n{name}_FALLBACKS=oldest\n")
    status, output = run("--set", f"{name}={'n' * 40}")
    assert status == 0
    values = dotenv_values(file)
    assert (values[name], values[f"{name}_FALLBACKS"]) == ("n" * 40, "oldest,old")
    assert f"The old {name} is in {name}_FALLBACKS now, so links that were sent keep working." in output


def test_links_of_the_replaced_key_still_open(file: Path) -> None:
    def links() -> Links:
        values = {name: value or "" for name, value in dotenv_values(file, interpolate=False).items()}
        return Links(Settings.from_environ(values).keys, lifetime=timedelta(days=1), clock=lambda: datetime.now(UTC))

    run("--set", "PORT=8000")
    token = links().sign("123")
    run("--set", "SECRET_KEY=")  # an empty value asks for a new key
    assert links().sign("123").rpartition(".")[2] != token.rpartition(".")[2]
    assert links().open(token).order_id == "123"
    run("--set", f"SECRET_KEY={'a' * 40}", "--set", "SECRET_KEY_FALLBACKS=")
    with pytest.raises(InvalidLink):
        links().open(token)


def test_keys_that_another_setup_makes_meanwhile_are_kept(file: Path) -> None:
    server = socket.create_server(("127.0.0.1", 0))  # a Shopify that takes its time
    with (
        server,
        started(
            (*SETUP, "--set", "SHOPIFY_SHOP=demo", "--set", "SHOPIFY_ACCESS_TOKEN=shpat_x"),
            environment_with_env_file(SHOPIFY_API_URL=f"http://127.0.0.1:{server.getsockname()[1]}"),
            stdout=subprocess.DEVNULL,
            stderr=None,
        ) as slow,
    ):
        connection, _ = server.accept()
        assert run("--set", "PORT=5001")[0] == 0
        made = dotenv_values(file, interpolate=False)
        server.close()
        connection.close()
        slow.communicate()
    values = dotenv_values(file, interpolate=False)
    assert values == {**made, "SHOPIFY_SHOP": SHOP, "SHOPIFY_ACCESS_TOKEN": "shpat_x"}


def test_override_by_the_environment_is_reported(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9000")
    assert "PORT is also set in the environment, which comes before .env." in run("--set", "PORT=8000")[1]
    assert file.exists()


def test_keys_of_the_environment_are_not_generated(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "x" * 40)
    run("--set", "PORT=8000")
    assert "SECRET_KEY" not in dotenv_values(file)


@pytest.mark.audit
def test_one_value_is_asked_for_by_its_name(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# mine\nBRAND_COLOR='#000000' # dark\n")
    answers = [("BRAND_COLOR", "red\n"), ("BRAND_COLOR (Enter: #000000)", "#0a7c5c\n")]
    status, shown = at_terminal(tmp_path, answers, "BRAND_COLOR")
    assert status == 0
    assert "BRAND_COLOR must be a color such as #0a7c5c." in shown
    assert (tmp_path / ".env").read_text().startswith("# mine\nBRAND_COLOR='#0a7c5c' # dark\n")


def test_every_setting_is_printed_with_its_meaning(file: Path) -> None:
    assert run("--example") == (0, example_env_file())
    assert not file.exists()


def test_installed_flask_command_works_with_an_invalid_setting(tmp_path: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    name, target = "setup", project["entry-points"]["flask.commands"]["setup"]
    installed = tmp_path / "installed" / "whereabouts-0.dist-info"  # what an installer makes of pyproject.toml
    installed.mkdir(parents=True)
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: whereabouts\nVersion: 0\n")
    (installed / "entry_points.txt").write_text(f"[flask.commands]\n{name} = {target}\n")
    (tmp_path / ".env").write_text("LINK_DAYS=soon\n")
    environ = environment_with_env_file() | {"PYTHONPATH": f"{installed.parent}{os.pathsep}{ROOT}"}
    command = (sys.executable, "-m", "flask", "--app", "app", "setup", "--set", "PORT=8000")
    status, output, errors = run_with(command, environ, tmp_path)
    assert (status, errors) == (1, "")
    assert "Changed in .env: PORT, " in output
    assert "The site does not start with this yet: LINK_DAYS must be a whole number" in output


@pytest.mark.parametrize("name", MADE)
def test_a_short_key_is_refused_and_nothing_is_written(file: Path, name: str) -> None:
    status, said = run("--set", f"{name}=a")
    assert (status, said.startswith(f"{name} must have at least 32 characters")) == (2, True)
    assert not file.exists()


def test_a_value_may_stand_in_a_file_of_its_own(file: Path) -> None:
    (file.parent / "shop").write_text("acme\n")
    assert run("--set", "SHOPIFY_SHOP_FILE=shop")[0] == 1  # kept; the shop has no key yet
    assert dotenv_values(file)["SHOPIFY_SHOP_FILE"] == "shop"
    (file.parent / "key").write_text("short")
    status, said = run("--set", "LINK_KEY_FILE=key", "--set", "LINK_KEY=")
    assert (status, said.startswith("LINK_KEY must have at least 32 characters")) == (2, True)


@pytest.mark.parametrize(
    ("before", "given", "other"),
    [
        ("SECRET_KEY_FILE=key\n", f"SECRET_KEY={'k' * 40}", "SECRET_KEY_FILE"),
        (f"SECRET_KEY={'k' * 40}\n", "SECRET_KEY_FILE=key", "SECRET_KEY"),
    ],
)
def test_a_setting_and_its_file_at_once_are_refused_before_the_file_changes(
    file: Path, before: str, given: str, other: str
) -> None:
    (file.parent / "key").write_text("f" * 40)
    file.write_text(before)
    status, said = run("--set", given)
    expected = (
        f"{other} is set already, and only one of them may be: give --set {other}= as well. Nothing was changed.\n"
    )
    assert (status, said) == (2, expected)
    assert file.read_text() == before
    assert run("--set", given, "--set", f"{other}=")[0] == 0


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_file_that_others_could_read_is_closed_to_them(file: Path, mode: int) -> None:
    file.write_text("PORT=8000\n")
    file.chmod(mode)
    said = run("--set", "PORT=9000")[1]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "Other users of this machine cannot read .env any more: it holds keys." in said
    assert "cannot read .env any more" not in run("--set", "PORT=9001")[1]


def test_a_name_that_stands_twice_is_told(file: Path) -> None:
    file.write_text("PORT=8000\nHOST=::1\nPORT=9000\n")
    assert "PORT stands in .env more than once (lines 1, 3), and only the last one holds." in run("--set", "HOST=::")[1]
