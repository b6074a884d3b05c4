from tracking.carriers.explanation import Explanation, no_explanation


def test_explanation_is_a_list_of_sentences() -> None:
    reasons = Explanation()
    reasons("The link leads to %s.", "UPS")
    reasons("100 % sure" if not reasons else "That is all.")

    assert reasons == ["The link leads to UPS.", "That is all."]


def test_no_explanation_drops_the_sentence() -> None:
    no_explanation("The link leads to %s.", "UPS", "and more")
