"""Dockerfile, .dockerignore and compose.yaml, read as files."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from scripts.container_steps import Instruction, command_of, instructions
from tests.test_project import SETTINGS

ROOT = Path(__file__).parent.parent
STEPS = list(instructions((ROOT / "Dockerfile").read_text()))
FINAL = STEPS[max(place for place, step in enumerate(STEPS) if step.name == "FROM") :]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
SITE = SERVICES["site"]
IMAGE_OF = re.compile(r"[a-z/]+:\d[\w.-]*")


def rest_of(name: str, steps: list[Instruction] = FINAL) -> list[str]:
    return [step.rest for step in steps if step.name == name]


def image_env() -> dict[str, str]:
    return dict(pair.split("=", 1) for rest in rest_of("ENV") for pair in rest.split())


def test_the_container_does_not_run_as_root() -> None:
    (user,) = rest_of("USER")
    number, _, group = user.partition(":")
    assert int(number) > 0
    assert int(group) > 0
    assert FINAL.index(Instruction("USER", user)) > max(FINAL.index(step) for step in FINAL if step.name == "RUN")


def test_the_container_serves_where_docker_reaches_it() -> None:
    assert command_of(rest_of("CMD")[-1]) == ["whereabouts", "serve"]
    assert image_env()["HOST"] == "0.0.0.0"  # noqa: S104 - what a container listens on
    assert rest_of("EXPOSE") == [image_env()["PORT"]] == ["5000"]


def test_the_container_says_whether_it_lives() -> None:
    (check,) = rest_of("HEALTHCHECK")
    assert "/healthz" in check
    assert re.search(r"--interval=\d+s .*--timeout=\d+s .*--retries=\d", check)


def test_data_folder_belongs_to_the_user() -> None:
    (user,) = rest_of("USER")
    number, _, group = user.partition(":")
    assert rest_of("VOLUME") == rest_of("WORKDIR") == ["/data"]
    assert any(f"-o {number} -g {group} /data" in step for step in rest_of("RUN"))


def test_everything_that_is_installed_has_its_hash_in_a_lock() -> None:
    installs = [line for rest in rest_of("RUN", STEPS) for line in rest.split(" && ") if "pip install" in line]
    assert installs
    for line in installs:
        assert "--no-deps --require-hashes -r " in line or "--no-index /tmp/wheel/" in line, line
    assert all("--no-build-isolation" in rest for rest in rest_of("RUN", STEPS) if "pip wheel" in rest)


def test_no_setting_and_no_secret_stands_in_a_layer() -> None:
    named = {name for rest in rest_of("ENV", STEPS) + rest_of("ARG", STEPS) for name in re.findall(r"(\w+)=", rest)}
    assert named & SETTINGS == {"HOST", "PORT"}
    copied = [word for rest in rest_of("COPY", STEPS) if "--from=" not in rest for word in rest.split()[:-1]]
    assert set(copied) & {".", "./", ".env", ".git"} == set()


def test_the_builder_is_sent_what_is_copied_and_nothing_else() -> None:
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]
    assert lines[0] == "*"
    copied = {word for rest in rest_of("COPY", STEPS) if "--from=" not in rest for word in rest.split()[:-1]}
    assert {line[1:] for line in lines if line[0] == "!"} == copied
    assert all((ROOT / name).exists() for name in copied)
    assert {"**/__pycache__", "**/.env*"} <= set(lines)


def test_the_site_stands_behind_one_proxy_and_has_no_port_of_its_own() -> None:
    assert SITE["environment"]["TRUSTED_PROXIES"] == "${TRUSTED_PROXIES:-1}"  # Caddy, unless .env says otherwise
    assert "ports" not in SITE
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["caddy"]
    assert SERVICES["caddy"]["ports"] == ["80:80", "443:443", "443:443/udp"]
    assert SERVICES["caddy"]["environment"]["UPSTREAM"] == f"site:{SITE['environment']['PORT']}"


def test_the_site_reads_its_settings_from_the_file_that_setup_writes() -> None:
    assert SITE["env_file"] == ".env"
    assert SITE["environment"].keys() <= SETTINGS
    assert SITE["environment"]["REDIS_URL"] == "redis://redis:6379/0"


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_starts_again_by_itself_and_says_whether_it_lives(name: str) -> None:
    service = SERVICES[name]
    assert service["restart"] == "unless-stopped"
    assert "healthcheck" in service or (name == "site" and rest_of("HEALTHCHECK"))
    assert "build" in service or IMAGE_OF.fullmatch(service["image"])


def test_nothing_is_asked_before_it_lives() -> None:
    assert SITE["depends_on"] == {"redis": {"condition": "service_healthy"}}
    assert SERVICES["caddy"]["depends_on"] == {"site": {"condition": "service_healthy"}}


def test_the_site_has_as_long_to_end_as_under_systemd() -> None:
    deploy = (ROOT / "docs/deploy.md").read_text()
    (seconds,) = re.findall(r"^TimeoutStopSec=(\d+)$", deploy, re.MULTILINE)
    assert SITE["stop_grace_period"] == f"{seconds}s"


def test_the_site_may_write_to_its_data_only() -> None:
    assert SITE["read_only"] is True
    assert SITE["volumes"] == ["data:/data"]
    assert SITE["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in SITE["security_opt"]


def test_every_volume_is_declared_and_every_file_is_there() -> None:
    mounted = [mount.split(":")[0] for service in SERVICES.values() for mount in service.get("volumes", ())]
    assert {name for name in mounted if not name.startswith(".")} == COMPOSE["volumes"].keys()
    assert all((ROOT / name).is_file() for name in mounted if name.startswith("."))


def test_postgresql_starts_only_when_it_is_asked_for() -> None:
    assert {name for name, service in SERVICES.items() if "profiles" in service} == {"postgres"}


@pytest.mark.parametrize(
    ("public_url", "address"),
    [
        ("https://track.example.com", "https://track.example.com"),
        ("https://track.example.com/", "https://track.example.com"),
        ("https://track.example.com/orders/", "https://track.example.com"),
        ("https://track.example.com:8443", "https://track.example.com:8443"),
        ("http://localhost:5000", "http://localhost:5000"),
    ],
)
def test_the_certificate_is_for_the_host_of_the_public_url(public_url: str, address: str, tmp_path: Path) -> None:
    shell, flag, script = SERVICES["caddy"]["command"]
    caddy = tmp_path / "caddy"
    caddy.write_text('#!/bin/sh\nprintf %s "$SITE_ADDRESS"\n')
    caddy.chmod(0o755)
    done = subprocess.run(  # noqa: S603 - the words of compose.yaml
        [str(shutil.which(shell)), flag, script.replace("$$", "$")],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin", "PUBLIC_URL": public_url},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == address
