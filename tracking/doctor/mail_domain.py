"""Checks what the DNS says about the sender's domain, by which mailboxes judge letters: SPF, DKIM and DMARC."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tracking.doctor.finding import Finding
from tracking.services import Services

if TYPE_CHECKING:
    from tracking.doctor.dns_texts import TextLookup

_TOPIC = "MAIL_FROM"
_RESERVED = {"example", "invalid", "localhost", "test"}  # https://www.rfc-editor.org/rfc/rfc2606
_RESERVED_DOMAINS = {"example.com", "example.net", "example.org"}


def check(services: Services, selector: str | None = None) -> Iterator[Finding]:
    """Ask the DNS of this machine, where letters can leave."""
    settings = services.settings
    if settings.smtp_url is None or settings.mail_from is None:
        return
    domain = settings.mail_from.domain.lower()
    if _is_reserved(domain):
        message = f"{domain} is a domain for examples, from which mailboxes take nothing."
        yield Finding.note(_TOPIC, message, "Set MAIL_FROM to an address of your own domain.")
        return
    # Every command would load dnspython, and only this one asks.
    from tracking.doctor.dns_texts import text_lookup  # noqa: PLC0415

    yield from domain_findings(domain, selector, text_lookup())


def domain_findings(domain: str, selector: str | None, texts: "TextLookup") -> Iterator[Finding]:
    """The three records; one finding in their place if the DNS does not answer."""
    try:
        yield _spf(domain, texts(domain))
        yield _dkim(domain, selector, texts)
        yield _dmarc(domain, texts)
    except OSError:
        yield _not_asked(domain)


def _spf(domain: str, texts: Sequence[str]) -> Finding:
    """https://www.rfc-editor.org/rfc/rfc7208."""
    records = [text for text in texts if text.lower().split(" ")[0] == "v=spf1"]
    if not records:
        return Finding.note(
            _TOPIC,
            f"{domain} has no SPF record, so many mailboxes take its letters for spam.",
            f"Add the TXT record to {domain} that the makers of the mail server in SMTP_URL name (v=spf1 ...).",
        )
    if len(records) > 1:
        message = f"{domain} has {len(records)} SPF records, so none of them counts."
        return Finding.error(_TOPIC, message, "Make one TXT record of them that names each server, as SMTP_URL has it.")
    if records[0].lower().split() == ["v=spf1", "-all"]:
        message = f"{domain} says by its SPF record that it sends no mail at all (v=spf1 -all)."
        return Finding.error(_TOPIC, message, "Let the record name the server of SMTP_URL, or change MAIL_FROM.")
    return Finding.ok(_TOPIC, f"{domain} has an SPF record ({_cut(records[0])}), which must cover your mail server.")


def _dkim(domain: str, selector: str | None, texts: "TextLookup") -> Finding:
    """https://www.rfc-editor.org/rfc/rfc6376#section-3.6."""
    if selector is None:
        return Finding.note(
            _TOPIC,
            "Whether letters are signed (DKIM) shows in no record without the name of its key.",
            "Run `doctor --dkim-selector NAME` with the s= of the DKIM-Signature in a letter of MAIL_FROM.",
        )
    place = f"{selector}._domainkey.{domain}"
    keys = [tag for text in texts(place) for tag in text.replace(" ", "").split(";") if tag[:2] == "p="]
    if not keys:
        message = f"There is no DKIM key at {place}."
        return Finding.error(_TOPIC, message, f"Add the record {place} that the makers of SMTP_URL's server name.")
    if keys == ["p="]:
        return Finding.error(_TOPIC, f"The DKIM key at {place} is revoked.", "Let the server of SMTP_URL sign anew.")
    return Finding.ok(_TOPIC, f"There is a DKIM key at {place}.")


def _dmarc(domain: str, texts: "TextLookup") -> Finding:
    """The record of the domain, or of one above it: https://www.rfc-editor.org/rfc/rfc7489#section-6.6.3."""
    labels = domain.split(".")
    for above in range(len(labels) - 1):
        place = "_dmarc." + ".".join(labels[above:])
        records = [text for text in texts(place) if text.lower().startswith("v=dmarc1")]
        if records:
            return Finding.ok(_TOPIC, f"{place} has a DMARC record ({_cut(records[0])}).")
    return Finding.note(
        _TOPIC,
        f"{domain} has no DMARC record, which large mailboxes want of those who send much.",
        f"Add the TXT record _dmarc.{domain} (v=DMARC1; p=none is enough to begin with), as MAIL_FROM's domain.",
    )


def _not_asked(domain: str) -> Finding:
    return Finding.note(
        _TOPIC,
        f"The DNS says nothing about {domain} to this machine.",
        f"Look elsewhere for the TXT records of {domain} (SPF), of _dmarc.{domain} (DMARC), and of the key with which"
        " the server of SMTP_URL signs (DKIM).",
    )


def _is_reserved(domain: str) -> bool:
    return domain.rpartition(".")[2] in _RESERVED or ".".join(domain.split(".")[-2:]) in _RESERVED_DOMAINS


def _cut(record: str, length: int = 80) -> str:
    return record if len(record) <= length else f"{record[:length]}..."
