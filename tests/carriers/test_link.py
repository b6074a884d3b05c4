from dataclasses import replace

from tracking.carriers import Link, LinkEvidence


def test_evidence_is_a_stable_code() -> None:
    link = Link(carrier=None, name=None, number=None, url=None, evidence=LinkEvidence.NONE)

    assert f"{link.evidence}" == "none"
    assert [*LinkEvidence] == ["company", "host", "number", "merchant", "none"]


def test_link_has_its_host() -> None:
    url = "https://www.postnord.se/en/track?id=1"
    link = Link(carrier="postnord-se", name="PostNord", number="1", url=url, evidence=LinkEvidence.COMPANY)

    assert link.host == "postnord.se"
    assert replace(link, url=None).host is None
