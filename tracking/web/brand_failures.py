"""Which line of which template an exception comes from."""

import traceback
from pathlib import Path

from jinja2 import Environment

from tracking.theming.brand_status import TemplateFailure
from tracking.web.brand_templates import Sources, parsed, references


def failure(error: Exception, sources: Sources, environment: Environment, ours: Path) -> TemplateFailure:
    """The merchant's line where there is one in the traceback, else ours, with the template of the merchant beside it.

    It is ours where a macro of the merchant's is called in another way than it is written.
    """
    own = {str(path): name for name, (_, path) in sources.sources.items()}
    frames = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    kind = type(error).__name__
    for file, line in reversed(frames):
        if file in own:
            return TemplateFailure(f"templates/{own[file]}", line, kind)
    for file, line in reversed(frames):
        if Path(file).is_relative_to(ours):
            name = Path(file).relative_to(ours).as_posix()
            return TemplateFailure(_beside(name, sources, environment), line, kind)
    return TemplateFailure("templates", 0, kind)


def _beside(name: str, sources: Sources, environment: Environment) -> str:
    named = (each for reference in references(parsed(name, environment)) for each in reference.names)
    own = sorted({f"templates/{each}" for each in named if each in sources.sources})
    return f"our templates/{name} with your {' or '.join(own)}" if own else f"our templates/{name}"
