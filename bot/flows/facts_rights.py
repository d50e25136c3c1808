"""What a conversation may know of rights (``facts.Facts``)."""

from typing import Protocol

from bot.flows.says import Fill, Option, Text, Verbatim
from bot.flows.state import Answers


class FactsOfRights(Protocol):
    """Everything a flow may ask of rights."""

    def rights_nation(self, answers: Answers) -> str:
        """Return the nation whose rights she reads; empty: not known yet."""

    def rights_topics(self, answers: Answers) -> tuple[Option, ...]:
        """Return the topics that are offered unasked."""

    def rights_found(self, answers: Answers) -> tuple[Option, ...]:
        """Return the topics that a typed word may mean."""

    def reconsideration(self, answers: Answers) -> tuple[Option, ...]:
        """Return the page about a decision that was no, alone; nothing: there is none."""

    def rights_named(self, text: str) -> str:
        """Return the topic that a typed word means; ``?word``: several; empty: none."""

    def rights_state(self, answers: Answers) -> str:
        """Say whether the page is ``fresh``, ``old`` (a warning) or ``withheld``."""

    def rights_hard(self, answers: Answers) -> bool:
        """Say whether the page lies behind a warning."""

    def rights_title(self, answers: Answers) -> Text:
        """Return the title of the page."""

    def rights_old(self, answers: Answers) -> Text:
        """Return the line that an old page opens under."""

    def rights_cards(self, answers: Answers) -> tuple[Text | Verbatim, ...]:
        """Return every card of the page."""

    def rights_texts(self, answers: Answers) -> tuple[Text | Verbatim, ...]:
        """Return every card of the page, an old one under its date."""

    def rights_card(self, answers: Answers) -> Fill:
        """Return the card that is turned up."""

    def rights_credits(self, answers: Answers) -> Fill:
        """Return the nation, the sources and the date of the page."""

    def turns_cards(self) -> bool:
        """Say whether this phone shows one card that can be turned."""
