"""The merchant's overview: its pages, and who may open them."""

from flask import Blueprint, Flask

from tracking.web.merchant import guard, refusals
from tracking.web.merchant.forms import form_token
from tracking.web.merchant.navigation import add_navigation
from tracking.web.merchant.session import staff_name
from tracking.web.merchant.views import (
    bulk_actions,
    bulk_letters,
    customer_page,
    history_page,
    letters,
    list_export,
    login,
    login_link,
    logout,
    numbers_page,
    order_actions,
    order_list,
    order_page,
    saved_views,
    settings_page,
    shopify_actions,
    state_page,
)

# Address, endpoint, view and methods. The guard has looked who asks, and checked what was posted, before any of them.
_ROUTES = (
    ("/", "overview", order_list.show, ["GET"]),
    ("/orders/<order_id>/page", "customer_page", customer_page.open_page, ["GET"]),
    ("/export.csv", "export_csv", list_export.send_csv, ["GET"]),
    ("/export.json", "export_json", list_export.send_json, ["GET"]),
    ("/views", "views", order_list.views, ["GET"]),
    ("/search", "search", order_list.search, ["POST"]),
    ("/saved-views", "save_view", saved_views.add, ["POST"]),
    ("/saved-views/<view_id>/rename", "rename_view", saved_views.rename, ["POST"]),
    ("/saved-views/<view_id>/remove", "remove_view", saved_views.remove, ["POST"]),
    ("/history", "history", history_page.show, ["GET"]),
    ("/numbers", "numbers", numbers_page.show, ["GET"]),
    ("/numbers.csv", "numbers_csv", numbers_page.send_csv, ["GET"]),
    ("/settings", "settings", settings_page.show, ["GET"]),
    ("/state", "state", state_page.show, ["GET"]),
    ("/login", "login", login.show, ["GET"]),
    ("/login", "send_link", login.send, ["POST"]),
    ("/login/<link>", "login_link", login_link.show, ["GET"]),
    ("/login/<link>", "open_link", login_link.open_session, ["POST"]),
    ("/orders/<order_id>", "order", order_page.show, ["GET"]),
    ("/orders/<order_id>/set-aside", "set_aside", order_actions.set_aside, ["POST"]),
    ("/orders/<order_id>/note", "note", order_actions.note, ["POST"]),
    ("/orders/<order_id>/write", "write", letters.write, ["POST"]),
    ("/orders/<order_id>/handled", "handled", order_actions.handled, ["POST"]),
    ("/orders/<order_id>/stop-letters", "stop_letters", order_actions.stop_letters, ["POST"]),
    ("/orders/<order_id>/erase", "erase", order_actions.erase, ["POST"]),
    ("/write", "write_many", bulk_letters.write, ["POST"]),
    ("/set-aside", "set_aside_many", bulk_actions.set_aside, ["POST"]),
    ("/handled", "handled_many", bulk_actions.handled, ["POST"]),
    ("/export", "export_many", bulk_actions.export, ["POST"]),
    ("/orders/<order_id>/tag", "tag", shopify_actions.tag, ["POST"]),
    ("/orders/<order_id>/archive", "archive", shopify_actions.archive, ["POST"]),
    ("/orders/<order_id>/deadline", "deadline", shopify_actions.deadline, ["POST"]),
    ("/write/<write_id>", "written", letters.show, ["GET"]),
    ("/write/<write_id>/letter", "letter", letters.show_letter, ["GET"]),
    ("/write/<write_id>/undo", "undo", letters.undo, ["POST"]),
    ("/logout", "logout", logout.log_out, ["POST"]),
)


def add_merchant(app: Flask) -> None:
    """Adds the overview, and its guard before every address of it."""
    guard.add_guard(app)
    blueprint = Blueprint("merchant", __name__, url_prefix=guard.PATH)
    for path, endpoint, view, methods in _ROUTES:
        # Werkzeug would lead from the address without its slash to the host of the Host header.
        blueprint.add_url_rule(path, endpoint=endpoint, view_func=view, methods=methods, strict_slashes=False)
    refusals.add_refusals(blueprint)
    app.register_blueprint(blueprint)
    add_navigation(app)
    app.jinja_env.globals |= {"form_token": form_token, "staff_name": staff_name}
