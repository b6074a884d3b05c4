from tests.order.builders import by_hand, order, transaction
from tests.sampling import each_row
from tracking.order.gateways import GATEWAYS, GatewayKind, gateway_of, is_processing, payment_means

NAMES = [
    ("Cash on Delivery (COD)", GatewayKind.ON_DELIVERY),
    ("Płatność przy odbiorze", GatewayKind.ON_DELIVERY),
    ("Jälkivaatimus", GatewayKind.ON_DELIVERY),
    ("Betaal bij levering", GatewayKind.ON_DELIVERY),
    ("Click & Collect", GatewayKind.IN_SHOP),
    ("Zapłać gotówką", GatewayKind.IN_SHOP),
    ("cash", GatewayKind.IN_SHOP),
    ("gift_card", GatewayKind.GIFT_CARD),
    ("shopify_store_credit", GatewayKind.STORE_CREDIT),
    ("Paid in store credit", GatewayKind.STORE_CREDIT),
    ("Klarna - Pay later in 30 days", GatewayKind.INVOICE_LATER),
    ("paypal", GatewayKind.WALLET),
    ("Przelewy24", GatewayKind.WALLET),
    ("shopify_payments", GatewayKind.CARD),
    ("authorize_net", GatewayKind.CARD),
    ("Przelew bankowy", GatewayKind.TRANSFER),
    ("Banküberweisung", GatewayKind.TRANSFER),
    ("Bankoverføring", GatewayKind.TRANSFER),
    ("Money Order", GatewayKind.TRANSFER),
    ("Fakturabetalning", GatewayKind.INVOICE_LATER),
    ("Codan", GatewayKind.OTHER),
    ("Discount code", GatewayKind.OTHER),
    ("manual", GatewayKind.OTHER),
    ("", GatewayKind.OTHER),
]


@each_row(("name", "kind"), NAMES)
def test_name_of_a_gateway_decides_its_kind(name: str, kind: GatewayKind) -> None:
    assert gateway_of(name).kind is kind


def test_every_kind_has_a_row() -> None:
    assert {row.kind for row in GATEWAYS} == set(GatewayKind) - {GatewayKind.OTHER}


def test_every_name_of_a_row_leads_to_its_row_or_an_earlier_one() -> None:
    for place, row in enumerate(GATEWAYS):
        for name in row.names.split(","):
            assert gateway_of(name) in GATEWAYS[: place + 1]


def test_an_invoice_of_a_provider_is_not_recorded_by_hand() -> None:
    assert not gateway_of("Klarna Faktura").by_hand
    assert gateway_of("Faktura").by_hand


def test_open_payments_outrank_what_was_paid() -> None:
    both = by_hand("Nachnahme", gateways=("shopify_payments", "Nachnahme"))
    assert payment_means(both).kinds == {GatewayKind.ON_DELIVERY}


def test_provider_processes_only_what_is_not_recorded_by_hand() -> None:
    assert is_processing(order(transactions=(transaction(),)))
    assert not is_processing(by_hand("My own method"))
    assert not is_processing(order(transactions=(transaction("SALE", "PENDING", "Nachnahme"),)))
    assert not is_processing(order(transactions=(transaction("REFUND", "PENDING"), transaction("SALE", "SUCCESS"))))
