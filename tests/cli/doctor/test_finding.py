from tracking.cli.doctor.finding import Finding, line


def test_the_fix_stands_below_the_sentence() -> None:
    assert line(Finding.mend("access", "It is refused.", "Set it.")) == (
        "!!  access         It is refused.\n                   Set it."
    )
    assert line(Finding.well("shop", "It is well.")) == "ok  shop           It is well."


def test_no_control_character_reaches_the_terminal() -> None:
    assert line(Finding.well("shop", "It is Tea\x1b[31m \x9bCo.")) == "ok  shop           It is Tea[31m Co."
