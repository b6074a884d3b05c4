"""Carries out the Dockerfile's own steps without Docker, as far as that goes: ``python -m scripts.container_steps``.

Each stage is a layer above this machine's own files (an overlay in a mount namespace of its own), where this machine's
Python stands in for the base image. RUN runs there, COPY copies, CMD serves as USER in a network of its own, and
HEALTHCHECK asks it. Nothing is left behind. It needs root on Linux; the real images and Docker itself it cannot try.
"""

import json
import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_ROOT = Path(__file__).parent.parent
_INSIDE = "--inside"  # the second start, in a mount namespace of its own
_BASE = "/opt/base-image"
_PATH = f"{_BASE}/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
_CARRIED = ("PIP_", "SSL_", "REQUESTS_")  # how this machine reaches its package index
_IGNORED = ("ARG", "EXPOSE", "VOLUME", "STOPSIGNAL", "LABEL")  # they tell Docker, and do nothing themselves

_DEVICES = {"null": 3, "zero": 5, "random": 8, "urandom": 9}

# Starts CMD, asks HEALTHCHECK until it answers or the tries are over, and ends CMD as `docker stop` does.
_SERVE = """
set -u
ip link set lo up
"$@" & site=$!
for try in $(seq 60); do
  kill -0 $site 2>/dev/null || { wait $site; echo "CMD ended with status $?"; exit 1; }
  sh -c "$HEALTHCHECK" 2>/dev/null && break
  [ "$try" = 60 ] && { echo "HEALTHCHECK never succeeded"; kill -9 $site; exit 1; }
  sleep 0.5
done
echo "HEALTHCHECK succeeded; CMD runs as uid $(awk '/^Uid/ {print $2}' /proc/$site/status)"
kill -TERM $site
wait $site; status=$?
echo "CMD ended with status $status after SIGTERM"
exit $status
"""


@dataclass(frozen=True, slots=True)
class Instruction:
    """One step: ``RUN`` and its arguments, with continued lines joined."""

    name: str
    rest: str


@dataclass(slots=True)
class Stage:
    """One FROM and the state after its steps."""

    name: str
    files: Path
    env: dict[str, str] = field(default_factory=dict)
    folder: str = "/"
    user: str = "0:0"
    command: Sequence[str] = ()
    healthcheck: Sequence[str] = ()


def instructions(dockerfile: str) -> Iterator[Instruction]:
    """Every step of a Dockerfile, comments left out, continued lines joined."""
    lines = (line for line in dockerfile.splitlines() if not re.match(r"\s*(#|$)", line))
    joined = "\n".join(lines).replace("\\\n", "")
    for line in joined.splitlines():
        name, _, rest = line.strip().partition(" ")
        yield Instruction(name.upper(), rest.strip())


def substituted(text: str, values: Mapping[str, str]) -> str:
    """``$NAME`` and ``${NAME}`` replaced, as ENV, COPY and WORKDIR do; unknown names become empty."""
    return re.sub(r"\$(?:\{(\w+)\}|(\w+))", lambda found: values.get(found[1] or found[2], ""), text)


def command_of(rest: str) -> list[str]:
    """A command in its list form, or handed to a shell."""
    if not rest.startswith("["):
        return ["/bin/sh", "-c", rest]
    return [str(word) for word in json.loads(rest)]


def main() -> None:
    """Carry out the steps, or say in one sentence why not."""
    if _INSIDE in sys.argv:
        _carry_out((_ROOT / "Dockerfile").read_text(), Path(sys.argv[-1]))
        return
    if sys.platform != "linux" or os.geteuid() != 0:
        sys.exit("This needs root on Linux: it lays a layer above this machine's files (unshare, mount, chroot).")
    folder = tempfile.mkdtemp(prefix="container-steps-")
    again = [sys.executable, "-m", "scripts.container_steps", _INSIDE, folder]
    done = subprocess.run([*_tool("unshare", "--mount"), *again], cwd=_ROOT, check=False)  # noqa: S603 - this script
    # All that was mounted and written went with the namespace. Never remove what is in it: this would follow mounts.
    Path(folder).rmdir()
    sys.exit(done.returncode)


def _carry_out(dockerfile: str, folder: Path) -> None:
    _run(_tool("mount", "-t", "tmpfs", "tmpfs", str(folder)))
    stages: list[Stage] = []
    for step in instructions(dockerfile):
        print(f"{step.name} {' '.join(step.rest.split())}", flush=True)
        if step.name == "FROM":
            stages.append(_new_stage(folder / str(len(stages)), step.rest))
        elif step.name not in _IGNORED:
            _STEPS[step.name](stages[-1], step.rest, stages)
    _serve(stages[-1])


def _new_stage(folder: Path, rest: str) -> Stage:
    """A writable layer above this machine, with a Python where images of Python have theirs first in PATH."""
    files = folder / "merged"
    for part in ("upper", "work", "merged"):
        (folder / part).mkdir(parents=True)
    layers = f"lowerdir=/,upperdir={folder}/upper,workdir={folder}/work"
    _run(_tool("mount", "-t", "overlay", "overlay", "-o", layers, str(files)))
    _run(_tool("mount", "-t", "proc", "proc", str(files / "proc")))
    for name, minor in _DEVICES.items():  # of its own: the machine's /dev stays out of reach
        os.mknod(files / "dev" / name, stat.S_IFCHR | 0o666, os.makedev(1, minor))
        (files / "dev" / name).chmod(0o666)
    python = Path(sys.base_prefix).resolve() / "bin" / "python3"
    for parent in python.resolve().parents:  # in an image, every user may run Python
        inside = files / parent.relative_to("/")
        inside.chmod(inside.stat().st_mode | 0o555)
    stage = Stage(name=rest.rpartition(" AS ")[2] if " AS " in rest else "", files=files, env={"PATH": _PATH})
    _run([*_tool("chroot", str(files)), str(python), "-m", "venv", _BASE])
    version = f"{sys.version_info.major}.{sys.version_info.minor}.{sys.version_info.micro}"
    print(f"  (this machine's Python {version} stands in for the base image)", flush=True)
    return stage


def _env(stage: Stage, rest: str, _stages: Sequence[Stage]) -> None:
    for pair in shlex.split(rest):
        name, _, value = pair.partition("=")
        stage.env[name] = substituted(value, stage.env)


def _workdir(stage: Stage, rest: str, _stages: Sequence[Stage]) -> None:
    stage.folder = rest
    _inside(stage, rest).mkdir(parents=True, exist_ok=True)


def _user(stage: Stage, rest: str, _stages: Sequence[Stage]) -> None:
    stage.user = rest


def _cmd(stage: Stage, rest: str, _stages: Sequence[Stage]) -> None:
    stage.command = command_of(rest)


def _healthcheck(stage: Stage, rest: str, _stages: Sequence[Stage]) -> None:
    stage.healthcheck = command_of(re.sub(r"^.*?\bCMD\s+", "", rest))


def _run_step(stage: Stage, rest: str, _stages: Sequence[Stage]) -> None:
    _run([*_entered(stage), "/bin/sh", "-c", f"cd {shlex.quote(stage.folder)} && {{ {rest}; }}"], stage.env)


def _copy(stage: Stage, rest: str, stages: Sequence[Stage]) -> None:
    words = shlex.split(rest)
    source = _ROOT
    if words[0].startswith("--from="):
        origin = words.pop(0).partition("=")[2]
        source = next(each.files for each in stages if each.name == origin)
    *paths, target = words
    destination = _inside(stage, str(Path(stage.folder) / target))
    for path in paths:
        found = source / path.lstrip("/")
        if found.is_dir():  # as Docker does: the content, not the folder itself
            ignored = None if source != _ROOT else shutil.ignore_patterns("__pycache__", ".env*")
            shutil.copytree(found, destination, symlinks=True, dirs_exist_ok=True, ignore=ignored)
        else:
            whole = destination / found.name if target.endswith("/") or len(paths) > 1 else destination
            whole.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(found, whole)


_STEPS = {
    "ENV": _env,
    "WORKDIR": _workdir,
    "USER": _user,
    "CMD": _cmd,
    "HEALTHCHECK": _healthcheck,
    "RUN": _run_step,
    "COPY": _copy,
}


def _serve(stage: Stage) -> None:
    """Run CMD of the last stage as its user, in a network of its own, probe it by HEALTHCHECK, and stop it."""
    user, _, group = stage.user.partition(":")
    dropped = ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups", "--bounding-set=-all"]
    env = stage.env | {"HEALTHCHECK": shlex.join(stage.healthcheck), "HOME": stage.folder}
    asking = [*_tool("unshare", "--net", "--kill-child"), *_entered(stage)]
    here = f"cd {shlex.quote(stage.folder)}; {_SERVE}"
    _run([*asking, "/bin/sh", "-c", here, "sh", *dropped, "--no-new-privs", *stage.command], env)
    tried = "touch /data/kept && rm /data/kept && ! touch /opt/whereabouts/changed 2>/dev/null"
    _run([*_entered(stage), *dropped, "/bin/sh", "-c", tried], stage.env)
    print("Its user may write in /data, and not where the program lies.")


def _entered(stage: Stage) -> list[str]:
    return _tool("chroot", str(stage.files))


def _inside(stage: Stage, path: str) -> Path:
    return stage.files / path.lstrip("/")


def _tool(name: str, *arguments: str) -> list[str]:
    path = shutil.which(name)
    if path is None:
        sys.exit(f"'{name}' is missing: install it from your system's packages (util-linux, coreutils, iproute2).")
    return [path, *arguments]


def _run(command: Sequence[str], env: Mapping[str, str] | None = None) -> None:
    carried = {name: value for name, value in os.environ.items() if name.startswith(_CARRIED)}
    done = subprocess.run(command, env=carried | {"PATH": _PATH} | dict(env or {}), check=False)  # noqa: S603 - the Dockerfile's
    if done.returncode:
        sys.exit(f"  ended with status {done.returncode}")


if __name__ == "__main__":
    main()
