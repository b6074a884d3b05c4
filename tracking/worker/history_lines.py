"""Splits a part of a bulk operation's file into whole lines, and leaves out those that are broken."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from tracking.database.step_durations import StepDurationRow
from tracking.shopify.errors import ShopifyError
from tracking.shopify.result_files import FilePart

log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class LineBatch:
    """What whole lines hold. ``length`` is how many bytes they are: the next part begins behind them.

    ``is_in_long_line``: they end in a line that is longer than a part, and that counts as broken.
    """

    rows: list[StepDurationRow] = field(default_factory=list)
    orders: int = 0
    broken: int = 0
    length: int = 0
    is_in_long_line: bool = False


def read_lines(
    part: FilePart, read: Callable[[bytes], list[StepDurationRow]], *, is_in_long_line: bool, size: int
) -> LineBatch:
    """The rows that ``read`` makes of each line; without any line where less than one has arrived.

    ``size`` is that of a whole part.
    """
    content, skipped = part.content, 0
    if is_in_long_line:
        skipped = content.find(b"\n") + 1 or len(content)
        content = content[skipped:]
        if not content:
            ends_here = part.content.endswith(b"\n")
            return LineBatch(length=skipped, is_in_long_line=not ends_here and not part.is_last)
    end = len(content) if part.is_last else content.rfind(b"\n") + 1
    if not end and len(content) + skipped >= size:
        if skipped:
            return LineBatch(length=skipped)  # the next part begins with the line
        return LineBatch(broken=1, length=len(content), is_in_long_line=True)
    batch = LineBatch(length=skipped + end)
    for line in content[:end].split(b"\n"):
        if line.strip():
            _add(batch, line, read)
    return batch


def _add(batch: LineBatch, line: bytes, read: Callable[[bytes], list[StepDurationRow]]) -> None:
    try:
        batch.rows += read(line)
        batch.orders += 1
    except ShopifyError:
        batch.broken += 1
    except Exception:  # one order must not stop those behind it
        if not batch.broken:
            log.exception("an order of the history could not be read")
        batch.broken += 1
