"""Runs the thread for alerts beside the server or the worker, until that has stopped."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from tracking.services import Services

_END_SECONDS = 2.0  # a call to a channel may take longer: what it told is told again, if it was not taken down


@contextmanager
def alert_thread(site: Services) -> Iterator[None]:
    """A daemon: a channel that hangs does not keep the process."""
    stopping = Event()
    options = {"sleep": stopping.wait, "is_stopping": stopping.is_set}
    thread = Thread(target=site.alert_watch.run, kwargs=options, name="alerts", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join(_END_SECONDS)
