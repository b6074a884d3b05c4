import pytest
from sqlalchemy import QueuePool, text

from tests.database.conftest import opened
from tests.fakes import free_port
from tracking.database import Database, DatabaseUnavailable


def pool_timeout(database: Database) -> float:
    pool = database.backend.engine.pool
    assert isinstance(pool, QueuePool)
    return pool.timeout()


def test_connections_are_set_up(postgres_url: str) -> None:
    database = opened(postgres_url)
    with database.read() as transaction:
        found = {
            name: transaction.scalar(text(f"SHOW {name}")) for name in ("statement_timeout", "lock_timeout", "TimeZone")
        }
    assert found == {"statement_timeout": "2s", "lock_timeout": "1s", "TimeZone": "UTC"}
    assert pool_timeout(database) < 1
    database.close()


def test_a_statement_that_takes_too_long_is_ended(postgres_url: str) -> None:
    database = opened(postgres_url)
    with pytest.raises(DatabaseUnavailable, match="statement timeout"), database.read() as transaction:
        transaction.execute(text("SELECT pg_sleep(60)"))
    database.ping()
    database.close()


def test_a_server_that_is_not_there_is_unavailable() -> None:
    database = opened(f"postgresql://whereabouts:canary@127.0.0.1:{free_port()}/orders")
    with pytest.raises(DatabaseUnavailable, match="refused") as failed:
        database.ping()
    assert "canary" not in str(failed.value) + repr(failed.value.__cause__)
