"""Finds the carrier of a web address by the hosts that carriers own."""

import re
from collections.abc import Sequence

from tracking.carriers.row import CarrierRow
from tracking.carriers.urls import WebAddress

_PARTS = re.compile(r"[.-]")


class Hosts:
    """Every carrier's hosts, subdomains included."""

    def __init__(self, rows: Sequence[CarrierRow]) -> None:
        self._owners: dict[str, list[CarrierRow]] = {}
        for row in rows:
            for host in row.hosts:
                self._owners.setdefault(host, []).append(row)
        self._parts = {tuple(_PARTS.split(host)) for host in self._owners}

    def owners(self, host: str) -> Sequence[CarrierRow]:
        """The carriers that own ``host``; those with the longest matching name only, in the table's order."""
        while host:
            if host in self._owners:
                return self._owners[host]
            host = host.partition(".")[2]
        return ()

    def carrier(self, address: WebAddress, token: str | None) -> CarrierRow | None:
        """The carrier of the page. Of several on one host, the one whose format or else whose link matches."""
        owners = self.owners(address.host)
        if len(owners) <= 1:
            return next(iter(owners), None)
        fitting = [row for row in owners if token and row.read(token)]
        if len(fitting) == 1:
            return fitting[0]
        # max() keeps the first of equals, and the table names a family's parent first.
        return max(owners, key=lambda row: _matching_length(row, address.secure))

    def imitates(self, host: str) -> bool:
        """Whether ``host`` contains a carrier's host without belonging to it: ups.com.example.net, www-ups.com."""
        if self.owners(host):
            return False
        parts = tuple(_PARTS.split(host))
        spans = ((start, end) for end in range(2, len(parts) + 1) for start in range(end - 1))
        return any(parts[start:end] in self._parts for start, end in spans)


def _matching_length(row: CarrierRow, url: str) -> int:
    """How many characters of the carrier's link, up to its first blank, ``url`` begins with: all of them or none."""
    heads = (link.partition("{")[0] for link in row.link)
    return max((len(head) for head in heads if url.startswith(head)), default=0)
