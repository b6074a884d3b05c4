from collections.abc import Callable

from flask import Flask

from tests.web.merchant.conftest import SAME_SITE, SETTINGS, logged_in, made_link, recorded_actions
from tracking.security.staff_sessions import LoginWay


def test_logout_ends_every_session_and_earlier_link(make_app: Callable[..., Flask]) -> None:
    app = make_app(**SETTINGS)
    clients, link = [logged_in(app), logged_in(app, "ada@example.com", LoginWay.SERVER)], made_link(app)
    result = app.test_cli_runner().invoke(args=["merchant-logout"])
    assert (result.exit_code, "Everybody is logged out" in result.stdout) == (0, True)
    assert [client.get("/merchant/").status_code for client in clients] == [404, 404]
    assert clients[0].post(f"/merchant/login/{link}", headers=SAME_SITE).status_code == 404
    assert recorded_actions(app)[0] == ("server", "all_logged_out")
    assert logged_in(app).get("/merchant/").status_code == 200


def test_without_a_database_there_is_nothing_to_end(make_app: Callable[..., Flask]) -> None:
    result = make_app(**SETTINGS).test_cli_runner().invoke(args=["merchant-logout"])
    assert result.exit_code == 1
    assert "There is no database yet" in result.stderr
