"""Jinja as this site uses it: quickly, and with our own templates where the merchant's fail."""

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
    """A template whose page is made anew with our own templates where it cannot be made with the merchant's."""

    def render(self, *args: Any, **kwargs: Any) -> str:  # noqa: ANN401 - as Jinja has it
        """The page. Raises what ours raise."""
        environment = self.environment
        fallback = environment.fallback if isinstance(environment, Environment) else None
        if fallback is None or self.name is None or not isinstance(environment, Environment):
            return super().render(*args, **kwargs)
        try:
            return super().render(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - whatever it is, the customer sees a page
            page = fallback.get_template(self.name).render(*args, **kwargs)
            environment.on_failure(error)
            return page


class Environment(FlaskEnvironment):
    """An environment whose templates share its globals.

    ``fallback`` has our templates only, and is None where there are no others; ``on_failure`` hears of each exception
    because of which it was used.
    """

    template_class = Template
    fallback: jinja2.Environment | None = None
    on_failure: Callable[[Exception], None]

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The environment's own dict: none of our templates has globals of its own.

        Jinja stacks a second dict on it, and then compares the two by hand at each import: twenty times as slow.
        """
        return ChainMap(d, self.globals) if d else self.globals


def offer(app: Flask, name: str, find: Callable[[], T]) -> ContextVar[T]:
    """Let templates see what belongs to a request, found once for each page; the variable holds it meanwhile.

    Imported macros see globals only: theirs stands for what the variable holds.
    """
    found: ContextVar[T] = ContextVar(name)
    app.jinja_env.globals[name] = LocalProxy(found)

    @app.context_processor
    def hand_in() -> dict[str, T]:
        part = find()
        found.set(part)
        return {name: part}

    return found
