"""Why an answer is what it is, in plain English for the merchant: the sentences said on the way to it."""

from collections.abc import Callable

# Hears a sentence with %s marks and what belongs there, as logging does: an unheard sentence costs nothing.
Explain = Callable[..., None]


def no_explanation(_sentence: str, *_values: object) -> None:
    """Nobody asked for the reasons."""


class Explanation(list[str]):
    """The sentences that led to an answer: hand it to ``Carriers.resolve`` as ``say``."""

    def __call__(self, sentence: str, *values: object) -> None:
        """Keep one sentence."""
        self.append(sentence % values)
