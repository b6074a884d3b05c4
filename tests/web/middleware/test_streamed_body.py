import gc
from collections.abc import Iterator

from tracking.web.middleware.streamed_body import StreamedBody


class Pieces:
    """The iterable that an application returns, with its ``close``."""

    def __init__(self, *pieces: bytes) -> None:
        self._rest = iter(pieces)
        self.is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        return self._rest

    def close(self) -> None:
        self.is_closed = True


def test_slot_is_given_back_once_at_the_end() -> None:
    ended: list[str] = []
    pieces = Pieces(b"a", b"b")
    body = StreamedBody(pieces, lambda: ended.append("slot"))
    body.call_at_end(lambda: ended.append("log"))
    read = iter(body)
    assert next(read) == b"a"
    assert not ended
    assert [*read] == [b"b"]
    assert ended == ["slot", "log"]
    assert pieces.is_closed
    body.close()
    assert ended == ["slot", "log"]


def test_a_client_that_goes_away_ends_it() -> None:
    ended: list[str] = []
    body = StreamedBody(Pieces(b"a", b"b"), lambda: ended.append("slot"))
    next(iter(body))
    body.close()
    assert ended == ["slot"]


def test_so_does_a_server_that_forgets_it() -> None:
    ended: list[str] = []
    body = StreamedBody([b"a"], lambda: ended.append("slot"))
    del body
    gc.collect()
    assert ended == ["slot"]
