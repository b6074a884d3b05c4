"""The lookup form: an order number, and the email address or phone number of the order."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracking.i18n.text import Phrase
from tracking.services import services
from tracking.web.authorization import token_for_lookup
from tracking.web.localization import current_localizer, requested_language
from tracking.web.rate_limits.limits import limited_lookup
from tracking.web.surfaces import PAGE, current_surface
from tracking.web.urls import page_url
from tracking.web.views import order_page

# Longer than any order number and any email address; longer input is shown truncated.
MAX_LENGTHS = {"order": 60, "email": 254}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """``errors`` are by field; ``problem`` is a code of components/problem.html, or None.

    ``hides_old_orders``: the shop lets the site show only the orders of the last 60 days. ``examples_url`` leads to all
    orders of the demo, None in a page of the shop.
    """

    action: str
    order: str = ""
    email: str = field(default="", repr=False)
    errors: Mapping[str, str] = field(default_factory=dict)
    problem: str | None = None
    hides_old_orders: bool = False
    examples_url: str | None = None


def show() -> str:
    """Shows the form; a link may fill in the order number, never the email address."""
    return render_form(order=request.args.get("order", ""))


def find() -> Response:
    """Finds the order of the submitted form, and redirects to its page."""
    # Read first: a body that is too large is rejected before the attempt is counted.
    order, email = (request.form.get(name, "") for name in ("order", "email"))
    with limited_lookup():
        token = token_for_lookup(order, email)
    if current_surface().is_relayed:  # Shopify would follow a redirect itself, and without signing it
        return order_page.show(token)
    return redirect(page_url("order", token=token), 303)


def render_form(
    *,
    order: str = "",
    email: str = "",
    errors: Mapping[str, Phrase] | None = None,
    problem: str | None = None,
    hides_old_orders: bool = False,
) -> str:
    """Renders the page with the form."""
    form = Form(
        action=page_url("find"),
        order=order[: MAX_LENGTHS["order"]],
        email=email[: MAX_LENGTHS["email"]],
        errors={name: current_localizer().translate(error) for name, error in (errors or {}).items()},
        problem=problem,
        hides_old_orders=hides_old_orders,
        examples_url=_examples_url(),
    )
    return render_template("lookup.html", form=form)


def _examples_url() -> str | None:
    is_alone = current_surface() is PAGE
    return url_for("preview.choose", lang=requested_language()) if is_alone and services().examples else None
