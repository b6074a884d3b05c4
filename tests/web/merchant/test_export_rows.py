import csv
import json
from collections.abc import Iterator
from io import StringIO

from tracking.web.merchant.export_rows import Order, csv_pieces, json_pieces


def orders(count: int) -> Iterator[Order]:
    for place in range(count):
        yield {
            "order": f"#{place}",
            "number": "=1+1",
            "carrier": "-x",
            "estimate": None,
            "parcels": -1,
            "location": "Malmö",
        }


def test_a_spreadsheet_runs_nothing_and_reads_every_letter() -> None:
    table = b"".join(csv_pieces(orders(1), ["location", "number", "estimate", "parcels", "carrier"])).decode()
    assert [*csv.reader(StringIO(table, newline=""))] == [
        ["location", "number", "estimate_from", "estimate_to", "parcels", "carrier"],
        ["Malmö", "'=1+1", "", "", "-1", "'-x"],
    ]


def test_the_mark_stands_once_and_only_where_it_is_asked_for() -> None:
    with_mark = b"".join(csv_pieces(orders(2), ["order"], has_bom=True))
    assert with_mark == b"\xef\xbb\xbf" + b"".join(csv_pieces(orders(2), ["order"]))


def test_json_has_the_columns_as_the_list_has_them() -> None:
    for count in (0, 1, 401):
        found = json.loads(b"".join(json_pieces(orders(count), ["order", "estimate"], "late")))
        assert found == {"view": "late", "orders": [{"order": f"#{place}", "estimate": None} for place in range(count)]}


def test_no_more_rows_are_read_than_were_sent_but_for_a_piece() -> None:
    read: list[Order] = []

    def watched() -> Iterator[Order]:
        for order in orders(10_000):
            read.append(order)
            yield order

    for pieces in (csv_pieces(watched(), ["order"]), json_pieces(watched(), ["order"], "all")):
        read.clear()
        next(pieces)
        assert not read
        next(pieces)
        assert len(read) < 1_000
