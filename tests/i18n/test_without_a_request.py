"""Letters are written outside of a request: words, days and amounts need no Flask."""

import subprocess
import sys

PROGRAM = """
import sys
sys.modules |= dict.fromkeys(("flask", "werkzeug", "jinja2"))  # importing one of them raises

from datetime import UTC, date, datetime
from decimal import Decimal
from tracking.i18n.catalogues import FOLDER, read_catalogues
from tracking.i18n.localizer import Localizer
from tracking.i18n.text import Money, text

now = datetime(2026, 11, 28, 12, tzinfo=UTC)
localizer = Localizer("sv", "Europe/Stockholm", read_catalogues(FOLDER)["sv"], now)
print(localizer.translate(text("This order is no longer here.")))
print(localizer.moment(datetime(2026, 11, 24, 13, 5, tzinfo=UTC)))
print(localizer.money(Money(amount=Decimal("49.5"), currency="SEK")))
"""


def test_localizer_translates_a_phrase_where_flask_cannot_be_imported() -> None:
    done = subprocess.run(  # noqa: S603 - the program above
        [sys.executable, "-c", PROGRAM], capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "Beställningen finns inte längre kvar här.",
        "tisdag 24\N{NO-BREAK SPACE}november kl. 14:05",
        "49,50\N{NO-BREAK SPACE}kr",
    ]
