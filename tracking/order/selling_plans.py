"""Tells preorders from subscriptions by the name of the selling plan: in Shopify both are selling plans.

The plan's name is the merchant's, in the shop's language. Add a word as the field uses it, in lower case; accents,
hyphens and case do not matter.
https://shopify.dev/docs/apps/build/purchase-options, https://help.shopify.com/en/manual/products/purchase-options
"""

from tracking.carriers.words import spaced
from tracking.order.model import Line

# By language.
PREORDER_WORDS: dict[str, tuple[str, ...]] = {
    "en": ("preorder", "pre order", "presale", "pre sale"),
    "da": ("forudbestil", "forhåndsbestil"),
    "de": ("vorbestell", "vorverkauf"),
    "es": ("preventa", "reserva anticipada", "prepedido", "compra anticipada"),
    "fi": ("ennakkotilau", "ennakkomyyn"),
    "fr": ("précommande", "pré commande", "prévente", "pré vente"),
    "it": ("preordin", "pre ordin", "prevendita"),
    "nb": ("forhåndsbestill", "forhåndssalg", "førehandsbestill"),
    "nl": ("voorbestel", "vooruitbestel", "voorverkoop"),
    "pl": ("przedsprzedaż", "przedpremierow"),
    "sv": ("förhandsbeställ", "förhandsbok", "förhandsköp", "förbeställ"),
    "zh_Hans": ("预购", "预订", "预售"),
}

# Likewise; also how often a delivery comes, which plans of subscriptions are named after.
SUBSCRIPTION_WORDS: dict[str, tuple[str, ...]] = {
    "en": ("subscri", "prepaid", "pre paid", "every", "monthly", "weekly"),
    "da": ("abonnement", "hver", "månedlig", "forudbetalt"),
    "de": ("abo", "abonnement", "jede", "jeden", "monatlich", "wöchentlich", "vorausbezahlt"),
    "es": ("suscripci", "cada", "mensual", "semanal", "prepag"),
    "fi": ("kestotilau", "välein", "kuukausittain", "joka"),
    "fr": ("abonnement", "chaque", "tous les", "toutes les", "mensuel", "prépay"),
    "it": ("abbonament", "ogni", "mensile", "prepagat"),
    "nb": ("abonnement", "hver", "månedlig", "forhåndsbetalt"),
    "nl": ("abonnement", "elke", "iedere", "maandelijks", "vooruitbetaald"),
    "pl": ("subskrypcj", "abonament", "co miesiąc", "miesięczn", "opłacon"),
    "sv": ("prenumer", "abonnemang", "varje", "månadsvis", "förbetald"),
    "zh_Hans": ("订阅", "每月", "每周"),
}

_SHORT = 5  # letters: a shorter word ("abo") has to stand alone, since many begin like it ("about")


def is_preorder(line: Line) -> bool:
    """Whether the line was preordered: its plan says so, and it belongs to no subscription contract."""
    return not line.is_subscription and _says(line.selling_plan, PREORDER_WORDS)


def is_subscription(line: Line) -> bool:
    """Whether the line is one of a subscription's deliveries: by its contract, else by the plan's name."""
    if line.is_subscription:
        return True
    return not is_preorder(line) and _says(line.selling_plan, SUBSCRIPTION_WORDS)


def is_deferred(line: Line) -> bool:
    """Whether its plan may take the payment later: preorders and trials do, subscriptions are charged as they come."""
    return line.selling_plan is not None and not is_subscription(line)


def _says(plan: str | None, words: dict[str, tuple[str, ...]]) -> bool:
    """Whether a word of the plan begins with one of these."""
    if plan is None:
        return False
    name = f" {spaced(plan)} "
    return any(_as_found(spaced(word)) in name for row in words.values() for word in row)


def _as_found(word: str) -> str:
    if not word.isascii():
        return word  # Chinese has no spaces between words
    return f" {word} " if len(word) < _SHORT else f" {word}"
