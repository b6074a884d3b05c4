from scripts.load.timing import kolmogorov_smirnov

SAMPLE = [float(place % 97) for place in range(2000)]


def test_equal_samples_are_not_significant() -> None:
    assert kolmogorov_smirnov(SAMPLE, SAMPLE[::-1]) == (0.0, 1.0)


def test_small_shift_is_significant() -> None:
    statistic, chance = kolmogorov_smirnov(SAMPLE, [value + 5 for value in SAMPLE])
    assert 0.05 < statistic < 0.06
    assert 0.001 < chance < 0.01


def test_disjoint_samples_do_not_overlap() -> None:
    statistic, chance = kolmogorov_smirnov([1.0, 2.0, 3.0] * 50, [4.0, 5.0] * 50)
    assert statistic == 1
    assert chance < 1e-50
