"""Recognizes robots that say so: crawlers, link previews, scripts. The others are not told apart from browsers."""

import re

# Every browser begins with it, and so does no script.
_BROWSER = "Mozilla/"
# Cubot makes phones.
_NAMES = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|scrap|preview|headless|lighthouse|monitor|uptime|scan"
    r"|\(compatible;|facebookexternalhit|mediapartners|google-|googleother|bingweb|yandex(?!search)",
    re.IGNORECASE,
)


def is_robot(user_agent: str) -> bool:
    """Whether a User-Agent is none of a browser."""
    return not user_agent.startswith(_BROWSER) or bool(_NAMES.search(user_agent))
