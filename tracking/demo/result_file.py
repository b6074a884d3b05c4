"""The file of a bulk operation: written once, read by several at a time, and never in memory as a whole."""

import os
import tempfile
from io import RawIOBase
from pathlib import Path
from weakref import finalize


class ResultFile:
    """A file without a name, which ends with this object."""

    def __init__(self) -> None:
        self._number, path = tempfile.mkstemp()
        Path(path).unlink()
        finalize(self, os.close, self._number)
        self.size = 0

    def write(self, content: bytes) -> None:
        """Append."""
        while content:
            written = os.pwrite(self._number, content, self.size)
            self.size += written
            content = content[written:]

    def read(self, count: int, position: int) -> bytes:
        """At most so many bytes from a position."""
        return os.pread(self._number, count, position)


class ResultStream(RawIOBase):
    """Reads a file from a position to another one, by default from its beginning to its end."""

    def __init__(self, file: ResultFile, start: int = 0, stop: int | None = None) -> None:
        super().__init__()
        self._file = file
        self._position = start
        self._stop = stop

    def readable(self) -> bool:
        """Returns True, where RawIOBase returns False."""
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # the wider one has no name in Python 3.11
        """Fill the buffer; 0 at the end."""
        stop = self._file.size if self._stop is None else self._stop
        content = self._file.read(min(len(buffer), stop - self._position), self._position)
        buffer[: len(content)] = content
        self._position += len(content)
        return len(content)
