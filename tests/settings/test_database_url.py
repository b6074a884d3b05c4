import pytest

from tests.sampling import each_row
from tracking.settings.database_url import database_url


@each_row(
    "value",
    [
        "sqlite:////var/lib/whereabouts/whereabouts.db",
        "sqlite:///data/whereabouts.db",
        "sqlite:////srv/a shop/orders.db",
        "postgresql://whereabouts:p%40ss@db.example.com/whereabouts",
        "postgresql://whereabouts@db.example.com:5433/whereabouts?sslmode=verify-full",
        "postgresql://[::1]/whereabouts",
        "postgresql:///whereabouts?host=/run/postgresql",
        "postgresql://one.example.com,two.example.com/whereabouts?target_session_attrs=read-write",
    ],
)
def test_a_file_and_a_server_are_taken_as_they_are_written(value: str) -> None:
    assert database_url(value) == value


@each_row(
    "value",
    [
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:////srv/orders/",
        "sqlite:////srv/orders.db?mode=ro",
        "sqlite:////srv/orders.db#1",
        "sqlite:////srv/orders\x00.db",
        "postgres://host/name",
        "postgresql+psycopg://host/name",
        "postgresql://host",
        "postgresql://host/",
        "postgresql://host/name/more",
        "postgresql://[::1/name",
        "postgresql://user:pass word@host/name",
        "mysql://host/name",
        "/srv/orders.db",
        "data.db",
    ],
)
def test_anything_else_is_refused_with_what_to_write_and_without_the_value(value: str) -> None:
    with pytest.raises(ValueError, match="must be sqlite:") as refused:
        database_url(value)
    assert "pass word" not in str(refused.value)
