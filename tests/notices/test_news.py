import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.order.builders import NOW
from tracking.notices.codes import NoticeCode
from tracking.notices.news import News

_NEWS = News(NoticeCode.NEW_DATE, "shipment-1", "2026-11-25", NOW, date(2026, 11, 23))


@given(st.builds(News, st.sampled_from(NoticeCode), st.text(), st.text(), st.just(NOW), st.none() | st.dates()))
@settings(max_examples=10)
def test_news_survives_json(piece: News) -> None:
    assert News.from_json(json.loads(json.dumps(piece.to_json()))) == piece


def test_json_has_plain_values() -> None:
    assert _NEWS.to_json() == {
        "code": "new_date",
        "part": "shipment-1",
        "about": "2026-11-25",
        "since": "2026-11-18T12:00:00+00:00",
        "earlier": "2026-11-23",
    }


def test_same_news_has_the_same_key_whenever_it_became_true() -> None:
    assert replace(_NEWS, since=NOW.replace(hour=1), earlier=None).key == _NEWS.key
    assert replace(_NEWS, about="2026-11-26").key != _NEWS.key


def test_unknown_code_is_refused() -> None:
    with pytest.raises(ValueError, match="sung"):
        News.from_json({**_NEWS.to_json(), "code": "sung"})
