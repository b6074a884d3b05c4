import pytest
from graphql import GraphQLError

from tracking.demo.cursor_pages import PageArguments, cursor, page

ROWS = list("abcdefg")


def shown(window: PageArguments) -> tuple[str, bool, bool]:
    found = page(ROWS, window)
    info = found["pageInfo"]
    nodes = found["nodes"]
    assert isinstance(info, dict)
    assert isinstance(nodes, list)
    return "".join(nodes), info["hasPreviousPage"], info["hasNextPage"]


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (PageArguments(first=3), ("abc", False, True)),
        (PageArguments(first=3, after=cursor(2)), ("def", True, True)),
        (PageArguments(first=3, after=cursor(5)), ("g", True, False)),
        (PageArguments(first=3, after=cursor(99)), ("", True, False)),
        (PageArguments(last=2), ("fg", True, False)),
        (PageArguments(last=2, before=cursor(3)), ("bc", True, True)),
        (PageArguments(first=2, reverse=True), ("gf", False, True)),
        (PageArguments(first=9, after=cursor(1), before=cursor(4)), ("cd", True, True)),
        (PageArguments(first=2, after=cursor(4), before=cursor(2)), ("", True, True)),
        (PageArguments(first=0), ("", False, True)),
    ],
)
def test_a_page_is_the_rows_between_its_cursors(window: PageArguments, expected: tuple[str, bool, bool]) -> None:
    assert shown(window) == expected


def test_following_the_cursors_returns_every_row_once() -> None:
    met: list[object] = []
    after: str | None = None
    for _ in range(10):
        found = page(ROWS, PageArguments(first=2, after=after))
        nodes, info = found["nodes"], found["pageInfo"]
        assert isinstance(nodes, list)
        assert isinstance(info, dict)
        met += nodes
        after = info["endCursor"]
        if not info["hasNextPage"]:
            break
    assert met == ROWS


def test_an_empty_page_has_no_cursors() -> None:
    info = page([], PageArguments(first=2))["pageInfo"]
    assert info == {"hasNextPage": False, "hasPreviousPage": False, "startCursor": None, "endCursor": None}


@pytest.mark.parametrize(
    "window",
    [
        PageArguments(),
        PageArguments(first=1, last=1),
        PageArguments(first=251),
        PageArguments(first=-1),
        PageArguments(first=1, after="nonsense"),
        PageArguments(first=1, after="b29wcw=="),
    ],
)
def test_invalid_page_arguments_are_an_error(window: PageArguments) -> None:
    with pytest.raises(GraphQLError):
        page(ROWS, window)
