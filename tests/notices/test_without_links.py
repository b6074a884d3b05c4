from tracking.notices.without_links import without_links

LETTER = """Your order is late

See your order
https://track.example.com/order/secret-token

The carrier: https://carrier.example.com/?n=1

Stop these emails
https://track.example.com/stop/another?lang=en
"""


def test_kept_letter_opens_no_order_and_stops_no_letters() -> None:
    kept = without_links(LETTER, site="https://track.example.com", subject="Late · #1001")
    assert kept.subject == "Late · #1001"
    assert kept.text == (
        "Your order is late\n\nSee your order\n\nThe carrier: https://carrier.example.com/?n=1\n\nStop these emails"
    )


def test_a_text_has_no_subject() -> None:
    kept = without_links(
        "Harbor Goods: Late, #1001\nSee or stop: http://127.0.0.1:8000/l/abc", site="http://127.0.0.1:8000"
    )
    assert (kept.subject, kept.text) == (None, "Harbor Goods: Late, #1001\nSee or stop:")
