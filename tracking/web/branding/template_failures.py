"""Finds the template and the line that an exception comes from."""

import traceback
from pathlib import Path

from jinja2 import Environment

from tracking.theming.brand_status import TemplateFailure
from tracking.web.branding.templates import TemplateSources, parse, references


def template_failure(
    error: Exception, sources: TemplateSources, environment: Environment, ours: Path
) -> TemplateFailure:
    """Returns the merchant's line where the traceback has one, else ours, with the merchant's template that it names.

    It is ours where our template calls a macro of the merchant's with other parameters than it has.
    """
    overrides = {str(path): name for name, (_, path) in sources.sources.items()}
    frames = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    kind = type(error).__name__
    for file, line in reversed(frames):
        if file in overrides:
            return TemplateFailure(f"templates/{overrides[file]}", line, kind)
    for file, line in reversed(frames):
        if Path(file).is_relative_to(ours):
            name = Path(file).relative_to(ours).as_posix()
            return TemplateFailure(_with_overrides(name, sources, environment), line, kind)
    return TemplateFailure("templates", 0, kind)


def _with_overrides(name: str, sources: TemplateSources, environment: Environment) -> str:
    named = (each for reference in references(parse(name, environment)) for each in reference.names)
    own = sorted({f"templates/{each}" for each in named if each in sources.sources})
    return f"our templates/{name} with your {' or '.join(own)}" if own else f"our templates/{name}"
