"""Whether the site works, and what to do when it does not: of what is known here, without waiting for anybody."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template

from tracking.database import DatabaseUnavailable
from tracking.doctor.background_checks import check_results, local_findings
from tracking.doctor.finding import Finding, FindingState
from tracking.doctor.site_state import Trouble, site_state
from tracking.services import services
from tracking.web.merchant.state_lines import StateLine, database_line, state_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class StatePage:
    """``checked_at`` is when the checks that ask the network last ended; ``is_running``: they run again now."""

    lines: tuple[StateLine, ...]
    troubles: tuple[Trouble, ...]
    findings: tuple[Finding, ...]
    checked_at: datetime | None = None
    is_running: bool = False

    def findings_of(self, *states: str) -> list[Finding]:
        """Those with a state, by its name."""
        return [each for each in self.findings if each.state.name in states]

    def count(self, state: str) -> int:
        """How many lines and findings have the state of this name; an alert must be mended."""
        wanted = FindingState[state]
        troubles = len(self.troubles) if wanted is FindingState.ERROR else 0
        states = [*(line.state for line in self.lines), *(finding.state for finding in self.findings)]
        return troubles + states.count(wanted)


def show() -> str:
    """Renders the page."""
    return render_template("merchant/state.html", page=_page())


def _page() -> StatePage:
    site = services()
    try:
        with site.database.read() as transaction:
            state = site_state(site, transaction)
        found = check_results(site)
    except DatabaseUnavailable:
        return StatePage(lines=(database_line(),), troubles=(), findings=tuple(local_findings(site)))
    return StatePage(
        lines=tuple(state_lines(state, site.clock(), is_demo=site.settings.is_demo)),
        troubles=state.troubles,
        findings=found.findings,
        checked_at=found.checked_at,
        is_running=found.is_running,
    )
