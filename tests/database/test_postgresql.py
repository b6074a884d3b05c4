from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import QueuePool, text
from sqlalchemy.exc import ProgrammingError

from tests.database.conftest import opened
from tests.database.order_rows import order, put
from tests.fakes import free_port
from tests.postgres_server import PostgresServer
from tracking.database import Database, DatabaseProblem, DatabaseUnavailable, orders
from tracking.database.orders import FoundBy


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


@pytest.fixture(scope="module")
def role(postgres_server: PostgresServer) -> Iterator[str]:
    """A user without any rights."""
    postgres_server.execute("CREATE ROLE guest LOGIN")
    yield "guest"
    postgres_server.execute("DROP ROLE guest")


def test_a_user_who_may_not_make_tables_is_denied(role: str, postgres_server: PostgresServer) -> None:
    with (
        closing(opened(postgres_server.url("template1").replace("postgres@", f"{role}@"))) as database,
        pytest.raises(DatabaseUnavailable, match="permission denied for schema public") as failed,
    ):
        database.prepare()
    assert failed.value.problem is DatabaseProblem.DENIED


def test_a_user_who_may_not_read_the_tables_is_denied(role: str, postgres_url: str) -> None:
    with (
        closing(opened(postgres_url.replace("postgres@", f"{role}@"))) as database,
        pytest.raises(DatabaseUnavailable, match="permission denied for table alembic_version") as failed,
    ):
        database.ping()
    assert failed.value.problem is DatabaseProblem.DENIED


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE orders RENAME TO others",
        "ALTER TABLE orders RENAME COLUMN name TO title",
        "ALTER TABLE orders DROP CONSTRAINT orders_pkey CASCADE",
    ],
)
def test_tables_that_a_restore_has_not_put_back_yet_are_unavailable(postgres_url: str, change: str) -> None:
    def put_after_change() -> None:
        with database.write() as transaction:
            transaction.execute(text(change))
            orders.put(transaction, order("1"), FoundBy())

    with closing(opened(postgres_url)) as database:
        with pytest.raises(DatabaseUnavailable, match=r"does not exist|no unique") as failed:
            put_after_change()
        assert failed.value.problem is DatabaseProblem.DOWN


def test_a_statement_that_is_wrong_is_a_fault_of_ours(postgres_url: str) -> None:
    with closing(opened(postgres_url)) as database, pytest.raises(ProgrammingError), database.read() as transaction:
        transaction.execute(text("SELEKT 1"))


def test_json_is_written_without_spaces_and_in_its_own_letters(postgres_url: str) -> None:
    database = opened(postgres_url)
    put(database, order(answer={"title": "茶碗", "half": "\ud83d"}))
    with database.read() as transaction:
        assert transaction.scalar(text("SELECT CAST(answer AS text) FROM orders")) == '{"title":"茶碗","half":""}'
    database.close()
