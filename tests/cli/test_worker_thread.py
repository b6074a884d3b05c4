from collections.abc import Callable
from threading import enumerate as threads

import pytest
from flask import Flask

from tests.webhook_samples import SETTINGS
from tracking.cli.worker_thread import worker_thread
from tracking.services import services

TIMEOUT = 60.0


@pytest.mark.parametrize("where", ["inside", "off"])
def test_a_thread_works_as_long_as_the_server(make_app: Callable[..., Flask], where: str) -> None:
    app = make_app(**SETTINGS, WORKER=where)
    assert "worker" not in {thread.name for thread in threads()}, "create_app starts none"
    with app.app_context(), worker_thread(services()):
        worker = next(thread for thread in threads() if thread.name == "worker")
    worker.join(TIMEOUT)  # a busy machine may still be at the last task
    assert not worker.is_alive()
