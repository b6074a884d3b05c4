from tests.demo.building.test_order_node import nodes


def test_transactions_follow_from_the_financial_status() -> None:
    made = {slug: [(each["kind"], each["status"]) for each in nodes()[slug]["transactions"]] for slug in nodes()}

    assert made["in-transit"] == [("SALE", "SUCCESS")]
    assert made["pay-pending"] == [("SALE", "PENDING")]
    assert made["pay-reserved"] == [("AUTHORIZATION", "SUCCESS")]
    assert made["pay-voided"] == [("AUTHORIZATION", "SUCCESS"), ("VOID", "SUCCESS")]
    assert made["free-order"] == []


def test_refunds_have_their_own_transactions() -> None:
    order = nodes()["goodwill-refund"]
    (refund,) = order["refunds"]

    assert refund["transactions"] == order["transactions"][1:]
    assert [(each["kind"], each["status"], each["gateway"]) for each in refund["transactions"]] == [
        ("REFUND", "SUCCESS", "shopify_payments")
    ]
    assert refund["transactions"][0]["amountSet"] == refund["totalRefundedSet"]
