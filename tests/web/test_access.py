import ast
from pathlib import Path

import tracking.web


def test_one_module_decides_who_may_see_an_order() -> None:
    folder = Path(tracking.web.__file__).parent
    asking = {path.name for path in folder.glob("*.py") if _names(path) & {"lookup", "sign"} - _modules(path)}
    assert asking == {"access.py"}


def _names(path: Path) -> set[str]:
    """The attributes that a module reads: ``services().lookup`` is one."""
    return {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}


def _modules(path: Path) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Name)}
