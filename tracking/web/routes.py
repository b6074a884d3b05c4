"""Every route of the site."""

from flask import Blueprint, Flask

from tracking.shopify.webhooks.topics import PATH as WEBHOOKS
from tracking.web import proxy
from tracking.web.merchant import add_merchant
from tracking.web.surfaces import SURFACES, Surface
from tracking.web.views import (
    answer,
    demo_letters,
    email_link,
    embed_check,
    health,
    kept,
    letter_choice,
    lookup_form,
    metrics,
    order_calendar,
    order_page,
    preview,
    preview_letter,
    shopify_pages,
    short_link,
    static_file,
    stop,
    webhooks,
)


def add_routes(app: Flask) -> None:
    """Adds the views of every surface, and the routes beside them."""
    # Werkzeug would redirect a doubled slash to the host of the Host header.
    app.url_map.merge_slashes = False
    for surface in SURFACES.values():
        app.register_blueprint(_blueprint(surface))
    app.register_blueprint(_preview())
    add_merchant(app)
    app.add_url_rule("/order/<token>/calendar.ics", view_func=order_calendar.show, endpoint="calendar")
    app.add_url_rule("/order/<token>/pay", view_func=shopify_pages.pay, endpoint="pay")
    app.add_url_rule("/order/<token>/shop", view_func=shopify_pages.shop, endpoint="shop")
    app.add_url_rule("/embed-check", view_func=embed_check.show, endpoint="embed_check")
    app.add_url_rule("/embed.js", view_func=static_file.send, endpoint="embed", defaults={"name": "embed.js"})
    app.add_url_rule("/o/<order_id>", view_func=email_link.open_email_link, endpoint="signed_link")
    app.add_url_rule("/l/<code>", view_func=short_link.open_short_link, endpoint="short_link")
    app.add_url_rule("/static/<path:name>", view_func=static_file.send, endpoint="static")
    app.add_url_rule("/letters", view_func=demo_letters.choose, endpoint="demo_letters")
    app.add_url_rule("/letters/<letter_id>", view_func=demo_letters.show, endpoint="demo_letter")
    app.add_url_rule("/stop/<token>", view_func=stop.show, endpoint="stop")
    app.add_url_rule("/stop/<token>", view_func=stop.stop, endpoint="stopped", methods=["POST"])
    app.add_url_rule(WEBHOOKS, view_func=webhooks.receive, endpoint="webhooks", methods=["POST"])
    app.add_url_rule("/healthz", view_func=health.is_alive, endpoint="healthz")
    app.add_url_rule("/readyz", view_func=health.is_ready, endpoint="readyz")
    app.add_url_rule("/metrics", view_func=metrics.expose, endpoint="metrics")


def _blueprint(surface: Surface) -> Blueprint:
    blueprint = Blueprint(surface.name, __name__)
    order = f"{surface.path.rstrip('/')}/order/<token>"
    # Shopify adds a slash to some of the addresses that it forwards.
    slashes = not surface.is_relayed
    blueprint.add_url_rule(surface.path, view_func=lookup_form.show, endpoint="form", strict_slashes=slashes)
    blueprint.add_url_rule(
        surface.path, view_func=lookup_form.find, endpoint="find", methods=["POST"], strict_slashes=slashes
    )
    blueprint.add_url_rule(order, view_func=order_page.show, endpoint="order", strict_slashes=slashes)
    blueprint.add_url_rule(f"{order}/live", view_func=order_page.live, endpoint="live", strict_slashes=slashes)
    blueprint.add_url_rule(
        f"{order}/notices", view_func=letter_choice.choose, endpoint="notices", methods=["POST"], strict_slashes=slashes
    )
    blueprint.add_url_rule(
        f"{order}/answers", view_func=answer.answer, endpoint="answers", methods=["POST"], strict_slashes=slashes
    )
    blueprint.add_url_rule(f"{order}/kept", view_func=kept.show, endpoint="kept", strict_slashes=slashes)
    blueprint.add_url_rule(
        f"{order}/kept", view_func=kept.erase, endpoint="erase", methods=["POST"], strict_slashes=slashes
    )
    if surface.is_relayed:
        proxy.restrict_to_app_proxy(blueprint)
    return blueprint


def _preview() -> Blueprint:
    blueprint = Blueprint("preview", __name__, url_prefix="/preview")
    blueprint.add_url_rule("", view_func=preview.choose, endpoint="choose")
    blueprint.add_url_rule("/<situation>", view_func=preview.show, endpoint="show")
    blueprint.add_url_rule("/letters/<code>", view_func=preview_letter.show, endpoint="letter")
    return blueprint
