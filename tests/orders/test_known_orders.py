from tracking.orders.known_orders import NoKnownOrders


def test_where_nothing_is_kept_nothing_is_known() -> None:
    known = NoKnownOrders()
    known.forget("1")
    assert known.get("1") is None
    assert known.ids_by_number("1Z5R89390357567127") is None
