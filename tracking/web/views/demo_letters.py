"""The demo's letters: what would have been sent, newest first, and each as its customer would read it."""

from email.message import EmailMessage

from flask import Response, abort, render_template, request

from tracking.notices.mailer import DemoMailbox, ShownLetter
from tracking.services import services

REFRESH_SECONDS = 5


def choose() -> str:
    """Lists the letters; with ``?part=list`` the list alone, with which the open page refreshes itself."""
    template = "demo-letters-list.html" if request.args.get("part") == "list" else "demo-letters.html"
    return render_template(template, letters=_mailbox().letters, refresh_seconds=REFRESH_SECONDS)


def show(letter_id: str) -> Response:
    """A letter's HTML, or with ``?part=text`` its headers and text; a mail to the shop has no other."""
    letter: ShownLetter = _mailbox().find(letter_id) or abort(404)
    if request.args.get("part") == "text" or letter.message.get_body(("html",)) is None:
        headers = "\n".join(f"{name}: {value}" for name, value in letter.message.items() if name not in _OF_THE_BODY)
        return Response(f"{headers}\n\n{_part(letter.message, 'plain')}", content_type="text/plain; charset=utf-8")
    return Response(_part(letter.message, "html"), content_type="text/html; charset=utf-8")


_OF_THE_BODY = frozenset({"Content-Type", "Content-Transfer-Encoding", "MIME-Version"})


def _mailbox() -> DemoMailbox:
    """The demo's; 404 where a shop is configured."""
    return services().notices.demo or abort(404)


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part else ""
