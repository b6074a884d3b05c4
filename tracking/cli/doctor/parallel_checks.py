"""Makes the checks one after another: none stops the others, and none takes longer than it may."""

from collections.abc import Iterator, Mapping
from threading import Thread

from tracking.cli.doctor.finding import Check, Finding
from tracking.services import Services

PATIENCE = 8.0  # seconds for a whole check: what it asks has bounds of its own, looking a name up has none


def examine(parts: Services, checks: Mapping[Check, str], patience: float = PATIENCE) -> Iterator[Finding]:
    """What each of them finds, as soon as it is through. Beside it stands the setting that it depends on."""
    for check, setting in checks.items():
        yield from _bounded(parts, check, setting, patience)


def _bounded(parts: Services, check: Check, setting: str, patience: float) -> list[Finding]:
    found: list[Finding] = []
    # A daemon, so that whoever hangs does not keep the command from ending.
    thread = Thread(target=_collect, args=(parts, check, setting, found), daemon=True)
    thread.start()
    thread.join(patience)
    if not thread.is_alive():
        return found
    words = f"After {patience:g} seconds there is no answer."
    fix = f"See whether this machine reaches what {setting} names, and run this again."
    return [*found, Finding.mend(setting, words, fix)]


def _collect(parts: Services, check: Check, setting: str, found: list[Finding]) -> None:
    try:
        found.extend(check(parts))
    except Exception as error:  # noqa: BLE001 - whatever it is, the other checks go on
        words = f"The check itself broke ({type(error).__name__})."
        found.append(Finding.mend(setting, words, f"Look at {setting} and what goes with it, or tell our makers."))
