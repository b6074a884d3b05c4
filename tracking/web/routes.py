"""Every address that the site answers."""

from flask import Blueprint, Flask

from tracking.web import health, lookup_form, order_page, signed_link, static_file
from tracking.web.surfaces import SURFACES, Surface


def add_routes(app: Flask) -> None:
    """The same few views for every surface, and what stands beside them."""
    # Werkzeug would answer a doubled slash with a redirect to wherever the Host header says.
    app.url_map.merge_slashes = False
    for surface in SURFACES.values():
        app.register_blueprint(_blueprint(surface))
    app.add_url_rule("/o/<order_id>", view_func=signed_link.follow, endpoint="signed_link")
    app.add_url_rule("/static/<path:name>", view_func=static_file.send, endpoint="static")
    app.add_url_rule("/healthz", view_func=health.lives, endpoint="healthz")
    app.add_url_rule("/readyz", view_func=health.is_ready, endpoint="readyz")


def _blueprint(surface: Surface) -> Blueprint:
    blueprint = Blueprint(surface.name, __name__)
    order = f"{surface.path.rstrip('/')}/order/<token>"
    blueprint.add_url_rule(surface.path, view_func=lookup_form.show, endpoint="form")
    blueprint.add_url_rule(surface.path, view_func=lookup_form.find, endpoint="find", methods=["POST"])
    blueprint.add_url_rule(order, view_func=order_page.show, endpoint="order")
    blueprint.add_url_rule(f"{order}/live", view_func=order_page.live, endpoint="live")
    return blueprint
