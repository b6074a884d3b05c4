from collections.abc import Callable
from threading import enumerate as threads

from flask import Flask

from tests.channels.receivers import Behavior, Receiver
from tests.webhook_samples import SETTINGS
from tracking.alerts.kinds import AlertCode
from tracking.cli.alert_thread import alert_thread
from tracking.services import services


def test_a_thread_tells_the_shop_as_long_as_the_server_works(make_app: Callable[..., Flask]) -> None:
    with Receiver() as receiver:
        app = make_app(**SETTINGS, ALERT_URLS=receiver.apprise_url, DIGEST_AT="off")
        with app.app_context(), alert_thread(services()):
            assert "alerts" in {thread.name for thread in threads()}
            services().alert_watch.parts.register.alert(AlertCode.LETTERS, "Letters fail.")
            receiver.wait_for_texts(1)
        assert "Letters fail." in receiver.texts[0]
    assert "alerts" not in {thread.name for thread in threads() if thread.is_alive() and not thread.daemon}


def test_a_channel_that_hangs_does_not_keep_the_process(make_app: Callable[..., Flask]) -> None:
    with Receiver(Behavior.HANGS) as receiver:
        app = make_app(**SETTINGS, ALERT_URLS=receiver.apprise_url, DIGEST_AT="off")
        with app.app_context(), alert_thread(services()):
            services().alert_watch.parts.register.alert(AlertCode.LETTERS, "Letters fail.")
            receiver.wait_until_asked()
    assert receiver.texts == []
