from tests.sampling import each_row
from tracking.notices.mail.result import Outcome, RefusalScope, SendResult


@each_row("outcome", Outcome)
@each_row("about", RefusalScope)
def test_only_a_refusal_is_about_the_server(outcome: Outcome, about: RefusalScope) -> None:
    result = SendResult(outcome=outcome, about=about, answer="")
    assert result.is_sent == (outcome is Outcome.SENT)
    assert result.is_about_server == (outcome is not Outcome.SENT and about is RefusalScope.SERVER)
