"""The list of all orders."""

from flask import render_template, request

from tracking.merchant import row_words
from tracking.merchant.list_query import read_list_query
from tracking.services import services
from tracking.web.merchant.list_page import list_page


def show() -> str:
    """Renders a page of the list that the address asks for."""
    found = services().overview.page(read_list_query(request.args))
    return render_template("merchant/list.html", page=list_page(found), words=row_words)
