"""Tells a customer who waits for something without a day how long it usually takes, or when to look again.

A day that the carrier or the shop has named comes first: with one, nothing is added. No day here promises an arrival.
"""

from dataclasses import dataclass, replace
from datetime import date, time

from tracking.i18n.text import Days, Phrase, joined, text
from tracking.order.ages import Clock
from tracking.order.headline import HeadlineChoice
from tracking.order.policy import Policy
from tracking.order.policy_texts import handling_time
from tracking.order.status_types import Estimate, Headline, Parcel, ReturnStatus
from tracking.order.usual import Usual
from tracking.order.usual_texts import usually, while_it_lasts
from tracking.order.vocabulary import Condition, NextStep, Reason, Route, Stage

_SOON = text("Check back in an hour.")
_LOOK_AGAIN = text("It’s worth checking back on %(day)s.")
_OVERNIGHT = text("%(carrier)s usually scans overnight. It’s worth checking back after %(time)s.")

# The sentences that send the customer back to the page.
CHECK_BACK = frozenset({_SOON.message, _LOOK_AGAIN.message, _OVERNIGHT.message})

# In how many working days it is worth looking again, where it is not the next one.
LOOK_AGAIN = {
    Reason.PAY_PENDING: 2,  # a bank transfer
    Reason.HOLD_STOCK: 5,
    Reason.HOLD_DATE_UNKNOWN: 5,
    Reason.HOLD_OTHER: 2,
    Reason.HOLD_RETURN_ITEMS: 5,
    Reason.PREORDER: 5,
    Reason.SCHEDULED: 5,
    Reason.RETURN_REQUESTED: 2,
    Reason.RETURN_ON_ITS_WAY: 3,
    Reason.RETURN_LATE: 2,
    Reason.RETURN_RECEIVED: 3,
    Reason.RETURN_INSPECTED: 3,
    Reason.EXCHANGE: 3,
}
_NEXT_WORKING_DAY = 1

_WAITS = frozenset({Condition.FINE, Condition.WAITING, Condition.LATE})
# It is said when these come: today, or whenever the customer likes.
_AT_HAND = frozenset({Stage.OUT_FOR_DELIVERY, Stage.READY_FOR_PICKUP})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Adds the sentences. ``estimate`` is the day of arrival that the page shows, ``placed_on`` that of the order."""

    estimate: Estimate | None
    placed_on: date
    clock: Clock
    policy: Policy

    def of_headline(self, choice: HeadlineChoice) -> Headline:
        """The headline, with the sentence in its text where the page waits and names no day."""
        sentence = self._sentence(choice)
        return replace(choice.headline, text=joined(choice.headline.text, sentence)) if sentence else choice.headline

    def of_return(self, return_: ReturnStatus) -> ReturnStatus:
        """The return, with the sentence in its text where it waits."""
        if return_.condition not in _WAITS:
            return return_
        return replace(return_, text=joined(return_.text, self._refund(return_) or self._look_again(return_.reason)))

    def usual(self, choice: HeadlineChoice) -> Usual | None:
        """How long the step of the headline's parcel usually takes; None where there is a day."""
        return choice.parcel.usual if choice.parcel and not self._has_day(choice.parcel) else None

    def _sentence(self, choice: HeadlineChoice) -> Phrase | None:
        headline, parcel = choice.headline, choice.parcel
        if headline.condition not in _WAITS or headline.reason is Reason.NOTHING_TO_SEND or self._has_day(parcel):
            return None
        is_late = headline.condition is Condition.LATE
        if headline.stage is Stage.CANCELLED or (headline.stage in _AT_HAND and not is_late):
            return None
        if parcel and parcel.route is Route.DIGITAL:
            return None if is_late else _SOON
        if headline.reason is Reason.PAY_PENDING and choice.advice.code is NextStep.WAIT and self._is_of_today:
            return _SOON
        wait = self._wait(headline, parcel) if parcel and not is_late else None
        overnight = self._overnight(parcel) if parcel and not is_late else None
        if wait and overnight:
            return joined(wait, overnight)
        return wait or overnight or self._look_again(headline.reason)

    @property
    def _is_of_today(self) -> bool:
        return self.placed_on >= self.clock.today

    def _has_day(self, parcel: Parcel | None) -> bool:
        is_expected = parcel is not None and parcel.expected is not None
        return is_expected or (self.estimate is not None and self.estimate.last >= self.clock.today)

    def _wait(self, headline: Headline, parcel: Parcel) -> Phrase | None:
        """By when it leaves or should have arrived, or how long that usually takes."""
        # The handling time does not count what unsent units may be waiting for.
        if parcel.until and (parcel.sent or headline.condition is Condition.FINE):
            return self._until(parcel, parcel.until)
        return while_it_lasts(parcel.usual, is_watched=self.policy.is_watched) if parcel.usual else None

    def _overnight(self, parcel: Parcel) -> Phrase | None:
        """When to look again for the next scan of a carrier that scans at night."""
        link = next((each for each in parcel.tracking if each.carrier), None)
        hour = self.policy.usual.current.done_by.get(link.carrier or "") if link else None
        is_awaited = parcel.reason is Reason.NO_SCAN_YET or (parcel.stage is Stage.SHIPPED and parcel.reason is None)
        if link is None or hour is None or not is_awaited:
            return None
        return text(_OVERNIGHT.message, carrier=link.name or text("The carrier"), time=time(hour))

    def _until(self, parcel: Parcel, until: date) -> Phrase:
        """By when it leaves, or from when a shipment without reports should have arrived."""
        if parcel.sent:
            return text("If nothing has arrived by %(day)s, please contact us.", day=Days(until, until))
        return handling_time(parcel.route, until, self.policy)

    @staticmethod
    def _refund(return_: ReturnStatus) -> Phrase | None:
        """How long a refund usually takes that was not begun; None where it takes longer."""
        return usually(return_.usual) if return_.usual and not return_.is_past_usual else None

    def _look_again(self, reason: Reason | None) -> Phrase:
        days = LOOK_AGAIN.get(reason, _NEXT_WORKING_DAY) if reason else _NEXT_WORKING_DAY
        again = self.clock.add_working_days(self.clock.today, days)
        return replace(_LOOK_AGAIN, values={"day": Days(again, again)})
