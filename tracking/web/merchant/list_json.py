"""The merchant's list for programs: public keys, which change only on purpose."""

from collections.abc import Callable, Mapping

from tracking.directory.views import OrderView
from tracking.i18n.text import Phrase
from tracking.merchant.overview import OverviewPage
from tracking.merchant.page_key import write_last_row
from tracking.merchant.row_json import Json, row_json


def list_json(page: OverviewPage, translate: Callable[[Phrase], str]) -> dict[str, Json]:
    """A page of the list; ``more`` only where ``count`` is not all of them."""
    counted: dict[str, Json] = {"view": page.query.view.value, "count": page.count}
    if page.more:
        counted["more"] = True
    return {
        **counted,
        "next": write_last_row(page.next) if page.next else None,
        "orders": [row_json(row, translate) for row in page.rows],
    }


def views_json(counts: Mapping[OrderView, int]) -> dict[str, Json]:
    """Every view with how many orders stand in it, in the order in which they are shown."""
    return {"views": [{"code": view.value, "count": count} for view, count in counts.items()]}
