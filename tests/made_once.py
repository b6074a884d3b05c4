"""Makes once a process what every app, and every process of a test, would make anew in the same way.

``tests.fork_server`` makes it before it forks.
"""

import json
from collections.abc import Hashable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import CodeType, MethodType
from typing import Any, ClassVar

from flask import Flask
from flask.sansio.app import App
from graphql import DocumentNode, GraphQLSchema, OperationDefinitionNode
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

import tracking.application
import tracking.database.database
import tracking.database.postgresql
import tracking.database.sqlite
import tracking.demo.api
import tracking.web
import tracking.web.branding.setup
from tests.tables_once import (
    HASTY_PRAGMAS,
    create_engine_once,
    create_server_engine_once,
    make_file_once,
    upgrade_once,
)
from tracking.demo.query_cost import requested_cost
from tracking.i18n.catalogues import FOLDER, SOURCE
from tracking.i18n.create import create_languages
from tracking.i18n.languages import Languages
from tracking.theming.brand_color import BrandColor
from tracking.web.branding.assets import Assets
from tracking.web.templating import Environment


class CompiledTemplates(BytecodeCache):
    """Compiles each template once a process: every app of these tests would compile it anew."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            self._code[bucket.key, bucket.checksum] = bucket.code


COMPILED = CompiledTemplates()


class CompiledEnvironment(Environment):
    """Knows what was compiled from its beginning: an app checks and renders templates while it is made."""

    def __init__(self, app: App, **options: object) -> None:
        super().__init__(app, **{"bytecode_cache": COMPILED, **options})


def read_once(
    folder: Path, color: BrandColor, *, overrides: Path | None = None, texts: Mapping[str, str] | None = None
) -> Assets:
    """The static files, which every app would read, minify and hash anew where a merchant adds nothing to them."""
    if overrides:
        return Assets(folder, color, overrides=overrides, texts=texts)
    key = (folder, color, *(texts or {}).items())
    if key not in _read:
        _read[key] = Assets(folder, color, texts=texts)
    return _read[key]


_read: dict[Hashable, Assets] = {}


def languages_once(folder: Path, configured: Sequence[str], default: str) -> Languages:
    """The languages of the site, which are the same in every app that configures none."""
    is_configured = folder != FOLDER or configured or default != SOURCE
    return create_languages(folder, configured, default) if is_configured else _languages()


@cache
def _languages() -> Languages:
    return create_languages(FOLDER, (), SOURCE)


def cost_once(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, object],
) -> int:
    """The cost of a query at the demo store, computed once: app after app sends the same query."""
    key = (id(operation), json.dumps(variables, sort_keys=True))
    if key not in _costs:
        _costs[key] = operation, requested_cost(schema, document, operation, variables)
    return _costs[key][1]


_costs: dict[Hashable, tuple[OperationDefinitionNode, int]] = {}  # with the operation, so that its id stays its own


class CompiledRule(Rule):
    """Compiles each route once a process: most of what it takes to add it to an app."""

    compiled: ClassVar[dict[Hashable, tuple[Any, ...]]] = {}

    def compile(self) -> None:
        key = (self.rule, self.subdomain, self.host, str(self.defaults), self.merge_slashes)
        if key not in self.compiled:
            super().compile()
            builders = (self._build.__func__, self._build_unknown.__func__)  # type: ignore[attr-defined] # methods
            self.compiled[key] = (self._parts, self._trace, self._converters, *builders)
        self._parts, self._trace, self._converters, build, build_unknown = self.compiled[key]
        self.arguments |= self._converters.keys()
        self._build, self._build_unknown = MethodType(build, self), MethodType(build_unknown, self)


def make_once() -> None:
    """From now on, in this process."""
    Flask.url_rule_class = CompiledRule
    for owner, name, once in (
        (tracking.web, "Environment", CompiledEnvironment),
        (tracking.web.branding.setup, "Assets", read_once),
        (tracking.application, "create_languages", languages_once),
        (tracking.demo.api, "requested_cost", cost_once),
        (tracking.database.database, "upgrade", upgrade_once),
        (tracking.database.postgresql, "create_engine", create_server_engine_once),
        (tracking.database.sqlite, "create_engine", create_engine_once),
        (tracking.database.sqlite, "PRAGMAS", HASTY_PRAGMAS),
        (tracking.database.sqlite.SqliteFile, "_make", make_file_once),
    ):
        setattr(owner, name, once)
