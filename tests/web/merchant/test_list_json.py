from datetime import date

from tests.order.builders import english
from tracking.database.order_list import PageKey
from tracking.directory.views import OrderView
from tracking.merchant.list_query import ListQuery
from tracking.merchant.overview import OverviewPage, Views
from tracking.merchant.page_key import LastRow, read_last_row
from tracking.web.merchant.list_json import list_json, views_json

QUERY = ListQuery(view=OrderView.LATE)
LAST = LastRow(None, PageKey(1, "1"))
TODAY, VIEWS = date(2026, 11, 22), Views(counts={}, saved=[])


def test_more_stands_only_where_not_all_are_counted() -> None:
    whole = OverviewPage(query=QUERY, listed=[], count=0, more=False, next=None, today=TODAY, views=VIEWS)
    assert list_json(whole, english) == {"view": "late", "count": 0, "next": None, "orders": []}
    part = OverviewPage(
        query=QUERY, listed=[], count=10_000, more=True, next=LAST, today=date(2026, 11, 22), views=VIEWS
    )
    said = list_json(part, english)
    assert (said["count"], said["more"], read_last_row(str(said["next"]))) == (10_000, True, LAST)


def test_views_keep_their_order() -> None:
    counts = {OrderView.LATE: 2, OrderView.DONE: 0}
    assert views_json(counts) == {"views": [{"code": "late", "count": 2}, {"code": "done", "count": 0}]}
