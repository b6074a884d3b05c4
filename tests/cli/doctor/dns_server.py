"""A real DNS server on a free port of 127.0.0.1, which has TXT records only."""

import socket
from collections.abc import Mapping, Sequence
from threading import Thread
from typing import Self

import dns.message
import dns.rrset
from dns.flags import AA
from dns.rcode import NXDOMAIN, SERVFAIL
from dns.rdataclass import IN
from dns.rdatatype import TXT
from dns.resolver import Resolver


class DnsServer:
    """Answers with these records, or with a failure where ``records`` is None."""

    def __init__(self, records: Mapping[str, Sequence[str]] | None) -> None:
        self._records = records
        self.questions: list[str] = []
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._thread = Thread(target=self._serve, name="dns-server")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"", self._socket.getsockname())
        self._thread.join()
        self._socket.close()

    def resolver(self) -> Resolver:
        found = Resolver(configure=False)
        found.nameservers = ["127.0.0.1"]
        found.port = self._socket.getsockname()[1]
        return found

    def _serve(self) -> None:
        while True:
            received, client = self._socket.recvfrom(4096)
            if not received:
                return
            self._socket.sendto(self._answer(dns.message.from_wire(received)), client)

    def _answer(self, query: dns.message.Message) -> bytes:
        name = query.question[0].name
        asked = name.to_text(omit_final_dot=True)
        self.questions.append(asked)
        reply = dns.message.make_response(query)
        reply.flags |= AA
        if self._records is None:
            reply.set_rcode(SERVFAIL)
        elif asked not in self._records:
            reply.set_rcode(NXDOMAIN)
        elif texts := self._records[asked]:
            reply.answer.append(dns.rrset.from_text_list(name, 60, IN, TXT, texts))
        return reply.to_wire()
