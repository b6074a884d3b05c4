from dataclasses import replace

from tracking.carriers import Link, LinkEvidence


def test_the_evidence_is_a_word_that_machines_can_read() -> None:
    link = Link(carrier=None, name=None, number=None, url=None, evidence=LinkEvidence.NONE)

    assert f"{link.evidence}" == "none"
    assert [*LinkEvidence] == ["company", "host", "number", "merchant", "none"]


def test_a_link_says_where_it_leads() -> None:
    url = "https://www.postnord.se/en/track?id=1"
    link = Link(carrier="postnord-se", name="PostNord", number="1", url=url, evidence=LinkEvidence.COMPANY)

    assert link.host == "postnord.se"
    assert replace(link, url=None).host is None
