from tracking.clock.steps import GROUPS, TimedStep


def test_each_step_has_its_groups_the_narrowest_first() -> None:
    assert GROUPS.keys() == set(TimedStep)
    for groups in GROUPS.values():
        assert [len(names) for names in groups] == sorted((len(names) for names in groups), reverse=True)


def test_no_arrival_is_compared_with_those_in_another_country() -> None:
    assert all("country" in names for names in GROUPS[TimedStep.ARRIVED])
