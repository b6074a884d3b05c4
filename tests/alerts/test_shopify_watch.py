from dataclasses import dataclass, field

from tests.alerts.waiting_alerts import CHANNEL, flushed
from tests.fakes import Clock
from tracking.alerts.open_alerts import AlertRegister
from tracking.alerts.shopify_watch import ShopifyWatch
from tracking.database import Database
from tracking.shopify.errors import Refused, ShopifyError, Unavailable
from tracking.shopify.resilience import Deadline


@dataclass
class Answers:
    """The answers of Shopify, minute by minute; the watch is asked six times a minute."""

    database: Database
    clock: Clock = field(default_factory=Clock)
    error: ShopifyError | None = None
    asked: int = 0

    def __post_init__(self) -> None:
        self.register = AlertRegister(self.database, (CHANNEL,), clock=self.clock)
        self.watch = ShopifyWatch(self.check, self.register, monotonic=self.clock.monotonic)

    def check(self, _: Deadline) -> None:
        self.asked += 1
        if self.error:
            raise self.error

    def go_on(self, minutes: int, error: ShopifyError | None = None) -> list[str]:
        self.error = error
        for _ in range(6 * minutes):
            self.watch.look_if_due()
            self.register.flush()
            self.clock.advance(seconds=10)
        return flushed(self.register, self.database)


def test_a_hiccup_is_no_trouble_and_shopify_is_asked_once_a_minute(memory: Database) -> None:
    answers = Answers(memory)
    for _ in range(10):
        assert answers.go_on(2) == []
        assert answers.go_on(3, Unavailable("down")) == []
    assert answers.asked == 50


def test_five_minutes_are_and_so_are_five_minutes_without_a_failure_their_end(memory: Database) -> None:
    answers = Answers(memory)
    (sentence,) = answers.go_on(60, Unavailable("down"))
    assert sentence.startswith("Shopify has not answered for five minutes")
    for _ in range(5):  # it comes and goes: that is neither news nor the end
        assert len(answers.go_on(2)) == 1
        assert len(answers.go_on(2, Unavailable("down"))) == 1
    assert answers.go_on(6)[1:] == ["Shopify answers again. All is well again."]
    assert len(answers.go_on(60)) == 2


def test_a_refusal_is_told_at_once_and_again_when_it_is_another(memory: Database) -> None:
    answers = Answers(memory)
    assert answers.go_on(1, Refused("The token is not valid.")) == []
    assert answers.go_on(30, Refused("The token is not valid.")) == [
        "Shopify refuses access: The token is not valid. `whereabouts doctor` says what mends it."
    ]
    assert answers.go_on(1)[1:] == ["Shopify answers again. All is well again."]
    assert len(answers.go_on(30, Refused("The shop is frozen."))) == 3
