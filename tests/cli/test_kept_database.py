from tests.commands import invoke


def test_the_demo_keeps_nothing() -> None:
    for command in ("sync", "worker"):
        status, _, errors = invoke(command)
        assert status == 1
        assert "The demo store keeps nothing: set SHOPIFY_SHOP, or name a database in DATABASE_URL." in errors


def test_a_database_that_cannot_be_used_is_one_sentence() -> None:
    status, _, errors = invoke("sync", DATABASE_URL="sqlite:////dev/null/orders.db")
    assert status == 1
    assert "cannot be used" in errors
    assert "Traceback" not in errors
