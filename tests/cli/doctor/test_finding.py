from tracking.cli.doctor.finding import Finding, format_finding


def test_fix_is_on_the_line_below_the_message() -> None:
    assert format_finding(Finding.error("access", "It is refused.", "Set it.")) == (
        "!!  access         It is refused.\n                   Set it."
    )
    assert format_finding(Finding.ok("shop", "It is well.")) == "ok  shop           It is well."


def test_no_control_character_reaches_the_terminal() -> None:
    assert format_finding(Finding.ok("shop", "It is Tea\x1b[31m \x9bCo.")) == "ok  shop           It is Tea[31m Co."
