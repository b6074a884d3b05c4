import signal
import subprocess
from pathlib import Path

import pytest

from tests.commands import WHEREABOUTS, environment


@pytest.mark.parametrize("name", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.audit)])
def test_it_works_until_a_signal(tmp_path: Path, name: signal.Signals) -> None:
    settings = environment(DATABASE_URL=f"sqlite:///{tmp_path / 'orders.db'}")
    pipe = subprocess.PIPE
    with subprocess.Popen((*WHEREABOUTS, "worker"), env=settings, stdout=pipe, stderr=pipe, text=True) as process:  # noqa: S603 - our own words only
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == "The worker has begun (Ctrl-C ends it).\n"
        assert any("order_contact answered" in line for line in process.stderr)
        process.send_signal(name)
        errors = process.communicate(timeout=60)[1]
    assert process.returncode == 0
    assert "Traceback" not in errors
