"""Reads and checks the merchant's templates at the start: a mistake is one SettingsError with file and line."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from jinja2 import BaseLoader, Environment, TemplateNotFound, TemplateSyntaxError, nodes

from tracking.settings import SettingsError
from tracking.theming.brand_dir import BrandFiles, is_template


class TemplateSources(BaseLoader):
    """Loads the merchant's templates as they were at the start; a later edit takes effect at the next start."""

    def __init__(self, sources: Mapping[str, tuple[str, Path]]) -> None:
        self.sources = sources

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:  # noqa: ARG002 - Jinja's
        """Returns the source, and the file for tracebacks."""
        if template not in self.sources:
            raise TemplateNotFound(template)
        source, path = self.sources[template]
        return source, str(path), None

    def list_templates(self) -> list[str]:
        """Returns the names."""
        return sorted(self.sources)


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference from one template to another.

    ``names`` is empty where an expression chooses the template; ``is_chosen_by_us``: the expression is one of ours.
    ``macros`` are the imported ones.
    """

    line: int
    names: tuple[str, ...]
    is_chosen_by_us: bool
    macros: tuple[str, ...]
    may_be_missing: bool


def read_sources(folder: BrandFiles) -> TemplateSources:
    """Reads every template. Raises SettingsError where one is not UTF-8."""
    return TemplateSources(
        {name: (_text(name, path), path) for name, path in folder.files.items() if is_template(name)}
    )


def check_templates(sources: TemplateSources, environment: Environment) -> None:
    """Compiles every template and checks its references. Raises SettingsError with file and line."""
    for name in sources.list_templates():
        tree = _compile(name, sources, environment)
        for line, problem in sorted(_problems(tree, environment)):
            raise SettingsError(_sentence(name, line, problem))
    _check_macros(sources, environment)


def references(tree: nodes.Template) -> Iterator[Reference]:
    """Yields the templates that a template includes, extends and imports."""
    for node in tree.find_all((nodes.Include, nodes.Extends, nodes.Import, nodes.FromImport)):
        target: nodes.Expr = getattr(node, "template")  # noqa: B009 - each of the four has it, which their base does not say
        taken = node.names if isinstance(node, nodes.FromImport) else []
        macros = tuple(name if isinstance(name, str) else name[0] for name in taken)
        by_us = isinstance(target, (nodes.Getattr, nodes.Call)) and _is_ours(target)
        yield Reference(node.lineno, _constants(target), by_us, macros, getattr(node, "ignore_missing", False))


def parse(name: str, environment: Environment) -> nodes.Template:
    """Parses a template that was checked before."""
    if environment.loader is None:
        raise TemplateNotFound(name)
    source, filename, _ = environment.loader.get_source(environment, name)
    return environment.parse(source, name, filename)


def _text(name: str, path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, ValueError):
        raise SettingsError(
            f"BRAND_DIR: templates/{name} must be a text file in UTF-8 that this user may read."
        ) from None


def _compile(name: str, sources: TemplateSources, environment: Environment) -> nodes.Template:
    source, path = sources.sources[name]
    try:
        tree = environment.parse(source, name, str(path))
        environment.get_template(name)
    except TemplateSyntaxError as error:
        raise SettingsError(_sentence(name, error.lineno, error.message or "is not well formed")) from None
    except (RecursionError, SyntaxError, ValueError, MemoryError) as error:  # of the Python that Jinja makes of it
        raise SettingsError(_sentence(name, 1, f"it cannot be compiled ({type(error).__name__})")) from None
    return tree


def _problems(tree: nodes.Template, environment: Environment) -> Iterator[tuple[int, str]]:
    for reference in references(tree):
        if reference.names and not reference.may_be_missing and not _existing(reference.names, environment):
            yield reference.line, f"there is no template {reference.names[0]!r}"
    # Jinja accepts unknown filters inside of an `if`, whose condition may test for them.
    tests = list(tree.find_all(nodes.Test))
    if any(test.name in {"filter", "test"} for test in tests):
        return
    for kind, available, used in (
        ("filter", environment.filters, tree.find_all(nodes.Filter)),
        ("test", environment.tests, iter(tests)),
    ):
        for node in used:
            if node.name not in available:
                yield node.lineno, f"there is no {kind} {node.name!r}"


def _check_macros(sources: TemplateSources, environment: Environment) -> None:
    """Checks that a component of the merchant's has the macros that other templates import from it."""
    own = set(sources.list_templates())
    parsed = cache(partial(parse, environment=environment))
    for name in environment.list_templates(filter_func=lambda each: each.endswith(".html")):
        if name not in own and not _names_one_of(own, name, environment):
            continue  # to parse all of ours would take most of the start
        for reference in references(parsed(name)):
            chosen = _existing(reference.names, environment)
            if not reference.macros or chosen is None or (chosen not in own and name not in own):
                continue
            missing = [macro for macro in reference.macros if macro not in _exported(parsed(chosen))]
            if missing and name in own:
                raise SettingsError(_sentence(name, reference.line, f"{chosen} has no macro {missing[0]!r}"))
            if missing:
                problem = f"it has no macro {missing[0]!r}, which our templates/{name} takes from it"
                raise SettingsError(_sentence(chosen, 1, problem))


def _names_one_of(own: Iterable[str], name: str, environment: Environment) -> bool:
    source = environment.loader.get_source(environment, name)[0] if environment.loader else ""
    return any(each in source for each in own)


def _exported(tree: nodes.Template) -> set[str]:
    macros = {macro.name for macro in tree.find_all(nodes.Macro)}
    return macros | {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"}


def _existing(names: Iterable[str], environment: Environment) -> str | None:
    loader = environment.loader
    for name in names:
        try:
            if loader and loader.get_source(environment, name):
                return name
        except TemplateNotFound:
            continue
    return None


def _constants(node: nodes.Node) -> tuple[str, ...]:
    try:
        value = node.as_const() if isinstance(node, nodes.Expr) else None
    except nodes.Impossible:
        return ()
    names = (value,) if isinstance(value, str) else value or ()
    return tuple(map(str, names))


def _is_ours(node: nodes.Getattr | nodes.Call) -> bool:
    """Whether it is ``surface.layout`` or ``own_words(…)``."""
    named = node.node.name if isinstance(node.node, nodes.Name) else ""
    return named == ("surface" if isinstance(node, nodes.Getattr) else "own_words")


def _sentence(name: str, line: int, problem: str) -> str:
    words = " ".join(problem.split()).rstrip(".")
    return f"BRAND_DIR: templates/{name}, line {line}: {words}."
