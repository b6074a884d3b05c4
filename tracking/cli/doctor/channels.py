"""Checks that Apprise understands TEXT_URL and ALERT_URLS; nothing is sent."""

from collections.abc import Iterator

from tracking.channels.call import CallOutcome, CallResult
from tracking.cli.doctor.finding import Finding
from tracking.services import Services
from tracking.settings.channel_urls import ChannelUrl

_SERVICES = "https://appriseit.com/services/"
_INSTALL = "Install this site again with its dependencies: `make setup`, or `pip install .`."


def check_texts(services: Services) -> Iterator[Finding]:
    """Whether texts can be handed over as they are addressed."""
    channel = services.settings.text_url
    if channel is None:
        return
    if services.settings.is_demo:
        yield Finding.note("TEXT_URL", "No text leaves the demo store.", "Set SHOPIFY_SHOP to your shop to send texts.")
    fix = f"Write TEXT_URL as {_SERVICES} has it for {channel.service}, with {{phone}} in place of the number."
    yield _finding("TEXT_URL", channel, services.channel.check(channel), fix)


def check_alerts(services: Services) -> Iterator[Finding]:
    """Whether alerts can; that they arrive, `alerts test` shows."""
    if not services.settings.alert_urls:
        yield Finding.note(
            "ALERT_URLS",
            "It is not set, so you hear of trouble only if you look.",
            f"Set ALERT_URLS to where you want to hear of it: {_SERVICES} has Slack, Teams, mail, ntfy and others.",
        )
    for channel in services.settings.alert_urls:
        fix = f"Write the {channel.service}:// address in ALERT_URLS as {_SERVICES} has it, and try `alerts test`."
        yield _finding("ALERT_URLS", channel, services.channel.check(channel), fix)


def _finding(topic: str, channel: ChannelUrl, result: CallResult, fix: str) -> Finding:
    if result.is_sent:
        return Finding.ok(topic, f"The {channel.service}:// address is understood; whether it works, a test shows.")
    if result.outcome is CallOutcome.NOT_INSTALLED:
        return Finding.error(topic, result.sentence, _INSTALL)
    return Finding.error(topic, f"The {channel.service}:// address cannot be used. {result.sentence}", fix)
