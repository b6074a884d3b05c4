from tests.sampling import each_row
from tracking.notices.doubles import doubles
from tracking.settings.shopify_mails import MAILS


@each_row(
    ("notices", "mails", "expected"),
    [
        ((), MAILS, []),
        ((), (), []),
        (("+sent",), MAILS, [("sent", "shipped")]),
        (("+sent",), ("delivered",), []),
        (("partly_sent", "ready"), MAILS, [("partly_sent", "shipped"), ("ready", "pickup")]),
        (("+delivered",), MAILS, [("delivered", "delivered"), ("delivered", "local")]),
        (("+delivered",), ("local",), [("delivered", "local")]),
        (("+out_for_delivery",), ("out_for_delivery",), [("out_for_delivery", "out_for_delivery")]),
        (("+cancelled", "-delayed"), MAILS, [("cancelled", "cancelled")]),
        (("none",), MAILS, []),
        (("delayed", "+new_date"), MAILS, []),
    ],
)
def test_notice_that_shopify_tells_too_is_a_double(
    notices: tuple[str, ...], mails: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    assert sorted(doubles(notices, mails)) == sorted(expected)
