"""Serves the site here and now, and says where: ``make run``."""

import sys

from werkzeug.serving import make_server

from app import app
from tracking.cli.demo_orders import table
from tracking.services import services

_SHOWN = 8


def main() -> None:
    """Serve until Ctrl-C."""
    with app.app_context():
        settings, examples = services().settings, services().examples
    try:
        server = make_server(settings.host, settings.port, app, threaded=True)
    except SystemExit:
        sys.exit(f"HOST {settings.host}, PORT {settings.port}: not of this machine, or taken. Set another one.")
    if examples:
        print("The demo store. Some orders to try (flask --app app demo-orders lists them all):\n")
        print("\n".join(f"  {line}" for line in table(examples[:_SHOWN])))
    print(f"\nOpen http://{address(settings.host)}:{server.server_port} (Ctrl-C ends it)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        server.server_close()


def address(host: str) -> str:
    """How a browser on this machine reaches a host that the server is bound to."""
    if host in {"127.0.0.1", "0.0.0.0", "::1", "::"}:  # noqa: S104 - compared, not bound
        return "localhost"
    return f"[{host}]" if ":" in host else host


if __name__ == "__main__":
    main()
