import pytest

from tracking.settings.channel_urls import channel_urls, text_url


def test_channels_are_separated_by_spaces_or_commas_and_may_hold_commas() -> None:
    found = channel_urls("mailto://u:p@example.com?to=a@example.com,b@example.com, slack://a/b/c ntfy://t,json://h")
    assert [channel.service for channel in found] == ["mailto", "slack", "ntfy", "json"]
    assert found[0].url.endswith("?to=a@example.com,b@example.com")


@pytest.mark.parametrize("value", ["gotify", "https:/x", "gotify://", "json://x y z", "x" * 50, "twilio://a@b/{phone}"])
def test_invalid_channel_is_refused_without_being_repeated(value: str) -> None:
    with pytest.raises(ValueError, match="must") as refused:
        channel_urls(value)
    assert value not in str(refused.value)


def test_channels_are_at_most_ten() -> None:
    with pytest.raises(ValueError, match="at most 10"):
        channel_urls(" ".join(f"json://host{number}" for number in range(11)))


@pytest.mark.parametrize("value", ["twilio://SID:TOKEN@1", "json://h/{phone}/{phone}", "twilio", "a://b {phone}"])
def test_texts_need_a_place_for_the_number(value: str) -> None:
    with pytest.raises(ValueError, match="must"):
        text_url(value)


def test_a_number_is_encoded_and_no_secret_is_shown() -> None:
    channel = text_url("twilio://SID:TOKEN@SENDER/{phone}")
    assert channel.to("+46701740699") == "twilio://SID:TOKEN@SENDER/%2B46701740699"
    assert repr(channel) == "ChannelUrl(service='twilio')"


def test_invalid_url_for_texts_is_refused_with_an_example() -> None:
    for value in ("twilio", "a b://c/{phone}"):
        with pytest.raises(ValueError, match=r"twilio://SID:TOKEN@SENDER/\{phone\}"):
            text_url(value)
