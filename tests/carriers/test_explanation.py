from tracking.carriers.explanation import Explanation, no_explanation


def test_reasons_are_kept_as_sentences() -> None:
    reasons = Explanation()
    reasons("The link leads to %s.", "UPS")
    reasons("100 % sure" if not reasons else "That is all.")

    assert reasons == ["The link leads to UPS.", "That is all."]


def test_nobody_has_to_listen() -> None:
    no_explanation("The link leads to %s.", "UPS", "and more")
