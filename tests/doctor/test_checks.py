from functools import partial

from tracking.doctor.checks import checks


def test_name_of_the_dkim_key_reaches_its_check() -> None:
    (check,) = [each for each, setting in checks("s1").items() if setting == "MAIL_FROM"]
    assert isinstance(check, partial)
    assert check.keywords == {"selector": "s1"}
