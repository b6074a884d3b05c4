"""Explains to the merchant, in plain English, how a carrier and its link were found."""

from collections.abc import Callable

# Takes a sentence with %s and its values, as logging does: an unused sentence is never formatted.
Explain = Callable[..., None]


def no_explanation(_sentence: str, *_values: object) -> None:
    """Drops the sentence."""


class Explanation(list[str]):
    """The sentences that explain a link; pass it to ``Carriers.resolve`` as ``explain``."""

    def __call__(self, sentence: str, *values: object) -> None:
        """Adds one sentence."""
        self.append(sentence % values)
