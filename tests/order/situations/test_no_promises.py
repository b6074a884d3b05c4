"""No sentence promises anything in the shop's name, unless one of its settings says so."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.order.builders import (
    ago,
    ahead,
    english,
    event,
    group,
    line,
    method,
    order,
    order_return,
    phrases,
    policy,
    refund,
    sent,
    shipment,
    status_of,
)
from tests.order.test_reasons import REACHED
from tests.sampling import each_row
from tracking.i18n.localized_text import LocalizedText
from tracking.order.model import Order
from tracking.order.policy import Policy

ROOT = Path(__file__).parents[3]
# The rows that carry the shop's policy stand in a module of their own, which gives them only with their setting; so do
# those that say what is usual, which are given only with a figure.
APART = {ROOT / "tracking/order/policy_texts.py", ROOT / "tracking/order/usual_texts.py"}
OF_THE_MERCHANT = {"merchant_cause", "merchant_fix"}
PAGES_OF_THE_MERCHANT = {"preview.html", "preview-order.html", "embed-check.html"}

# What is the merchant's to say.
FORBIDDEN = (
    r"\b(we|and)(’ll| will)? (refund|repay|reimburse|replace|compensate|credit) (you|it)\b",
    r"\brefund you\b",
    r"\bsends? (it|them|you|another|one)?( \w+)? ?(again|anew)\b",
    r"\bmakes? (it|this) good\b",
    r"\bcosts? you nothing\b|\bfree of charge\b|\bfor free\b",
    r"\bcounts? as lost\b",
    r"\b(we|us)(’ll)? (\w+ )?(settle|sort|solve|fix|take care of|make sure|guarantee|promise)\b",
    r"\b(new|another|replacement) parcel or\b",
    r"\bagree with you\b",
    r"\bwe can (swap|cancel|change|exchange)\b",
    r"\b(swap|cancel) (it|them)?\b(?! order)",
    r"\bopen an inquiry\b|\bwe(’ll| will)? ask the carrier\b",
    r"\byou (will )?(get|receive) (an|our|the) e-?mail\b|\bwe(’ll| will) email you\b",
    r"\b(comes|come) by e-?mail, too\b|\bshows here and comes by e-?mail\b",
    r"\bwithin (an?|the|\d+|%\(\w+\)s|a few) (\w+ )?(minutes?|hours?|days?|weeks?)\b",
    r"\bafter \d+ (working )?days\b",
    r"\bwe(’ll| will)? (send|ship|pack|get|prepare) (it|them|this|your order) (ready )?(as soon|once)\b",
    r"\bas soon as we\b",
    r"\bwe usually\b",
    r"\b(answer|reply|respond)s? (it )?(soon|quickly|at once)\b",
    r"\bnothing is lost\b|\bsafe with us\b",
    r"\bnext step is\b|\bis the next step\b",
)
PROMISE = re.compile("|".join(FORBIDDEN), re.IGNORECASE)


def sentences_of(path: Path) -> Iterator[str]:
    """Every message of ``text`` and ``counted`` in a module, but the merchant's."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    operators = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg in OF_THE_MERCHANT
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or id(node) in operators:
            continue
        if node.func.id in ("text", "counted"):
            yield from (
                each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)
            )


def sentences_of_template(path: Path) -> Iterator[str]:
    for found in re.finditer(r"\b(?:_|ngettext)\(\s*((?:[\"'].*?[\"'],?\s*)+)", path.read_text(encoding="utf-8")):
        yield found[1]


FOLDERS_OF_THE_MERCHANT = {ROOT / "templates" / "merchant", ROOT / "tracking" / "web" / "merchant"}


def is_for_the_shop(path: Path) -> bool:
    return path.name in PAGES_OF_THE_MERCHANT or not FOLDERS_OF_THE_MERCHANT.isdisjoint(path.parents)


MODULES = [
    path
    for part in ("order", "web")
    for path in sorted((ROOT / "tracking" / part).rglob("*.py"))
    if path not in APART and not is_for_the_shop(path)
]
TEMPLATES = [path for path in sorted((ROOT / "templates").rglob("*.html")) if not is_for_the_shop(path)]


def test_no_sentence_of_the_order_contains_a_promise() -> None:
    said = [(path.name, sentence) for path in MODULES for sentence in sentences_of(path)]
    assert len(said) > 250
    assert [row for row in said if PROMISE.search(row[1])] == []


def test_no_template_contains_a_promise() -> None:
    said = [(path.name, sentence) for path in TEMPLATES for sentence in sentences_of_template(path)]
    assert len(said) > 60
    assert [row for row in said if PROMISE.search(row[1])] == []


@each_row(
    "sentence",
    [
        "We send it again or refund you.",
        "If you would rather not wait, we can swap or cancel it.",
        "As long as it has not been sent, that costs you nothing.",
        "It counts as lost after 14 days.",
        "If there is still nothing, we make it good.",
        "We settle it with the carrier.",
        "We open an inquiry and agree with you on a new parcel or a refund.",
        "We’ll email you when it’s sent.",
        "We refund you after the items have reached us.",
        "We usually hand orders over within 3 working days.",
        "We have your request and answer it soon.",
        "We have your request, and we’ll answer it soon.",
        "We have checked the items. The refund is the next step.",
        "We send it as soon as it is back.",
        "We’ll refund it or replace it.",
        "We’ll send them again.",
        "We’ll settle it with the carrier.",
        "We’ll ask the carrier where it is.",
        "It’ll come by email, too.",
        "We’ll get your order ready as soon as it’s back.",
        "We’ll send this once the payment arrives.",
        "This is set aside for you. We’ll get it ready once the payment arrives.",
        "We don’t have a date for this yet. You’ll see it here as soon as we know.",
    ],
)
def test_promises_of_earlier_versions_are_recognized(sentence: str) -> None:
    assert PROMISE.search(sentence)


ORDERS: dict[str, Order] = {
    **{str(reason): its_order for reason, its_order in REACHED.items()},
    "lost": sent(fulfillments=(shipment(display_status="IN_TRANSIT", created_at=ago(days=40)),)),
    "late download": order(placed_at=ago(days=2), lines=(line(requires_shipping=False),)),
    "delivered": sent(fulfillments=(shipment(display_status="DELIVERED"),)),
    "delivered, going back": sent(fulfillments=(shipment(display_status="DELIVERED"),), returns=(order_return(),)),
    "pickup": order(fulfillment_orders=(group(delivery=method(method="PICK_UP")),)),
    "own driver": order(fulfillment_orders=(group(delivery=method(method="LOCAL")),)),
    "out of stock": order(fulfillment_orders=(group(status="ON_HOLD", holds=("INVENTORY_OUT_OF_STOCK",)),)),
    "planned": order(fulfillment_orders=(group(status="SCHEDULED", fulfill_at=ahead(days=9)),)),
    "cancelled, paid": order(cancelled_at=ago(hours=1)),
    "without tracking": sent(fulfillments=(shipment(tracking=()),)),
    "failed": sent(fulfillments=(shipment(display_status="FAILURE", events=(event("FAILURE", ago(hours=1)),)),)),
    "refunded": sent(refunds=(refund(),), financial_status="REFUNDED"),
}


def said_of(its_order: Order, its_policy: Policy | None = None) -> list[str]:
    return [english(phrase) for phrase in phrases(status_of(its_order, its_policy=its_policy))]


@each_row("situation", ORDERS)
def test_no_whole_order_promises_anything_without_settings(situation: str) -> None:
    assert [sentence for sentence in said_of(ORDERS[situation]) if PROMISE.search(sentence)] == []


STALLED = ORDERS["lost"]
LATE = order(placed_at=ago(days=30))
OURS = "We refund you <b>at once</b>, 100 %."
LEAVES = "It hasn’t been sent yet. We’ll email you when it’s sent."
IS_READY = "It isn’t ready to be picked up yet. We’ll email you when it is."
OWN = LocalizedText((("en", OURS), ("sv", "Pengarna tillbaka.")))


@each_row(
    ("its_order", "its_policy", "sentence"),
    [
        (STALLED, policy(lost_days=21), "When it hasn’t been scanned for 21 days. Please contact us then."),
        (STALLED, policy(lost_policy=OWN), OURS),
        (STALLED, policy(lost_days=21, lost_policy=OWN), f"It hasn’t been scanned for 40 days. {OURS}"),
        (LATE, policy(wait_policy=OWN), OURS),
        (LATE, policy(wait_policy=OWN, language="sv"), "Pengarna tillbaka."),
        (order(), policy(shopify_mails=frozenset({"shipped"})), LEAVES),
        (ORDERS["pickup"], policy(shopify_mails=frozenset({"pickup"})), IS_READY),
        (ORDERS["own driver"], policy(shopify_mails=frozenset({"local"})), LEAVES),
    ],
)  # fmt: skip
def test_promise_of_the_shop_is_said_where_its_setting_says_so(
    its_order: Order, its_policy: Policy, sentence: str
) -> None:
    assert sentence in said_of(its_order, its_policy)
    assert sentence not in said_of(its_order)


@each_row("mails", [frozenset(), frozenset({"delivered", "refunded", "pickup", "local"})])
def test_mail_that_is_not_sent_is_not_announced(mails: frozenset[str]) -> None:
    assert not any("email" in sentence for sentence in said_of(order(), policy(shopify_mails=mails)))
