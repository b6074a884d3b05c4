from flask import Flask

from tests.parts import NOW
from tracking.services import services


def test_views_find_the_parts_of_their_own_app(app: Flask) -> None:
    with app.app_context():
        assert services().clock() == NOW
        assert services().settings.is_demo
        assert services().examples
