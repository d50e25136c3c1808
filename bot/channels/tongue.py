"""What a channel needs of a language: words in it, and which way it runs."""

from typing import Literal, Protocol

from bot.flows.says import Text, Verbatim


class Tongue(Protocol):
    """One language, ready to speak (see ``bot.words``)."""

    @property
    def language(self) -> str:
        """Its code."""
        ...

    @property
    def dir(self) -> Literal["ltr", "rtl"]:
        """Which way its script runs."""
        ...

    def say(self, text: Text | Verbatim) -> str:
        """Return the sentence in this language, its placeholders filled."""
        ...
