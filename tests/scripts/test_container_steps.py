import os
import subprocess
import sys

import pytest

from scripts.container_steps import Instruction, command_of, instructions, substituted


def test_comments_are_removed_and_continued_lines_are_joined() -> None:
    text = '# syntax\nFROM a AS b\n\nRUN one \\\n # two is left out\n && three\\\n  four\ncmd ["x"]\n'
    assert list(instructions(text)) == [
        Instruction("FROM", "a AS b"),
        Instruction("RUN", "one  && three  four"),
        Instruction("CMD", '["x"]'),
    ]


def test_variables_are_expanded_and_unknown_ones_are_empty() -> None:
    assert substituted("/opt/bin:$PATH:${HOME}x$NONE", {"PATH": "/bin", "HOME": "/data"}) == "/opt/bin:/bin:/datax"


def test_a_command_is_a_list_or_a_line_for_the_shell() -> None:
    assert command_of('["whereabouts", "serve"]') == ["whereabouts", "serve"]
    assert command_of("echo $PORT") == ["/bin/sh", "-c", "echo $PORT"]


@pytest.mark.audit
@pytest.mark.skipif(os.geteuid() != 0, reason="layers above this machine's files need root")
def test_every_step_of_the_dockerfile_runs_and_the_site_answers() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scripts.container_steps"], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert "HEALTHCHECK succeeded; CMD runs as uid 10001" in done.stdout
    assert "CMD ended with status 0 after SIGTERM" in done.stdout
    assert "Its user may write in /data, and not where the program lies." in done.stdout
