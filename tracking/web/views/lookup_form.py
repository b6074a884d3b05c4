"""The form: an order number, and the e-mail address or phone number that proves it is yours."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from tracking.i18n.text import Phrase
from tracking.web.authorization import token_for_lookup
from tracking.web.localization import current_localizer
from tracking.web.rate_limits.limits import limited_lookup
from tracking.web.surfaces import current_surface
from tracking.web.urls import page_url
from tracking.web.views import order_page

# More than any number has: what is longer comes back cut.
_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """``errors`` stand beside the fields of their names; ``problem`` is a code of components/problem.html, or none."""

    action: str
    order: str = ""
    email: str = field(default="", repr=False)
    errors: Mapping[str, str] = field(default_factory=dict)
    problem: str | None = None


def show() -> str:
    """The empty form, or one that a link filled in: only ever the number, an address in a URL is never read."""
    return render_form(order=request.args.get("order", ""))


def find() -> Response:
    """From the form to the order's page."""
    # Read first: what is too large is refused here, and not in the middle of counting tries.
    order, email = (request.form.get(name, "") for name in ("order", "email"))
    with limited_lookup():
        token = token_for_lookup(order, email)
    if current_surface().is_relayed:  # Shopify would follow a redirect itself, and without signing it
        return order_page.show(token)
    return redirect(page_url("order", token=token), 303)


def render_form(
    *, order: str = "", email: str = "", errors: Mapping[str, Phrase] | None = None, problem: str | None = None
) -> str:
    """The page with the form on it."""
    form = Form(
        action=page_url("find"),
        order=order[:_SHOWN],
        email=email,
        errors={name: current_localizer().translate(error) for name, error in (errors or {}).items()},
        problem=problem,
    )
    return render_template("lookup.html", form=form)
