import pytest

from tests.notices.lives import TERMS
from tests.sampling import each_row
from tracking.notices.codes import ON, SAME_MAIL, NoticeCode, NoticeLevel, WantedNotices, wanted
from tracking.order.vocabulary import Route
from tracking.settings.notice_choice import NOTICES, notice_choice
from tracking.settings.shopify_mails import MAILS

_SHOPIFY_S_OWN = set(SAME_MAIL)


def told(choice: WantedNotices, route: Route | None = Route.SHIP) -> set[NoticeCode]:
    return {code for code in NoticeCode if choice.includes(code, route)}


def test_setting_knows_every_code() -> None:
    assert [str(code) for code in NoticeCode] == list(NOTICES)


def test_default_is_what_shopify_does_not_tell() -> None:
    assert told(wanted((), MAILS)) == ON
    assert set(NoticeCode) == ON | _SHOPIFY_S_OWN | {NoticeCode.HOW_WAS_IT}


@each_row("code", sorted(_SHOPIFY_S_OWN))
def test_mail_that_shopify_does_not_send_is_told(code: NoticeCode) -> None:
    others = [mail for mail in MAILS if mail != SAME_MAIL[code]]
    assert code in told(wanted((), others))
    assert told(wanted((), others)) - ON <= {each for each in NoticeCode if SAME_MAIL.get(each) == SAME_MAIL[code]}


def test_without_any_mail_of_shopify_everything_is_told_but_the_question_how_it_was() -> None:
    assert told(wanted((), ())) == set(NoticeCode) - {NoticeCode.HOW_WAS_IT}


@pytest.mark.parametrize("code", [NoticeCode.OUT_FOR_DELIVERY, NoticeCode.DELIVERED])
def test_own_driver_has_a_mail_of_its_own(code: NoticeCode) -> None:
    without_local = wanted((), [mail for mail in MAILS if mail != "local"])
    assert without_local.includes(code, Route.LOCAL_DELIVERY)
    assert not without_local.includes(code, Route.SHIP)
    assert not wanted((), ["local"]).includes(code, Route.LOCAL_DELIVERY)


def test_list_of_names_replaces_the_default() -> None:
    assert told(wanted(notice_choice("delayed, sent"), MAILS)) == {NoticeCode.DELAYED, NoticeCode.SENT}
    assert told(wanted(notice_choice("delayed"), ())) == {NoticeCode.DELAYED}
    assert told(wanted(notice_choice("none"), ())) == set()


def test_signs_change_the_default() -> None:
    choice = wanted(notice_choice("+sent,-delayed,+how_was_it"), MAILS)
    assert told(choice) == ON - {NoticeCode.DELAYED} | {NoticeCode.SENT, NoticeCode.HOW_WAS_IT}


def test_earlier_days_are_told_only_where_named_with_a_sign() -> None:
    assert not wanted((), MAILS).includes_earlier
    assert not wanted(notice_choice("new_date,delayed"), MAILS).includes_earlier
    for choice in ("+new_date", "delayed,+new_date"):
        assert wanted(notice_choice(choice), MAILS).includes_earlier
        assert wanted(notice_choice(choice), MAILS).includes(NoticeCode.NEW_DATE)
    assert not wanted(notice_choice("-new_date"), MAILS).includes(NoticeCode.NEW_DATE)


def test_refunds_are_told_only_where_shopify_does_not() -> None:
    assert not wanted((), MAILS).includes_refunds
    assert wanted((), [mail for mail in MAILS if mail != "refunded"]).includes_refunds


def test_customer_who_wants_all_is_told_all_but_the_question_how_it_was() -> None:
    assert told(wanted((), MAILS, NoticeLevel.ALL)) == set(NoticeCode) - {NoticeCode.HOW_WAS_IT}
    assert told(wanted(notice_choice("delayed"), MAILS, NoticeLevel.ALL)) == set(NoticeCode) - {NoticeCode.HOW_WAS_IT}


def test_news_switched_off_by_name_is_off_at_every_level() -> None:
    assert NoticeCode.SENT not in told(wanted(notice_choice("-sent"), MAILS, NoticeLevel.ALL))


def test_customer_who_wants_nothing_is_told_nothing() -> None:
    assert told(wanted(notice_choice("+sent,+how_was_it"), (), NoticeLevel.NONE)) == set()


def test_unknown_name_is_refused() -> None:
    with pytest.raises(ValueError, match="sung"):
        wanted(["+sung"], MAILS)


def test_terms_of_the_lives_tell_everything() -> None:
    assert told(TERMS.wanted) == set(NoticeCode) - {NoticeCode.HOW_WAS_IT}
