"""Amounts in the shop's currency and in the customer's."""

from collections.abc import Mapping
from decimal import Decimal

from tracking.demo.building.destinations import Place
from tracking.demo.building.quantities import Ledger
from tracking.demo.building.specs import Refunded, Sale

SHOP_CURRENCY = "GBP"


def bag(pounds: Decimal, place: Place) -> dict[str, object]:
    """The same amount twice, as Shopify has it."""
    return {
        "shopMoney": _money(pounds, SHOP_CURRENCY),
        "presentmentMoney": _money(pounds * place.rate, place.currency),
    }


def _money(amount: Decimal, currency: str) -> dict[str, str]:
    return {"amount": f"{amount:.2f}", "currencyCode": currency}


def total(sale: Sale, quantities: Mapping[str, int]) -> Decimal:
    """What so many of the order's lines cost."""
    if sale.is_free:
        return Decimal(0)
    return Decimal(sum(line.good.price * quantities.get(line.name, 0) for line in sale.lines))


def current_total(sale: Sale, ledger: Ledger) -> Decimal:
    """What the order costs after all that was removed and refunded."""
    return total(sale, {line.name: ledger.current(line.name) for line in sale.lines})


def refunded(sale: Sale, refund: Refunded) -> Decimal:
    """What one refund gave back."""
    return total(sale, refund.units) if refund.amount is None else Decimal(refund.amount)
