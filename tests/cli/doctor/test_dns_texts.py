import pytest

from tests.cli.doctor.dns_server import DnsServer
from tracking.cli.doctor.dns_texts import text_lookup


def test_pieces_of_a_record_are_joined() -> None:
    with DnsServer({"a.example": ['"v=spf1 " "-all"', '"two"'], "empty.example": []}) as server:
        look_up = text_lookup(server.resolver())
        assert sorted(look_up("a.example")) == ["two", "v=spf1 -all"]
        assert look_up("empty.example") == []
        assert look_up("none.example") == []
    assert server.questions == ["a.example", "empty.example", "none.example"]


def test_failing_server_is_an_error() -> None:
    with DnsServer(None) as server, pytest.raises(OSError, match="does not answer"):
        text_lookup(server.resolver())("a.example")


def test_name_that_is_none_is_an_error() -> None:
    with DnsServer({}) as server, pytest.raises(OSError, match="does not answer"):
        text_lookup(server.resolver())(f"{'x' * 64}.example")
