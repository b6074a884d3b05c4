"""One line in the log for each request: nothing in it names a person, an order, or a link that opens one."""

import logging
import time
from ipaddress import ip_network

from flask import Flask, Response, g, request

from tracking.services import services

log = logging.getLogger("tracking.visits")


class WithoutAddresses(logging.Filter):
    """Werkzeug's own server writes whole addresses, and with them links: this drops its lines."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep what is not about a request."""
        return " - - [" not in str(record.msg)


def add_visits(app: Flask) -> None:
    """Log method, endpoint, status, milliseconds, the order's pseudonym and the shortened address."""
    logging.getLogger("werkzeug").addFilter(_WERKZEUG)

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        log.info(
            "%s %s %d %dms order=%s from=%s",
            request.method,
            request.endpoint or "-",
            response.status_code,
            1000 * (time.perf_counter() - g.started),
            services().pseudonyms.of("order", g.order_id) if "order_id" in g else "-",
            shortened(request.remote_addr),
        )
        return response


_WERKZEUG = WithoutAddresses()


def shortened(address: str | None) -> str:
    """The network that an address belongs to: 203.0.113.0/24, 2001:db8:1::/48."""
    try:
        return str(ip_network(f"{address}/{48 if ':' in str(address) else 24}", strict=False))
    except ValueError:
        return "-"
