from tracking.carriers import Evidence, Link


def test_the_evidence_is_a_word_that_machines_can_read() -> None:
    link = Link(carrier=None, name=None, number=None, url=None, evidence=Evidence.NONE)

    assert f"{link.evidence}" == "none"
    assert [*Evidence] == ["company", "host", "number", "merchant", "none"]
