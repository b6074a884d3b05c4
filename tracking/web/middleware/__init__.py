"""WSGI middleware around Flask: header limits, request log, opening counter, page cache, admission, in this order.

``wrap`` adds all but the header limits, which ``add_site`` puts around everything.
"""

from functools import partial

from flask import Flask

from tracking.services import Services
from tracking.web.merchant.session import is_of_staff
from tracking.web.middleware.admission import MAX_RUNNING, AdmissionControl
from tracking.web.middleware.busy_page import BusyPage
from tracking.web.middleware.opening_counter import OpeningCounter
from tracking.web.middleware.page_cache import TIMEOUT, PageCache
from tracking.web.middleware.request_log import RequestLog


def wrap(app: Flask, services: Services, *, max_running: int = MAX_RUNNING, timeout: float = TIMEOUT) -> RequestLog:
    """The application behind its middlewares. A request that waits for a page longer than ``timeout`` is refused."""
    admission = AdmissionControl(app.wsgi_app, services, BusyPage(app, services), max_running=max_running)
    pages = PageCache(admission, services, timeout=timeout)
    counted = OpeningCounter(pages, services.worker.parts.counts.openings.count, partial(is_of_staff, services))
    trusts_proxy = services.settings.trusted_proxies > 0
    return RequestLog(counted, services.metrics, services.pseudonyms, trusts_proxy=trusts_proxy)
