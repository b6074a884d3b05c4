from tests.sampling import each_row
from tracking.merchant.code_texts import CODE_TEXTS, SORT_TEXTS
from tracking.merchant.list_codes import Sort
from tracking.merchant.list_parameters import PARAMETERS

FILTERS = [name for name, row in PARAMETERS.items() if row.is_filter and row.choices]


@each_row("name", FILTERS)
def test_every_value_of_a_filter_has_a_name(name: str) -> None:
    assert set(CODE_TEXTS[name]) == set(PARAMETERS[name].choices)


def test_every_way_to_sort_has_a_name() -> None:
    assert set(SORT_TEXTS) == set(Sort)
