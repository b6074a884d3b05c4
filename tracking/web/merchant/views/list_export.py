"""All orders of the list, as a file for a spreadsheet or a program: with the columns that are asked for."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice

from flask import Response, request

from tracking.i18n.localizer import Localizer
from tracking.merchant.create import without_customers_links
from tracking.merchant.export_columns import PARAMETER, read_columns
from tracking.merchant.list_query import ListQuery, read_list_query
from tracking.merchant.overview import Overview
from tracking.merchant.row_json import row_json
from tracking.services import services
from tracking.web.localization import current_localizer
from tracking.web.merchant.export_rows import Order, csv_pieces, json_pieces
from tracking.web.merchant.list_args import list_args

_AT_ONCE = 500  # rows that are read in one transaction
_WITH_BOM = "bom"


def send_csv() -> Response:
    """The list as CSV, with a byte order mark where ``bom`` is asked for."""
    has_bom = request.args.get(_WITH_BOM) == "1"
    return _sent("csv", "text/csv", lambda orders, columns, _: csv_pieces(orders, columns, has_bom=has_bom))


def send_json() -> Response:
    """The list as JSON."""
    return _sent("json", "application/json", lambda orders, columns, query: json_pieces(orders, columns, query.view))


def _sent(
    ending: str, kind: str, write: Callable[[Iterable[Order], Sequence[str], ListQuery], Iterator[bytes]]
) -> Response:
    """The first rows are read before the answer begins: until then, what fails is an answer of its own."""
    columns = read_columns(request.args.getlist(PARAMETER))
    query = replace(read_list_query(list_args()), size=_AT_ONCE, after=None)
    site = services()
    overview = without_customers_links(
        site.merchant.overview,
        site.settings,
        says_why=not {"cause", "remedy"}.isdisjoint(columns),
        has_tracking=not {"number", "tracking_url"}.isdisjoint(columns),
    )
    orders = _orders(overview, query, current_localizer())
    first = list(islice(orders, 1))
    name = f"orders-{query.view.value.replace('_', '-')}-{current_localizer().today.isoformat()}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(write(chain(first, orders), columns, query), mimetype=kind, headers=headers)


def _orders(overview: Overview, query: ListQuery, localizer: Localizer) -> Iterator[Order]:
    """Outside of the request by the time most of them are read."""
    return (row_json(row, localizer.translate) for row in overview.all_rows(query))
