from dataclasses import replace
from datetime import date, timedelta
from gettext import NullTranslations

from flask import Flask

from tests.fakes import NOW
from tests.merchant.rows import row
from tracking.durations.promises import Promise, PromisedStep, SaidBy
from tracking.i18n.localizer import Localizer
from tracking.i18n.text import Days
from tracking.merchant.order_row import LetterCounts, MerchantRow, RowAnswer
from tracking.merchant.row_causes import ANSWERED
from tracking.order.reasons import NOTHING_TO_DO, REASONS
from tracking.order.vocabulary import Reason
from tracking.web.merchant.list_row import ListRow, list_row

TODAY = NOW.date()
LOCALIZER = Localizer("en", "UTC", NullTranslations(), NOW)


def shown(app: Flask, order: MerchantRow) -> ListRow:
    """The order's row, in a list that is read in German."""
    with app.test_request_context("/merchant/?lang=de"):
        return list_row(order, TODAY, LOCALIZER)


def test_a_row_leads_to_its_order_in_the_language_of_the_list(app: Flask) -> None:
    found = shown(app, row(id="7"))
    assert (found.url, found.customers_url) == ("/merchant/orders/7?lang=de", "/merchant/orders/7/page?lang=de")


def test_a_step_leads_to_where_it_is_done(app: Flask) -> None:
    order = row(id="7", admin_url="https://admin.shopify.com/7")
    here = shown(app, replace(order, remedy=ANSWERED.remedy))
    assert (here.step_url, here.is_done_here) == (here.url, True)
    there = shown(app, replace(order, remedy=REASONS[Reason.HOLD_STOCK].merchant_fix))
    assert (there.step_url, there.is_done_here) == (order.admin_url, False)
    nothing = shown(app, replace(order, remedy=NOTHING_TO_DO))
    assert nothing.remedy
    assert nothing.step_url is None


def test_a_promise_says_the_first_days_where_these_were_others(app: Flask) -> None:
    def promise(day: date) -> Promise:
        return Promise(step=PromisedStep.ARRIVE, first=day, last=day, said_by=SaidBy.CARRIER, said_at=NOW)

    day = timedelta(days=1)
    order = row(estimate=Days(TODAY + day, TODAY + day), promised=(promise(TODAY - day), promise(TODAY + day)))
    found = shown(app, order)
    assert found.promised == "Promised 23\N{NO-BREAK SPACE}Nov, at first 21\N{NO-BREAK SPACE}Nov"
    assert not found.is_over
    over = replace(order, estimate=None, promised=order.promised[:1])
    assert shown(app, over).promised == "Promised 21\N{NO-BREAK SPACE}Nov"
    assert shown(app, over).is_over
    assert not shown(app, replace(over, condition="done")).is_over


def test_letters_that_failed_count_more_than_those_that_left(app: Flask) -> None:
    def said(**letters: int) -> tuple[str, bool]:
        found = shown(app, row(letters=LetterCounts(**letters)))
        return found.letters.replace("\N{NO-BREAK SPACE}", " "), found.has_failed_letter

    assert said(sent=3, failed=1) == ("1 letter could not be sent", True)
    assert said(sent=3, waiting=1) == ("3 letters", False)
    assert said(waiting=1) == ("A letter is about to leave", False)
    assert said() == ("", False)


def test_only_an_answer_that_waits_is_said(app: Flask) -> None:
    answer = RowAnswer(kind="wait", at=NOW - timedelta(days=2), handled=False)
    assert shown(app, row(answer=answer)).answer == "“I’ll wait”, 2\N{NO-BREAK SPACE}days ago"
    assert shown(app, row(answer=replace(answer, handled=True))).answer == ""


def test_a_part_that_has_left_is_counted_beside_the_stage(app: Flask) -> None:
    order = row(stage="shipped", items_sent=1, items_total=3)
    assert shown(app, order).stage == "Sent (1 of 3)"
    assert shown(app, replace(order, items_sent=3)).stage == "Sent"
