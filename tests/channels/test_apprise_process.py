import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.channels.receivers import Behavior, Receiver
from tracking.channels import call

SCRIPT = Path(call.__file__).with_name("apprise_process.py")


def run(url: str) -> tuple[dict[str, object], str]:
    request = {"url": url, "title": "", "body": "x", "site": "https://track.example.com", "timeout": 20}
    ended = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-I", str(SCRIPT)],
        input=f"{json.dumps(request)}\n",
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return json.loads(ended.stdout), ended.stdout + ended.stderr


def test_the_answer_is_one_line_and_no_output_names_the_address() -> None:
    with Receiver(Behavior.FORBIDS) as receiver:
        answer, output = run(receiver.apprise_url)
    assert answer == {"outcome": "failed", "status": 401}
    assert "secret-token" not in output
    assert output.count("\n") == 1


@pytest.mark.audit  # as test_call has it checked
def test_unknown_url_is_not_understood_and_not_repeated() -> None:
    answer, output = run("nope://secret-token")
    assert answer == {"outcome": "not_understood"}
    assert "secret-token" not in output
