import pytest

from tracking.carriers.hosts import Hosts
from tracking.carriers.row import CarrierRow, Format, Strength
from tracking.carriers.urls import read_url

ROWS = (
    CarrierRow(code="parent", name="Parent", hosts=("parent.com",), link=("https://www.parent.com/{lang}/{number}",)),
    CarrierRow(
        code="branch", name="Branch", hosts=("parent.com",), link=("https://www.parent.com/se/parcels/{number}",)
    ),
    CarrierRow(
        code="letters",
        name="Letters",
        hosts=("parent.com",),
        formats=(Format(regex="LT[0-9]+", strength=Strength.WEAK),),
    ),
    CarrierRow(code="special", name="Special", hosts=("special.parent.com",)),
    CarrierRow(code="dash", name="Dash", hosts=("sf-express.com",)),
)


@pytest.fixture(scope="module")
def hosts() -> Hosts:
    return Hosts(ROWS)


def _carrier(hosts: Hosts, url: str, token: str | None = None) -> str | None:
    row = hosts.carrier(read_url(url), token)
    return row.code if row else None


def test_subdomains_belong_to_the_carrier(hosts: Hosts) -> None:
    assert _carrier(hosts, "https://a.b.parent.com/1") == "parent"
    assert _carrier(hosts, "https://notparent.com/1") is None


def test_the_longest_host_wins(hosts: Hosts) -> None:
    assert _carrier(hosts, "https://x.special.parent.com/1") == "special"


def test_first_row_wins_on_a_shared_host(hosts: Hosts) -> None:
    assert _carrier(hosts, "https://www.parent.com/no/parcels/1") == "parent"


def test_longest_matching_link_wins_on_a_shared_host(hosts: Hosts) -> None:
    assert _carrier(hosts, "https://www.parent.com/se/parcels/1") == "branch"


def test_matching_number_wins_on_a_shared_host(hosts: Hosts) -> None:
    assert _carrier(hosts, "https://www.parent.com/se/parcels/LT1", "LT1") == "letters"


@pytest.mark.parametrize(
    "host",
    ["parent.com.evil.net", "www.parent.com.evil.net", "www-parent.com", "parent.com-track.net", "x.sf-express.com.ru"],
)
def test_a_host_that_carries_a_carriers_name_imitates_it(hosts: Hosts, host: str) -> None:
    assert hosts.imitates(host)


@pytest.mark.parametrize("host", ["parent.com", "www.parent.com", "parents.com", "parent.net", "express.com"])
def test_other_hosts_imitate_no_carrier(hosts: Hosts, host: str) -> None:
    assert not hosts.imitates(host)
