from tests.sampling import each_row
from tracking.channels.call import CallOutcome, CallResult
from tracking.notices.mail.result import RefusalScope
from tracking.notices.text.text_channel import send_result


@each_row(
    ("result", "about", "may_have_arrived"),
    [
        (CallResult(CallOutcome.FAILED, 400), RefusalScope.RECIPIENT, False),
        (CallResult(CallOutcome.FAILED, 404), RefusalScope.RECIPIENT, False),
        (CallResult(CallOutcome.FAILED, 401), RefusalScope.SERVER, False),
        (CallResult(CallOutcome.FAILED, 429), RefusalScope.SERVER, False),
        (CallResult(CallOutcome.FAILED, 500), RefusalScope.SERVER, False),
        (CallResult(CallOutcome.FAILED), RefusalScope.SERVER, False),
        (CallResult(CallOutcome.TIMED_OUT), RefusalScope.SERVER, True),
        (CallResult(CallOutcome.NOT_UNDERSTOOD), RefusalScope.SERVER, False),
    ],
)
def test_failed_call_is_about_the_number_or_the_service(
    result: CallResult, about: RefusalScope, *, may_have_arrived: bool
) -> None:
    found = send_result(result)
    assert (found.is_sent, found.about, found.may_have_arrived) == (False, about, may_have_arrived)
    assert found.answer == result.sentence


def test_a_call_that_was_taken_is_sent() -> None:
    assert send_result(CallResult(CallOutcome.SENT)).is_sent
