from datetime import datetime

from tests.order.builders import NOW, PLACED, ago, ahead, english, order, sent, status_of, transaction
from tests.sampling import each_row
from tracking.order.confirmation import confirmed_at, payments_made
from tracking.order.vocabulary import EntryKind, Stage


@each_row(
    ("kind", "status", "at", "confirmed"),
    [
        ("SALE", "SUCCESS", ago(hours=2), ago(hours=2)),
        ("AUTHORIZATION", "SUCCESS", ago(hours=2), ago(hours=2)),
        ("SALE", "SUCCESS", ago(days=9), PLACED),  # clocks differ: not before the order
        ("SALE", "PENDING", ago(hours=2), None),
        ("REFUND", "SUCCESS", ago(hours=2), None),
        ("SALE", "SUCCESS", ahead(hours=2), None),
        ("SALE", "SUCCESS", None, None),
    ],
)
def test_order_is_confirmed_by_its_first_payment(
    kind: str, status: str, at: datetime | None, confirmed: datetime | None
) -> None:
    paid = order(transactions=(transaction(kind=kind, status=status, at=at),))
    assert confirmed_at(paid, NOW) == confirmed


def test_payments_at_one_moment_are_one_entry() -> None:
    twice = (transaction(kind="SALE", status="SUCCESS", at=ago(hours=2)),) * 2
    assert len(list(payments_made(order(transactions=twice), NOW))) == 1


def test_payment_stands_in_the_history_and_on_the_bar() -> None:
    status = status_of(sent(transactions=(transaction(kind="SALE", status="SUCCESS", at=ago(hours=23)),)))
    paid = [entry for entry in status.timeline if entry.kind is EntryKind.PAYMENT]
    assert [(entry.at, english(entry.text)) for entry in paid] == [(ago(hours=23), "Your payment arrived")]
    (step,) = [step for step in status.parcels[0].steps if step.code is Stage.CONFIRMED]
    assert step.at == ago(hours=23)
