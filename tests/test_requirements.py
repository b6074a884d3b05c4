"""The locks hold every package that is needed, for every supported Python on Linux and macOS."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TypedDict

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.tags import compatible_tags, cpython_tags, mac_platforms
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.sampling import each_row

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
EXTRAS = {"runtime": "build", "dev": "dev"}
PYTHONS = ["3.11.0", "3.11.2", "3.11.3", "3.12.0", "3.13.0", "3.14.0"]
SYSTEMS = [("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "x86_64"), ("darwin", "arm64")]
GLIBC = 28  # 2.28: Debian 10, RHEL 8


Environment = Mapping[str, str]  # what markers see


class Release(TypedDict):
    """The package index's metadata of a pinned release."""

    requires_python: str | None
    requires_dist: list[str]
    wheels: list[str]


RELEASES: dict[str, Release] = json.loads((ROOT / "requirements" / "metadata.json").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Pin:
    """A line of a lock."""

    name: str
    version: str
    marker: Marker | None
    hashes: tuple[str, ...]

    @property
    def release(self) -> str:
        return f"{self.name}=={self.version}"

    def applies(self, environment: Environment) -> bool:
        return self.marker is None or self.marker.evaluate(environment)


def environment(python: str, system: str, machine: str) -> Environment:
    """CPython of this version there."""
    return {
        "implementation_name": "cpython",
        "implementation_version": python,
        "os_name": "posix",
        "platform_machine": machine,
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_system": system.title(),
        "platform_version": "",
        "python_full_version": python,
        "python_version": python.rpartition(".")[0],
        "sys_platform": system,
    }


ENVIRONMENTS = {" ".join((python, *system)): environment(python, *system) for python in PYTHONS for system in SYSTEMS}
in_every_environment = each_row("environment", ENVIRONMENTS.values(), ENVIRONMENTS)


def lock(name: str) -> list[Pin]:
    """A lock's lines, each with its hashes."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    pins = []
    for line in text.replace("\\\n", "").splitlines():
        wanted, *hashes = re.split(r"\s+--hash=", line.strip())
        requirement = Requirement(wanted)
        (specifier,) = requirement.specifier
        assert specifier.operator == "=="
        pins.append(Pin(requirement.name, specifier.version, requirement.marker, tuple(hashes)))
    return pins


@cache
def requirements(release: str) -> list[Requirement]:
    return [Requirement(line) for line in RELEASES[release]["requires_dist"]]


def applicable(
    requirements: Iterable[Requirement], environment: Environment, extras: frozenset[str] = frozenset()
) -> Iterator[Requirement]:
    """The requirements that apply there, with these extras."""
    for requirement in requirements:
        marker = requirement.marker
        if marker is None or any(marker.evaluate({**environment, "extra": extra}) for extra in {"", *extras}):
            yield requirement


def walk(name: str, pins: Iterable[Pin], environment: Environment) -> tuple[set[str], list[str]]:
    """The names of all that is needed there, and what the lock lacks of it."""
    here = {pin.name: pin for pin in pins if pin.applies(environment)}
    project = PROJECT["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"][EXTRAS[name]]]
    waiting = list(applicable(map(Requirement, lines + PROJECT["build-system"]["requires"]), environment))
    seen: set[tuple[str, frozenset[str]]] = set()
    lacking = []
    while waiting:
        requirement = waiting.pop()
        package, extras = canonicalize_name(requirement.name), frozenset(requirement.extras)
        if (pin := here.get(package)) is None:
            lacking.append(f"{requirement}: not in the lock")
            continue
        if not requirement.specifier.contains(pin.version, prereleases=True):
            lacking.append(f"{requirement}: the lock has {pin.version}")
        if (package, extras) not in seen:
            seen.add((package, extras))
            waiting += applicable(requirements(pin.release), environment, extras)
    return {package for package, _ in seen}, lacking


def installs(tags: list[str], environment: Environment) -> bool:
    """Whether one of the wheels does."""
    known = known_tags(environment["python_version"], environment["sys_platform"], environment["platform_machine"])
    return not known.isdisjoint(tags)


@cache
def known_tags(version: str, system: str, machine: str) -> frozenset[str]:
    """The tags of the wheels that can be installed there."""
    python = Version(version).release
    if system == "linux":
        platforms = [f"manylinux_2_{minor}_{machine}" for minor in range(5, GLIBC + 1)]
        platforms += [f"manylinux{alias}_{machine}" for alias in ("1", "2010", "2014")]
    else:
        platforms = list(mac_platforms((14, 0), machine))
    known = {str(tag) for tag in cpython_tags(python, platforms=platforms)}
    return frozenset(known | {str(tag) for tag in compatible_tags(python, f"cp{python[0]}{python[1]}", platforms)})


@in_every_environment
@each_row("name", EXTRAS)
def test_the_lock_holds_all_that_is_needed_once_and_nothing_else(name: str, environment: Environment) -> None:
    pins = lock(name)
    needed, lacking = walk(name, pins, environment)
    assert lacking == []
    assert sorted(pin.name for pin in pins if pin.applies(environment)) == sorted(needed)


@in_every_environment
@each_row("name", EXTRAS)
def test_every_pinned_release_has_a_wheel_for_every_python(name: str, environment: Environment) -> None:
    python = environment["python_full_version"]
    known = {pin.release: RELEASES[pin.release] for pin in lock(name) if pin.applies(environment)}
    assert [release for release, of in known.items() if python not in SpecifierSet(of["requires_python"] or "")] == []
    assert [release for release, of in known.items() if not installs(of["wheels"], environment)] == []


@pytest.mark.parametrize("name", EXTRAS)
def test_every_line_has_hashes(name: str) -> None:
    for pin in lock(name):
        assert pin.hashes, pin.release
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for each in pin.hashes), pin.release


@in_every_environment
def test_dev_lock_holds_every_release_of_the_runtime_lock(environment: Environment) -> None:
    runtime, dev = ({pin.release for pin in lock(name) if pin.applies(environment)} for name in EXTRAS)
    assert runtime <= dev


def test_the_record_knows_the_releases_of_the_locks_and_no_other() -> None:
    assert set(RELEASES) == {pin.release for name in EXTRAS for pin in lock(name)}


def test_the_record_says_what_the_installed_releases_say() -> None:
    compared = 0
    for release in RELEASES:
        name, _, version = release.partition("==")
        try:
            installed = distribution(name)
        except PackageNotFoundError:
            continue
        if installed.version == version:
            compared += 1
            assert set(map(Requirement, installed.requires or ())) == set(requirements(release)), release
    assert compared > len(RELEASES) // 2


@pytest.mark.parametrize("name", EXTRAS)
def test_each_line_that_is_taken_out_is_missed(name: str) -> None:
    pins = lock(name)
    for pin in pins:
        concerned = [each for each in ENVIRONMENTS.values() if pin.applies(each)]
        rest = [each for each in pins if each != pin]
        assert not concerned or walk(name, rest, concerned[0])[1], pin.release


def test_a_marker_that_leaves_out_a_python_is_noticed() -> None:
    narrow = Marker("python_full_version < '3.11.1'")
    pins = [replace(pin, marker=narrow) if pin.name == "async-timeout" else pin for pin in lock("runtime")]
    _, lacking = walk("runtime", pins, environment("3.11.2", "linux", "x86_64"))
    assert len(lacking) == 1
    assert lacking[0].startswith("async-timeout")
