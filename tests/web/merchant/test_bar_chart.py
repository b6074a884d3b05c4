from tracking.web.merchant.bar_chart import ROW, WIDTH, bar_chart


def test_the_longest_value_takes_the_whole_width() -> None:
    chart = bar_chart([(10, 40), (20, None), (None, None)])
    assert chart
    assert [(bar.length, bar.reach) for bar in chart.bars] == [(WIDTH / 4, WIDTH), (WIDTH / 2, None), (None, None)]
    assert (chart.height, chart.longest) == (3 * ROW, 40)
    assert [bar.y for bar in chart.bars] == [6, 6 + ROW, 6 + 2 * ROW]


def test_without_a_figure_there_is_no_chart() -> None:
    assert bar_chart([]) is None
    assert bar_chart([(None, None)]) is None


def test_where_everything_took_no_time_nothing_is_divided_by_it() -> None:
    chart = bar_chart([(0, 0)])
    assert chart
    assert chart.bars[0].length == 0
