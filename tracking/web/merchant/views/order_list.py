"""The list of all orders."""

from flask import render_template


def show() -> str:
    """Renders the list."""
    return render_template("merchant/list.html")
