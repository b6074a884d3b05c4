from tracking.durations.steps import BY_PRODUCT_TYPE, GROUPS, TimedStep


def test_each_step_has_its_groups_the_narrowest_first() -> None:
    assert GROUPS.keys() == set(TimedStep)
    for groups in GROUPS.values():
        for place, names in enumerate(groups):
            assert not [each for each in groups[place:] if set(each) > set(names)]


def test_the_groups_of_a_step_name_the_type_where_it_depends_on_it() -> None:
    assert {
        step for step, groups in GROUPS.items() if any("product_type" in each for each in groups)
    } == BY_PRODUCT_TYPE


def test_no_arrival_is_compared_with_those_in_another_country() -> None:
    assert all("country" in names for names in GROUPS[TimedStep.ARRIVED])
