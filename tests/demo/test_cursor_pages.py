import pytest
from graphql import GraphQLError

from tests.sampling import each_row
from tracking.demo.cursor_pages import PageArguments, SortValue, cursor, edges, page, sorted_page, whole

ROWS = list("abcdefg")


def shown(window: PageArguments) -> tuple[str, bool, bool]:
    found = page(ROWS, window)
    info = found["pageInfo"]
    nodes = found["nodes"]
    assert isinstance(info, dict)
    assert isinstance(nodes, list)
    return "".join(nodes), info["hasPreviousPage"], info["hasNextPage"]


@each_row(
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


def value(row: object) -> SortValue:
    return str(row), f"id-{row}"


def follow(rows: list[str], *, reverse: bool) -> list[str]:
    """Every page of two rows; before the second one, a row is added at each end."""
    met: list[str] = []
    after: str | None = None
    while True:
        found = sorted_page(rows, PageArguments(first=2, after=after, reverse=reverse), value)
        nodes, info = found["nodes"], found["pageInfo"]
        assert isinstance(nodes, list)
        assert isinstance(info, dict)
        met += nodes
        after = info["endCursor"]
        rows = ["a0", *rows, "z0"] if "a0" not in rows else rows
        if not info["hasNextPage"]:
            return met


def test_next_sorted_page_begins_in_place_although_rows_were_added() -> None:
    assert follow(["b", "c", "d", "e", "f"], reverse=False) == ["b", "c", "d", "e", "f", "z0"]
    assert follow(["b", "c", "d", "e", "f"], reverse=True) == ["f", "e", "d", "c", "b", "a0"]


def test_next_sorted_page_begins_in_place_although_its_last_row_is_gone() -> None:
    info = sorted_page(["b", "c", "d"], PageArguments(first=2), value)["pageInfo"]
    assert isinstance(info, dict)
    assert sorted_page(["b", "d"], PageArguments(first=2, after=info["endCursor"]), value)["nodes"] == ["d"]


@pytest.mark.parametrize(("reverse", "expected"), [(False, ["a", "b"]), (True, ["e", "d"])])
def test_sorted_page_ends_before_a_cursor(reverse: bool, expected: list[str]) -> None:  # noqa: FBT001 - a case
    names = [edge["cursor"] for edge in edges(sorted_page(list("abcde"), PageArguments(first=5), value))]
    window = PageArguments(first=9, before=str(names[2]), reverse=reverse)
    assert sorted_page(list("abcde"), window, value)["nodes"] == expected


@pytest.mark.parametrize("name", ["nonsense", "b29wcw==", "e30=", "W10=", cursor(3)])
def test_invalid_cursor_of_a_sorted_page_is_an_error(name: str) -> None:
    with pytest.raises(GraphQLError, match="Invalid cursor"):
        sorted_page(ROWS, PageArguments(first=1, after=name), value)


def test_edges_have_the_cursors_of_their_rows() -> None:
    assert edges(page(ROWS, PageArguments(first=2, after=cursor(2)))) == [
        {"cursor": cursor(3), "node": "d"},
        {"cursor": cursor(4), "node": "e"},
    ]


def test_whole_connection_has_every_row() -> None:
    assert whole(ROWS)["nodes"] == ROWS
