import pytest
from sqlalchemy import text

from tests.fakes import NOW
from tests.order.builders import english
from tracking.database import Database, merchant_history
from tracking.directory.views import OrderView
from tracking.merchant.list_query import ListQuery
from tracking.merchant.saved_views import MOST, NoSuchView, NotSaved, SavedViews
from tracking.order.vocabulary import Stage

LATE = ListQuery(view=OrderView.LATE, stage=Stage.SHIPPED)


@pytest.fixture
def views(database: Database) -> SavedViews:
    return SavedViews(database, clock=lambda: NOW)


def names(views: SavedViews) -> list[str]:
    return [view.name for view in views.listed()]


def test_a_list_is_saved_for_everybody_from_its_first_page_on(views: SavedViews) -> None:
    added = views.add("  Late  in Sweden ", "view=late&stage=shipped&lang=sv", "anna")
    (view,) = views.listed()
    assert (view.name, view.query) == ("Late in Sweden", LATE)
    assert added == LATE


def test_view_keeps_its_place_when_renamed_and_leaves_when_removed(views: SavedViews) -> None:
    views.add("First", "view=late", "anna")
    views.add("Second", "view=done", "ben")
    first, second = views.listed()
    views.rename(str(first.id), "Really late", "ben")
    views.rename(str(first.id), "REALLY LATE", "ben")
    assert names(views) == ["REALLY LATE", "Second"]
    views.remove(str(first.id), "anna")
    assert views.listed() == [second]
    with pytest.raises(NoSuchView):
        views.remove(str(first.id), "anna")
    with pytest.raises(NoSuchView):
        views.rename("no id", "x", "anna")


def test_history_says_who_changed_a_view(views: SavedViews, database: Database) -> None:
    views.add("Late", "view=late", "anna")
    (view,) = views.listed()
    views.rename(str(view.id), "Later", "ben")
    views.remove(str(view.id), "carl")
    with database.read() as transaction:
        rows = merchant_history.page(transaction, after=None, limit=9)
    done = {(row.who, row.what) for row in rows}
    assert done == {("anna", "view_saved Late"), ("ben", "view_renamed Later"), ("carl", "view_removed Later")}


@pytest.mark.parametrize(
    ("name", "query", "word"),
    [
        ("", "view=late", "name"),
        (" \t", "view=late", "name"),
        ("x" * 61, "view=late", "60"),
        ("a\x00b", "view=late", "name"),
        ("late", "view=done", "already"),
        ("New", "view=lost", "lost"),
        ("New", "q=anna@example.com", "search field"),
        ("New", f"found={'0' * 32}", "customer"),
        ("New", f"tag={'x' * 2000}", "Open it again"),
    ],
)
def test_invalid_view_is_refused_with_the_reason(views: SavedViews, name: str, query: str, word: str) -> None:
    views.add("Late", "view=late", "anna")
    with pytest.raises(NotSaved) as refused:
        views.add(name, query, "anna")
    assert word in english(refused.value.sentence)
    assert names(views) == ["Late"]


def test_a_name_is_not_given_twice_by_renaming(views: SavedViews) -> None:
    views.add("Late", "view=late", "anna")
    views.add("Done", "view=done", "anna")
    with pytest.raises(NotSaved):
        views.rename(str(views.listed()[1].id), "LATE", "anna")
    assert names(views) == ["Late", "Done"]


def test_views_are_fifty_at_most(views: SavedViews) -> None:
    for number in range(MOST):
        views.add(f"View {number}", "view=late", "anna")
    with pytest.raises(NotSaved) as refused:
        views.add("One more", "view=late", "anna")
    assert "50" in english(refused.value.sentence)
    assert len(views.listed()) == MOST


def test_a_list_of_another_release_is_shown_without_its_address(views: SavedViews, database: Database) -> None:
    views.add("Late", "view=late", "anna")
    with database.write() as transaction:
        transaction.execute(text("UPDATE merchant_saved_views SET query = 'view=of_a_later_release'"))
    (view,) = views.listed()
    assert (view.name, view.query) == ("Late", None)
