from tests.sampling import each_row
from tracking.carriers.checks import CHECKS, passes

AGREEING = [
    ("gs1", "00573132901588003506"),
    ("gs1", "9400111206206406260787"),
    ("ups", "5R89390357567127"),
    ("ups", "XX3150YW44070023"),
    ("ups", "C11031500001879"),
    ("fedex", "799531274483"),
    ("s10", "RB123456785GB"),
    ("s10", "RC742208575JP"),
    ("luhn", "320595463938"),
    ("luhn", "07209562763"),
    ("mod7", "3318810025"),
    ("mod37", "09980000020033F"),
    ("mod37", "008182709980000020033350276C"),
]


@each_row(("check", "number"), AGREEING)
def test_a_number_passes_with_its_own_check_digit(check: str, number: str) -> None:
    assert passes(check, number)


@each_row(("check", "number"), [row for row in AGREEING if row[0] != "s10"])
def test_a_number_fails_with_any_other_last_digit(check: str, number: str) -> None:
    others = [number[:-1] + digit for digit in "0123456789" if digit != number[-1]]

    assert not any(passes(check, other) for other in others)


def test_a_postal_number_fails_with_any_other_check_digit() -> None:
    assert [digit for digit in "0123456789" if passes("s10", f"RB12345678{digit}GB")] == ["5"]


@each_row(("number", "remainder"), [("RB003000000GB", "ten"), ("RB000000005GB", "eleven")])
def test_a_postal_remainder_of_two_digits_has_a_digit_of_its_own(number: str, remainder: str) -> None:
    assert passes("s10", number), remainder


@each_row("check", CHECKS)
@each_row("number", ["", "A", "ÆØÅ", "RR-1234567-SE"])
def test_unreadable_number_does_not_pass(check: str, number: str) -> None:
    assert not passes(check, number)
