"""Runs the worker in a thread beside the server, until the server has stopped."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from tracking.services import Services

_END_SECONDS = 5.0  # then a call to Shopify is cut off: its task is due again when its claim ends

log = logging.getLogger(__name__)


@contextmanager
def worker_thread(site: Services) -> Iterator[None]:
    """With WORKER=off the thread writes what this process's pages have fetched, and nothing else."""
    stopping = Event()
    leads = site.settings.worker == "inside"
    options = {"leads": leads, "sleep": stopping.wait, "is_stopping": stopping.is_set}
    thread = Thread(target=site.worker.run, kwargs=options, name="worker", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join(_END_SECONDS)
        if thread.is_alive():
            log.info("the worker's last task is cut off, and done again later")
