"""Lines as they reach a file or a terminal."""

import json
import logging
import pty
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextvars import copy_context
from io import FileIO

import pytest

from tracking.running.log_queue import NonBlockingHandler
from tracking.running.logs import JsonFormatter, TextFormatter, remove_addresses, request_id

CANARY = "canary.bird@example.com"


class Log:
    """A log of its own, and what stands in it."""

    def __init__(self, file: FileIO, formatter: logging.Formatter) -> None:
        self._file = file
        self._handler = NonBlockingHandler(file)
        self._handler.setFormatter(formatter)
        self.log = logging.Logger("tracking.test")  # noqa: LOG001 - the process's own stays as it is
        self.log.addHandler(self._handler)

    @property
    def text(self) -> str:
        self._handler.flush()
        self._file.seek(0)
        return self._file.read().decode()

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @property
    def entry(self) -> dict[str, object]:
        (line,) = self.lines
        entry: dict[str, object] = json.loads(line)
        return entry


@pytest.fixture
def file() -> Iterator[FileIO]:
    with tempfile.TemporaryFile(buffering=0) as file:
        yield file


@pytest.fixture
def machine(file: FileIO) -> Log:
    return Log(file, JsonFormatter())


@pytest.fixture
def terminal(file: FileIO) -> Log:
    return Log(file, TextFormatter())


@pytest.fixture(autouse=True)
def nobody_asked() -> Iterator[None]:
    """No request of another test's."""
    token = request_id.set(None)
    yield
    request_id.reset(token)


@pytest.fixture
def asked(nobody_asked: None) -> str:  # noqa: ARG001 - first
    request_id.set("r-1")
    return "r-1"


def fail(words: str) -> None:
    raise ValueError(words)


def test_a_record_is_an_object_on_one_line(machine: Log, asked: str) -> None:
    machine.log.warning("two\nlines and %s", "\u2028 more \ud800")
    assert machine.entry.pop("time").endswith("+00:00")  # type: ignore[attr-defined] # a string, as the next line shows
    assert {name: value for name, value in machine.entry.items() if name != "time"} == {
        "level": "WARNING",
        "logger": "tracking.test",
        "message": "two\nlines and \u2028 more \ud800",
        "request": asked,
    }


def test_a_mapping_gives_its_values_as_fields(machine: Log) -> None:
    machine.log.info("%(method)s took %(ms)sms", {"method": "GET", "ms": 0.31, "order": None})
    assert machine.entry["message"] == "GET took 0.31ms"
    assert (machine.entry["method"], machine.entry["ms"], machine.entry["order"]) == ("GET", 0.31, None)


def test_without_a_request_there_is_no_id(machine: Log) -> None:
    machine.log.info("started")
    assert machine.entry["request"] is None


def test_background_task_has_the_id_of_its_request(machine: Log) -> None:
    token = request_id.set("of the visitor")
    context = copy_context()
    request_id.reset(token)
    context.run(machine.log.info, "refreshed")
    assert machine.entry["request"] == "of the visitor"


def test_a_traceback_is_a_field(machine: Log) -> None:
    try:
        fail("no such day")
    except ValueError:
        machine.log.exception("broken")
    assert machine.entry["message"] == "broken"
    assert str(machine.entry["traceback"]).startswith("Traceback (most recent call last):\n")
    assert str(machine.entry["traceback"]).endswith("ValueError: no such day")


@pytest.mark.parametrize("kind", ["machine", "terminal"])
@pytest.mark.parametrize(
    "written",
    [
        CANARY,
        f"Dear <{CANARY}>,",
        f"email={CANARY}&order=1",
        "canary.bird%40example.com",
        "canary.bird＠example.com",  # noqa: RUF001 - people type it
        '"canary bird"@example.com',
        "grüner.canary@example.com",
        f"\n{CANARY}\x00",
        f"{{'email': '{CANARY}'}}",
        f"{'x' * 5000} {CANARY}",
    ],
)
def test_e_mail_addresses_are_removed(request: pytest.FixtureRequest, kind: str, written: str) -> None:
    log: Log = request.getfixturevalue(kind)
    log.log.info(written)
    log.log.info("said %s", written)
    log.log.info("%(said)s", {"said": written})
    log.log.info("%(said)s", {"said": [written]})
    try:
        fail(written)
    except ValueError:
        log.log.exception("broken")
    text = log.text
    assert text.count("[e-mail]") >= 5
    assert "bird@" not in text
    assert "example.com" not in text
    if kind == "machine":
        assert [json.loads(line)["level"] for line in log.lines] == ["INFO"] * 4 + ["ERROR"]


def test_values_other_than_text_keep_their_type(machine: Log) -> None:
    machine.log.info("%(said)s", {"said": CANARY, "ms": 0.5, "count": 3, "is_open": True, "order": None})
    assert [machine.entry[name] for name in ("said", "ms", "count", "is_open", "order")] == [
        "[e-mail]",
        0.5,
        3,
        True,
        None,
    ]


def test_password_in_a_server_url_is_removed() -> None:
    assert (
        remove_addresses("no answer from rediss://user:secret@redis.internal:6379/0 yet")
        == "no answer from [e-mail] yet"
    )


def test_terminal_format_is_readable(terminal: Log, asked: str) -> None:
    terminal.log.info("started")
    (line,) = terminal.lines
    assert line.endswith(f" INFO tracking.test: started [{asked}]")


def test_control_characters_and_line_breaks_are_neutralized(terminal: Log) -> None:
    terminal.log.info("\x1b[2Jcleared\r\n12:00:00 ERROR tracking: forged\x9b")
    first, second = terminal.lines
    assert first.endswith(" INFO tracking.test: ?[2Jcleared?")
    assert second == "  12:00:00 ERROR tracking: forged?"


def test_unformattable_record_reveals_no_arguments(machine: Log, capsys: pytest.CaptureFixture[str]) -> None:
    machine.log.info("%d", CANARY)
    assert str(machine.entry["message"]).startswith("A record of tracking.test (line ")
    assert machine.entry["level"] == "ERROR"
    assert "canary" not in machine.text
    assert capsys.readouterr().err == ""


def printed(code: str) -> str:
    """The output of a separate process, with its own logging."""
    code = f"import logging, sys; from tracking.running import logs; {code}; logging.getLogger('x').info('hello')"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own words only
    return ended.stderr


def test_stream_that_is_no_terminal_gets_json() -> None:
    assert json.loads(printed("logs.set_up(sys.stderr)"))["message"] == "hello"


def test_existing_logging_setup_is_kept() -> None:
    before = "logging.basicConfig(format='mine: %(message)s', level=logging.INFO)"
    assert printed(f"{before}; logs.set_up(sys.stderr)") == "mine: hello\n"


def test_a_server_with_a_log_of_its_own_can_name_the_process() -> None:
    own = "own = logging.StreamHandler(); own.setFormatter(logging.Formatter('[%(process)d] %(message)s'))"
    said = printed(
        f"logs.set_up(sys.stderr); {own}; log = logging.getLogger('x'); log.propagate = False; log.addHandler(own)"
    )
    assert said.startswith("[")
    assert said.endswith("] hello\n")


def test_a_warning_of_python_is_a_record() -> None:
    entry = json.loads(printed("logs.set_up(sys.stderr); import warnings; warnings.warn('old'); logging.disable()"))
    assert (entry["level"], entry["logger"]) == ("WARNING", "py.warnings")
    assert "UserWarning: old" in entry["message"]


def test_a_terminal_gets_text() -> None:
    leader, follower = pty.openpty()
    with open(follower, "w") as terminal:  # noqa: PTH123 - a descriptor
        code = "import logging, sys; from tracking.running import logs; logs.set_up(sys.stderr); logging.info('hello')"
        subprocess.run([sys.executable, "-c", code], stderr=terminal, check=True)  # noqa: S603 - our own words only
    with open(leader, "rb") as other_end:  # noqa: PTH123 - likewise
        assert other_end.readline().endswith(b" INFO root: hello\r\n")
