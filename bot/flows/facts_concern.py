"""What a conversation may know of a worry or a complaint (``facts.Facts``)."""

from typing import Protocol

from bot.flows.says import Fill, Option, Text, Verbatim
from bot.flows.state import Answers


class FactsOfConcerns(Protocol):
    """Everything a flow may ask of worries and complaints."""

    def fresh_reference(self) -> str:
        """Return the six letters and digits drawn for this turn."""

    def concern_begun(self, answers: Answers) -> str:
        """Return the id of the one that a call began while this is made; empty: none did.

        One that is about another, or in which nobody is to write any more, is none.
        """

    def concern_reference(self, answers: Answers) -> Fill:
        """Return the reference as it is read out: drawn for this turn, or of what a call began."""

    def concern_promised(self, answers: Answers) -> Fill:
        """Return the day by which she is written to first."""

    def concern_team(self, answers: Answers) -> str:
        """Return who would open it: hub, others, reviewer or nobody."""

    def shut_out(self, answers: Answers) -> Fill:
        """Return who can't open it, as the beginning of a sentence."""

    def concern_readers(self, answers: Answers) -> Fill:
        """Return who can open it, as the beginning of a sentence."""

    def concern_about(self, answers: Answers) -> Fill:
        """Return whom it is about, in words."""

    def concern_words(self, answers: Answers) -> Fill:
        """Return whether words go along."""

    def concern_level(self, answers: Answers) -> Fill:
        """Return who will know the name."""

    def sounds_dangerous(self, areas: tuple[str, ...], texts: tuple[str, ...]) -> bool:
        """Say whether areas or words are such that somebody must look today."""

    def names_decision(self, texts: tuple[str, ...]) -> bool:
        """Say whether words sound like a decision of the Home Office."""

    def my_concerns(self, answers: Answers) -> tuple[Option, ...]:
        """Return what was made from this phone under its present link, by reference."""

    def pin_proof(self, reference: str, pin: str) -> str:
        """Return what six digits are compared by; it costs the same for an unknown reference."""

    def concern_opened(self, answers: Answers) -> tuple[Option, ...]:
        """Return the one that ``answers["reference"]`` and ``answers["pin"]`` open; or none."""

    def concern_id(self, answers: Answers) -> str:
        """Return the id of the one that is open, empty where none is."""

    def concern_number(self, answers: Answers) -> Fill:
        """Return its reference."""

    def concern_state(self, answers: Answers) -> Fill:
        """Return how it stands, and by when she hears."""

    def concern_choices(self, answers: Answers) -> tuple[Option, ...]:
        """Return what can be done with it on this phone."""

    def concern_unread(self, answers: Answers) -> tuple[Option, ...]:
        """Return what waits to be read in it, named by time."""

    def concern_letter(self, answers: Answers) -> Fill:
        """Return the words behind ``answers["letters"]``."""

    def concern_asks(self, answers: Answers) -> bool:
        """Say whether ``answers["letters"]`` is a question that is open."""

    def review_day(self, answers: Answers) -> Fill:
        """Return the day by which she is written to when she asks for a review now."""

    def look_day(self, answers: Answers) -> Fill:
        """Return the day by which she is written to when it is to be looked into now."""

    def concern_hears(self, answers: Answers) -> Fill:
        """Return what comes of words that were added: by when she is written to, or read."""

    def concern_looked(self, answers: Answers) -> Fill:
        """Return when a person looks at what sounds dangerous."""

    def concern_kept(self, answers: Answers) -> Fill:
        """Return until when it is kept, or for how long once it has ended."""

    def concern_holders(self, answers: Answers) -> tuple[Text | Verbatim, ...]:
        """Return who can read it, by role, from the keys themselves: a line each."""

    def outside_bodies(self, answers: Answers) -> tuple[Text | Verbatim, ...]:
        """Return who else can look at what, for the nation, a line each."""

    def concern_waits(self) -> bool:
        """Say whether something waits to be read of what this phone made under its link."""

    def call_team(self, answers: Answers) -> bool:
        """Say whether somebody of a complaints team, who is not shut out, can be asked to call."""

    def called_about(self, answers: Answers) -> str:
        """Return the id of the complaint that a call asked for here is about; empty: a new one."""

    def call_reference(self, answers: Answers) -> Fill:
        """Return the reference of what a call asked for here is about."""

    def is_concern(self, answers: Answers) -> bool:
        """Say whether ``answers["payload"]``, a note that was tapped, is of a complaint."""
