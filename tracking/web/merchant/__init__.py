"""The merchant's overview: its pages, and who may open them."""

from flask import Blueprint, Flask

from tracking.web.merchant import guard
from tracking.web.merchant.forms import form_token
from tracking.web.merchant.session import staff_name
from tracking.web.merchant.views import history_page, login, login_link, logout, order_list, settings_page, state_page

# Address, endpoint, view and methods. The guard has looked who asks, and checked what was posted, before any of them.
_ROUTES = (
    ("/", "overview", order_list.show, ["GET"]),
    ("/history", "history", history_page.show, ["GET"]),
    ("/settings", "settings", settings_page.show, ["GET"]),
    ("/state", "state", state_page.show, ["GET"]),
    ("/login", "login", login.show, ["GET"]),
    ("/login", "send_link", login.send, ["POST"]),
    ("/login/<link>", "login_link", login_link.show, ["GET"]),
    ("/login/<link>", "open_link", login_link.open_session, ["POST"]),
    ("/logout", "logout", logout.log_out, ["POST"]),
)


def add_merchant(app: Flask) -> None:
    """Adds the overview, and its guard before every address of it."""
    guard.add_guard(app)
    blueprint = Blueprint("merchant", __name__, url_prefix=guard.PATH)
    for path, endpoint, view, methods in _ROUTES:
        # Werkzeug would lead from the address without its slash to the host of the Host header.
        blueprint.add_url_rule(path, endpoint=endpoint, view_func=view, methods=methods, strict_slashes=False)
    app.register_blueprint(blueprint)
    app.jinja_env.globals |= {"form_token": form_token, "staff_name": staff_name}
