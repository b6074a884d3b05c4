from tracking.carriers.row import CarrierRow, Format, Strength


def _format(regex: str, check: str | None = None) -> Format:
    return Format(regex=regex, strength=Strength.STRONG, check=check)


def test_a_format_reads_the_whole_number_only() -> None:
    assert _format("AB[0-9]{3}").read("AB123") == "AB123"
    assert _format("AB[0-9]{3}").read("AB1234") is None


def test_format_cuts_out_the_parcels_own_number() -> None:
    assert _format("(420[0-9]{5})?(?P<number>9[0-9]{3})").read("420123459000") == "9000"
    assert _format("(420[0-9]{5})?(?P<number>9[0-9]{3})").read("9000") == "9000"


def test_the_check_digit_may_be_about_a_part_of_the_number() -> None:
    assert _format("1Z(?P<checked>.*)", "ups").read("1Z5R89390357567127") == "1Z5R89390357567127"
    assert _format("1Z(?P<checked>.*)", "ups").read("1Z5R89390357567128") is None


def test_unmatched_group_counts_as_the_whole() -> None:
    assert _format("X(?P<number>[0-9]+)|Y[0-9]+").read("Y77") == "Y77"


def test_a_row_reads_a_number_by_the_first_format_that_fits() -> None:
    row = CarrierRow(code="x", name="X", formats=(_format("A[0-9]{2}"), _format("B(?P<number>[0-9]{2})")))

    assert [row.read("A11"), row.read("B11"), row.read("C11")] == ["A11", "11", None]


def test_a_link_of_low_confidence_needs_a_reason() -> None:
    assert not CarrierRow(code="x", name="X", confidence="low").is_proven
    assert CarrierRow(code="x", name="X", confidence="low", trusted="we send with it").is_proven
    assert CarrierRow(code="x", name="X", confidence="high").is_proven
    assert CarrierRow(code="x", name="X").is_proven


def test_label_is_the_display_name_else_the_name() -> None:
    assert CarrierRow(code="x", name="PostNord Norway", display_name="PostNord").label == "PostNord"
    assert CarrierRow(code="x", name="Bring").label == "Bring"


def test_worldwide_carrier_has_no_country() -> None:
    assert CarrierRow(code="x", name="X", countries=("SE",)).delivers_to("SE")
    assert not CarrierRow(code="x", name="X", countries=("SE",)).delivers_to(None)
    assert not CarrierRow(code="x", name="X").delivers_to("SE")


def test_carrier_may_deliver_to_an_unknown_country() -> None:
    local = CarrierRow(code="x", name="X", countries=("SE",))
    assert local.may_deliver_to(None)
    assert local.may_deliver_to("SE")
    assert not local.may_deliver_to("NO")
    assert CarrierRow(code="x", name="X").may_deliver_to("NO")


def test_weak_format_distinguishes_only_at_home() -> None:
    weak = Format(regex="W[0-9]+", strength=Strength.WEAK)
    sure = Format(regex="S[0-9]+", strength=Strength.MEDIUM)
    local = CarrierRow(code="x", name="X", countries=("SE",), formats=(weak, sure))
    assert local.distinguishes("W1", "SE")
    assert local.distinguishes("W1", None)
    assert not local.distinguishes("W1", "NO")
    assert local.distinguishes("S1", "NO")
    assert not local.distinguishes("X1", None)
