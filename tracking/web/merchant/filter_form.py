"""The form of the list's filters: a field for each parameter that has a label."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flask import request

from tracking.i18n.text import Phrase
from tracking.merchant.filter_values import filter_values
from tracking.merchant.list_parameters import PARAMETERS
from tracking.merchant.list_query import InvalidQuery, ListQuery
from tracking.merchant.list_words import value_words
from tracking.services import services
from tracking.web.localization import current_localizer, requested_language
from tracking.web.merchant.navigation import LIST, overview_url

# The search has a form of its own, which posts: an email address may be typed there.
_FIELDS = {
    name: row.label for name, row in PARAMETERS.items() if row.is_filter and row.label and name not in {"q", "found"}
}
_ATTRIBUTES: Mapping[str, Mapping[str, str]] = {
    "older_than_days": {"type": "number", "min": "0", "max": "3650", "inputmode": "numeric"},
    "placed_from": {"type": "date"},
    "placed_to": {"type": "date"},
    "tag": {
        "type": "text",
        "maxlength": "200",
        "autocomplete": "off",
        "autocapitalize": "none",
        "spellcheck": "false",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterField:
    """A select of ``options`` (value and name), or where they are None an input; ``error`` is a sentence."""

    name: str
    label: str
    value: str
    error: str | None
    options: Sequence[tuple[str, str]] | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterForm:
    """``kept`` are the parameters that the form has no field for: it leads to the same view, sorted likewise."""

    action: str
    kept: tuple[tuple[str, str], ...]
    fields: tuple[FilterField, ...]
    close_url: str


def filter_form(query: ListQuery, error: InvalidQuery | None = None) -> FilterForm:
    """The form with what the address says, also where that is wrong. Raises DatabaseUnavailable."""
    existing = filter_values(services().database)
    return FilterForm(
        action=overview_url(LIST).partition("?")[0],
        kept=tuple(_carried_params(query)),
        fields=tuple(_field(name, label, existing.get(name), error) for name, label in _FIELDS.items()),
        close_url=overview_url(LIST, query.query_string()),
    )


def _carried_params(query: ListQuery) -> Iterator[tuple[str, str]]:
    plain = ListQuery()
    for name, row in PARAMETERS.items():
        value = getattr(query, name)
        if name not in {*_FIELDS, "after"} and value is not None and value != getattr(plain, name):
            yield name, row.write(value)
    if language := requested_language():
        yield "lang", language


def _field(name: str, label: Phrase, existing: Sequence[str] | None, error: InvalidQuery | None) -> FilterField:
    translate = current_localizer().translate
    value = request.args.get(name, "").strip()
    return FilterField(
        name=name,
        label=translate(label),
        value=value,
        error=translate(error.sentence) if error and error.parameter == name else None,
        options=None if name in _ATTRIBUTES else _options(name, existing, value),
        attributes=_ATTRIBUTES.get(name, {}),
    )


def _options(name: str, existing: Sequence[str] | None, value: str) -> list[tuple[str, str]]:
    """The values that orders have, by name, and the one that is asked for; of few codes all, in their own order."""
    known = PARAMETERS[name].choices
    if existing is None:
        return [(code, _name_of(name, code)) for code in known]
    offered = {code for code in existing if not known or code in known}
    if value and (not known or value in known):
        offered.add(value)
    return sorted(((code, _name_of(name, code)) for code in offered), key=lambda option: option[1].casefold())


def _name_of(name: str, code: str) -> str:
    words = value_words(name, code, services().policy.carriers)
    return current_localizer().translate(Phrase("%(value)s", values={"value": words}))
