from collections.abc import Callable

from flask import Flask

from tests.directory import stored_orders
from tests.fakes import Clock
from tracking.database import Database
from tracking.directory.views import OrderView
from tracking.merchant.create import create_staff_access, without_customers_links
from tracking.merchant.list_query import ListQuery
from tracking.services import services
from tracking.settings import Settings

ALL = ListQuery(view=OrderView.ALL)


def test_sessions_are_signed_with_the_sites_keys(database: Database, clock: Clock) -> None:
    first, renewed, other = (
        create_staff_access(Settings.from_environ(environ), database, clock)
        for environ in ({"SECRET_KEY": "a"}, {"SECRET_KEY": "b", "SECRET_KEY_FALLBACKS": "a"}, {"SECRET_KEY": "b"})
    )
    cookie, _ = first.sessions.sign(first.open_from_admin())
    assert first.sessions.read(cookie) == renewed.sessions.read(cookie) is not None
    assert other.sessions.read(cookie) is None


def test_a_row_leads_to_the_customers_page_unless_it_leaves_the_site(
    make_app: Callable[..., Flask], url: str, database: Database
) -> None:
    order_id = stored_orders.put(database, "large")
    app = make_app(DATABASE_URL=url, PUBLIC_URL="https://track.example.com")
    with app.app_context():
        site = services()
        (row,) = site.merchant.overview.page(ALL).rows
        (exported,) = without_customers_links(site.merchant.overview, site.settings).all_rows(ALL)
        token = row.page_url().removeprefix("https://track.example.com/order/")
        assert site.links.open(token).order_id == order_id
    assert exported.page_url() == f"https://track.example.com/merchant/orders/{order_id}"
    assert row.admin_url == f"https://admin.shopify.com/store/demo/orders/{order_id}"
