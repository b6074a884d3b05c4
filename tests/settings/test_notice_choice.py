from tests.sampling import each_row
from tests.settings.conftest import mistake
from tracking.settings import Settings
from tracking.settings.notice_choice import EARLIER_TOO, NONE, NOTICES, notice_choice


@each_row(
    ("value", "expected"),
    [
        ("delayed,new_date", ("delayed", "new_date")),
        (" Delayed, delayed,", ("delayed",)),
        ("+sent,-how_was_it", ("+sent", "-how_was_it")),
        ("+ sent", ("+sent",)),
        (EARLIER_TOO, (EARLIER_TOO,)),
        (f"delayed,{EARLIER_TOO}", ("delayed", EARLIER_TOO)),
        (f"-delayed,{EARLIER_TOO}", ("-delayed", EARLIER_TOO)),
        ("NONE", (NONE,)),
        (",".join(NOTICES), NOTICES),
    ],
)
def test_notices_are_named_or_changed(value: str, expected: tuple[str, ...]) -> None:
    assert notice_choice(value) == expected
    assert Settings.from_environ({"NOTICES": value}).notices == expected


@each_row(
    ("value", "named"),
    [
        ("late", "must name notices separated by commas"),
        (",", "must name notices separated by commas"),
        ("+", "must name notices separated by commas"),
        ("++sent", "must name notices separated by commas"),
        ("delayed,none", "must name notices separated by commas"),
        ("-none", "must name notices separated by commas"),
        ("+sent,-sent", "must name each notice once"),
        ("new_date,+new_date", "must name each notice once"),
        ("delayed,+sent", "must name notices separated by commas (delayed,new_date), or changes to the default"),
        ("delayed,-sent", "must name notices separated by commas (delayed,new_date), or changes to the default"),
    ],
)
def test_wrong_choice_is_a_sentence_that_names_the_setting(value: str, named: str) -> None:
    assert mistake(NOTICES=value).startswith(f"NOTICES {named}")
