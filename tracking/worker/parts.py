"""The parts of the worker, each of which does one kind of work."""

from dataclasses import dataclass

from tracking.alerts.open_alerts import AlertRegister
from tracking.database.answers import AnswerRow
from tracking.database.merchant_letters import MerchantLetter
from tracking.directory.count_writer import CountWriter
from tracking.directory.erasure import OrderErasure
from tracking.directory.fetched_orders import FetchedOrders
from tracking.directory.intake import OrderIntake
from tracking.directory.rejudge import Rejudge
from tracking.directory.usual_times_store import UsualTimesStore
from tracking.notices.data_request_mail import DataRequestMail
from tracking.notices.queue_sender import QueueSender
from tracking.notices.sender import LetterSender
from tracking.worker.history import HistoryImport
from tracking.worker.lease_watch import LeaseWatch
from tracking.worker.login_mails import LoginMails
from tracking.worker.order_lists import CatchingUp, FirstFill
from tracking.worker.subscription_check import SubscriptionCheck
from tracking.worker.task_runner import TaskRunner


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerParts:
    """The parts of the worker, each by itself."""

    fetched: FetchedOrders
    intake: OrderIntake
    tasks: TaskRunner
    rejudge: Rejudge
    letters: LetterSender
    texts: LetterSender | None
    answers: QueueSender[AnswerRow] | None
    merchant_letters: QueueSender[MerchantLetter] | None
    data_requests: DataRequestMail
    login_mails: LoginMails
    fill: FirstFill
    catching_up: CatchingUp
    history: HistoryImport
    erasure: OrderErasure
    counts: CountWriter
    usual: UsualTimesStore
    alerts: AlertRegister
    lease_watch: LeaseWatch
    subscriptions: SubscriptionCheck

    @property
    def senders(self) -> tuple[LetterSender | QueueSender[AnswerRow] | QueueSender[MerchantLetter], ...]:
        """Those that there are."""
        return tuple(filter(None, (self.letters, self.answers, self.merchant_letters, self.texts)))
