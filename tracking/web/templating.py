"""Jinja environment with shared globals, and a fallback to our own templates where the merchant's fail."""

from collections import ChainMap
from collections.abc import Callable, MutableMapping
from contextvars import ContextVar
from typing import Any, TypeVar

import jinja2
from flask import Flask
from flask.templating import Environment as FlaskEnvironment
from werkzeug.local import LocalProxy

T = TypeVar("T")


class Template(jinja2.Template):
    """A template that is rendered with our own templates where the merchant's fail."""

    def render(self, *args: Any, **kwargs: Any) -> str:  # noqa: ANN401 - as Jinja has it
        """Renders the page. Raises the exceptions of our own templates."""
        environment = self.environment
        fallback = environment.fallback if isinstance(environment, Environment) else None
        if fallback is None or self.name is None or not isinstance(environment, Environment):
            return super().render(*args, **kwargs)
        try:
            return super().render(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - the customer sees a page in any case
            page = fallback.get_template(self.name).render(*args, **kwargs)
            environment.on_failure(error)
            return page


class Environment(FlaskEnvironment):
    """An environment whose templates share its globals.

    ``fallback`` has our templates only, and is None without a BRAND_DIR; ``on_failure`` is called with each exception
    that made it necessary.
    """

    template_class = Template
    fallback: jinja2.Environment | None = None
    on_failure: Callable[[Exception], None]

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Returns the environment's own dict: none of our templates has globals of its own.

        Jinja chains a second dict to it, and compares the two at each import: twenty times as slow.
        """
        return ChainMap(d, self.globals) if d else self.globals


def add_template_global(app: Flask, name: str, get: Callable[[], T]) -> ContextVar[T]:
    """Adds a value of the request to templates, computed once for each page; the returned variable holds it.

    Imported macros see only globals: the global is a proxy for the variable.
    """
    current: ContextVar[T] = ContextVar(name)
    app.jinja_env.globals[name] = LocalProxy(current)

    @app.context_processor
    def add_value() -> dict[str, T]:
        value = get()
        current.set(value)
        return {name: value}

    return current
