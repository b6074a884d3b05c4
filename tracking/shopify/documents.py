"""The questions we ask, each from its own file, joined with the fragments that it uses."""

import functools
import re
from importlib import resources

_SPREAD = re.compile(r"\.\.\.(\w+)")
_FRAGMENT = re.compile(r"^fragment (\w+) on .*?^}$", re.DOTALL | re.MULTILINE)


def names() -> list[str]:
    """Every question by the name of its file."""
    files = resources.files(__package__).joinpath("queries").iterdir()
    return sorted(file.name.removesuffix(".graphql") for file in files if file.name != "fragments.graphql")


@functools.cache
def document(name: str) -> str:
    """The text to send for ``queries/<name>.graphql``. GraphQL refuses fragments that nothing uses."""
    text = _read(name)
    pending, used = _SPREAD.findall(text), set[str]()
    while pending:
        fragment = pending.pop()
        if fragment not in used:
            used.add(fragment)
            pending += _SPREAD.findall(_fragments()[fragment])
    return "\n".join([text, *(_fragments()[fragment] for fragment in sorted(used))])


@functools.cache
def _fragments() -> dict[str, str]:
    return {found[1]: found[0] for found in _FRAGMENT.finditer(_read("fragments"))}


def _read(name: str) -> str:
    return resources.files(__package__).joinpath("queries", f"{name}.graphql").read_text(encoding="utf-8")
