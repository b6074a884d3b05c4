from tests.markup_sample import sample, shapes_of

BADGE = '<div class="parcel"><p class="badge">{}</p></div>'


def test_page_with_the_same_markup_is_left_out() -> None:
    assert sample({"paid": BADGE.format("Paid"), "sent": BADGE.format("Sent")}) == ["paid"]


def test_every_kind_of_element_is_in_the_sample() -> None:
    pages = {"badge": BADGE, "late": BADGE.replace("badge", "badge late"), "link": '<p><a href="/">Home</a></p>'}
    assert sorted(sample(pages)) == sorted(pages)


def test_shape_is_the_element_with_its_parents_but_without_its_content() -> None:
    shapes = set(
        shapes_of('<main><br /><p class="a"><a href="/x" id="b" data-state="late" aria-label="c">d</a></p></main>')
    )
    assert shapes == {("main  ",), ("main  ", "br  "), ("main  ", "p a "), ("main  ", "p a ", "a   aria-label")}
