from datetime import timedelta

from tests.fakes import NOW
from tracking.database import Database, saved_views
from tracking.database.saved_views import SavedViewRow


def test_rows_are_added_renamed_and_removed(database: Database) -> None:
    with database.write() as transaction:
        saved_views.hold(transaction)
        saved_views.add(transaction, name="Late", query="view=late", who="anna", at=NOW)
        saved_views.add(transaction, name="Done", query="view=done", who="ben", at=NOW)
        first, second = saved_views.listed(transaction)
        assert first == SavedViewRow(id=first.id, name="Late", query="view=late", who="anna", at=NOW)
        assert saved_views.rename(transaction, first.id, "Later")
        assert [row.name for row in saved_views.listed(transaction)] == ["Later", "Done"]
        assert saved_views.remove(transaction, first.id)
        assert saved_views.listed(transaction) == [second]
        assert not saved_views.rename(transaction, first.id, "Gone")
        assert not saved_views.remove(transaction, first.id)


def test_an_id_is_not_used_again(database: Database) -> None:
    """A page that is still open somewhere would remove another view than the one it names."""
    with database.write() as transaction:
        for seconds, name in enumerate(["Late", "Done", "Sweden"]):
            at = NOW + timedelta(seconds=seconds)
            saved_views.add(transaction, name=name, query="view=all", who="anna", at=at)
            (added,) = saved_views.listed(transaction)
            saved_views.remove(transaction, added.id)
            saved_views.add(transaction, name="Next", query="view=all", who="ben", at=at + timedelta(seconds=1))
            assert not saved_views.remove(transaction, added.id)
            (after,) = saved_views.listed(transaction)
            assert saved_views.remove(transaction, after.id)
