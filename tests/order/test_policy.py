from tests.order.builders import policy


def test_an_order_is_sent_within_three_working_days_and_stalled_after_seven_days() -> None:
    assert (policy().handling_days, policy().stalled_days) == (3, 7)
