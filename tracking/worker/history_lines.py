"""Splits a part of a bulk operation's file into whole orders, each with the lines of its parts, without broken ones."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from tracking.database.step_durations import StepDurationRow
from tracking.shopify.bulk.order_history import is_part_of_order
from tracking.shopify.bulk.result_files import FilePart
from tracking.shopify.errors import ShopifyError

log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class LineBatch:
    """The rows of whole orders. ``length`` is how many bytes these take: the next part begins behind them.

    ``is_in_long_line``: they end in a line that is longer than a part, and that counts as broken.
    """

    rows: list[StepDurationRow] = field(default_factory=list)
    orders: int = 0
    broken: int = 0
    length: int = 0
    is_in_long_line: bool = False


def read_lines(
    part: FilePart, read: Callable[[Sequence[bytes]], list[StepDurationRow]], *, is_in_long_line: bool, size: int
) -> LineBatch:
    """The rows that ``read`` makes of the lines of each order; without any where less than one has arrived.

    The last order waits for the next part, which may begin with more of its lines. ``size`` is that of a whole part.
    """
    content, skipped = part.content, 0
    if is_in_long_line:
        skipped = content.find(b"\n") + 1 or len(content)
        content = content[skipped:]
        if not content:
            ends_here = part.content.endswith(b"\n")
            return LineBatch(length=skipped, is_in_long_line=not ends_here and not part.is_last)
    end = len(content) if part.is_last else content.rfind(b"\n") + 1
    is_whole = len(content) + skipped >= size
    if not end and is_whole:
        if skipped:
            return LineBatch(length=skipped)  # the next part begins with the line
        return LineBatch(broken=1, length=len(content), is_in_long_line=True)
    orders = list(_orders(BytesIO(content[:end])))
    if orders and not part.is_last:
        last = orders.pop()
        if orders or skipped or not is_whole:
            end -= sum(map(len, last))
        else:  # larger than a part: what else stands in it is not waited for
            orders = [last[:1]]
    batch = LineBatch(length=skipped + end)
    for lines in orders:
        _add(batch, [line for line in lines if line.strip()], read)
    return batch


def _orders(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """The lines of each order. Where the first one is left out, those of its parts are in a list of their own."""
    order: list[bytes] = []
    for line in lines:
        if not is_part_of_order(line):
            if order:
                yield order
            order = []
        order.append(line)
    if order:
        yield order


def _add(batch: LineBatch, lines: Sequence[bytes], read: Callable[[Sequence[bytes]], list[StepDurationRow]]) -> None:
    if not lines or is_part_of_order(lines[0]):
        return  # its order was longer than a part
    try:
        batch.rows += read(lines)
        batch.orders += 1
    except ShopifyError:
        batch.broken += 1
    except Exception:  # one order must not stop those behind it
        if not batch.broken:
            log.exception("an order of the history could not be read")
        batch.broken += 1
