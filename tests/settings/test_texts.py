from tracking.settings.texts import as_text


def test_a_value_is_written_as_it_is_read() -> None:
    assert [as_text(value) for value in (None, (), 0, "on")] == ["", "", "0", "on"]
    assert as_text(("a", "b")) == "a,b"
    assert as_text((("en", "One"), ("sv", "Två"))) == "en=One; sv=Två"
    assert as_text((("", "One"),)) == "One"
