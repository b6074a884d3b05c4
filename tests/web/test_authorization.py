import ast
from pathlib import Path

import tracking.web

WEB = Path(tracking.web.__file__).parent
MODULES = {str(path.relative_to(WEB)): ast.parse(path.read_text()) for path in WEB.rglob("*.py")}
# Shows nothing to anybody: the start page and what Shopify tells us may do that.
HARMLESS = {
    "invalidate",
    "invalidate_owner_soon",
    "erase",
    "erase_all",
    "retained_until",
    "refresh_soon",
    "is_full",
    "has_room_for",
}
ORDER_IDS = {"message.orders"}  # those that a webhook names


def test_only_authorization_reads_orders() -> None:
    """The overview's own guard decides who reads in there: see merchant/test_guard.py."""
    readers = {name for name, module in MODULES.items() if _asks_for_orders(module)}
    assert {name for name in readers if not name.startswith("merchant/")} == {"authorization.py"}


def test_only_authorization_makes_order_access_and_cache_policies() -> None:
    """CachePolicy.of takes an OrderAccess, which no other module makes."""
    assert {name for name, module in MODULES.items() if "OrderAccess" in _called(module)} == {"authorization.py"}
    assert {name for name, module in MODULES.items() if "CachePolicy" in _called(module)} == set()


def _asks_for_orders(module: ast.Module) -> bool:
    """Whether it reads ``services().orders``, ``services().demo.orders`` or ``.sign``, but for what is harmless."""
    attributes = [node for node in ast.walk(module) if isinstance(node, ast.Attribute)]
    harmless = {node.value for node in attributes if node.attr in HARMLESS}
    return any(
        node.attr in {"orders", "sign"} and node not in harmless and ast.unparse(node) not in ORDER_IDS
        for node in attributes
    )


def _called(module: ast.Module) -> set[str]:
    calls = (node.func for node in ast.walk(module) if isinstance(node, ast.Call))
    return {call.id for call in calls if isinstance(call, ast.Name)}
