from tracking.directory.views import OrderView
from tracking.merchant.view_texts import VIEW_GROUPS, VIEW_TEXTS


def test_every_view_has_its_words() -> None:
    assert set(VIEW_TEXTS) == set(OrderView)


def test_every_view_stands_in_the_navigation_once_and_the_needs_first() -> None:
    shown = [code for _, codes in VIEW_GROUPS for code in codes]
    assert sorted(shown) == sorted(OrderView)
    assert shown[0] is OrderView.NEEDS_YOU


def test_no_two_views_say_the_same() -> None:
    sentences = [phrase.message for row in VIEW_TEXTS.values() for phrase in (row.name, row.empty, row.meaning)]
    assert len(set(sentences)) == len(sentences)
