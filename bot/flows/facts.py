"""What a conversation may know of the world: read-only, as of this turn.

The real implementation reads in the same transaction as the turn; ``invented.py`` has the plain one
of tests and the terminal. Nothing here writes, and ``now`` never moves within a turn.

After ``code_opens`` has said yes, everything else answers as of the link that the code makes: the
first words after it already name the right advocate, and ``UseCode`` comes before them.
"""

import inspect
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.flows.facts_concern import FactsOfConcerns
from bot.flows.facts_meeting import FactsOfMeetings
from bot.flows.facts_rights import FactsOfRights
from bot.flows.says import Fill, Option, Text, Verbatim
from bot.flows.state import Answers

Adult = Literal["", "yes", "no", "unsure"]
Consent = Literal["", "yes", "no"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits to be read: its id, when it came, its words in their own language."""

    ref: str
    at: int
    words: Verbatim
    opened: bool = False


class Facts(FactsOfMeetings, FactsOfConcerns, FactsOfRights, Protocol):
    """Everything a flow may ask. Methods that take ``answers`` depend on what was answered."""

    # Who she is
    def now(self) -> int:
        """Return the moment of intake in milliseconds."""

    def fresh_number(self) -> str:
        """Return digits drawn for this turn, to be read off this phone: at least three."""

    def linked(self) -> bool:
        """Say whether this contact belongs to a survivor and may use the link."""

    def adult(self) -> Adult:
        """Return what she answered to the question of age; empty: not asked yet."""

    def language(self) -> str:
        """Return the code of her language; empty: not chosen yet."""

    def nation(self) -> str:
        """Return england, wales, scotland or ni where it is known, else an empty string."""

    # Her advocate
    def advocate(self) -> Fill:
        """Return the advocate's short name."""

    def works(self) -> Fill:
        """Return the days the advocate works, as words."""

    def answer_days(self) -> Fill:
        """Return in how many working days the advocate usually answers."""

    def day(self) -> Fill:
        """Return the day by which she can expect an answer."""

    def time(self) -> Fill:
        """Return the time of this turn, for a receipt."""

    def staff_words(self) -> Fill:
        """Return the two words by which both recognise each other."""

    def not_told(self) -> Fill | None:
        """Return the operator's sentence about who is not told; None: not written yet."""

    def open_now(self) -> bool:
        """Say whether the advocate works at this moment."""

    # Linking
    def code_opens(self, code: str) -> bool:
        """Say whether this code opens a link now (tries and expiry counted in)."""

    # Words that wait for her
    def waiting(self) -> tuple[Waiting, ...]:
        """Return what waits and was never opened, oldest first."""

    def waiting_count(self) -> Fill:
        """Return how many things wait."""

    def waiting_list(self, answers: Answers) -> tuple[Option, ...]:
        """Return what waits as choices, keyed by ref, named by time.

        With ``answers["payload"]`` (a note that was tapped) only that one, opened before or not.
        """

    def waiting_words(self, answers: Answers) -> Fill:
        """Return the words behind ``answers["which"]``, opened or not; empty once they are gone."""

    # Help
    def helplines(self, answers: Answers) -> tuple[Text | Verbatim, ...]:
        """Return the first few numbers, a line each, with cost, hours and marks.

        Those of her nation where it is known, else those that hold everywhere.
        """

    def more_helplines(self, answers: Answers) -> tuple[Text | Verbatim, ...]:
        """Return the other numbers of ``answers["nation"]``, or of her nation where it is known."""

    def person_number(self) -> Fill:
        """Return the number at which a person answers."""

    def childlines(self) -> tuple[Text | Verbatim, ...]:
        """Return the numbers for people under 18."""

    # Languages
    def languages(self, answers: Answers) -> tuple[Option, ...]:
        """Return the languages offered, by endonym, the likeliest first."""

    def language_pair(self, answers: Answers) -> tuple[Option, ...]:
        """Return ``answers["payload"]`` and the present language, by endonym."""

    def asked_language(self, answers: Answers) -> Fill:
        """Return the endonym of ``answers["payload"]``, offered or not."""

    # This phone
    def setting(self, name: str) -> str:
        """Return a setting of this phone.

        Names: ``nation`` (whose rights are read), ``quiet`` (night, evening, none),
        ``note_hide`` (2, 10, keep), ``phone`` (mine,
        shared), ``lock`` (on, off), ``danger`` (numbers, plain), ``leave_ok`` (yes, no),
        ``word_offered`` (yes), ``reminder`` (time, plain, hello); empty: never set. ``evening`` is
        17:00 to 9:00.
        """

    def notes_consent(self) -> Consent:
        """Return whether she wants a note when there is an answer; empty: not asked."""

    def reminders_consent(self) -> Consent:
        """Return whether she wants reminders; empty: not asked."""

    def has_word(self) -> bool:
        """Say whether she has set her word."""

    def is_word(self, word: str) -> bool:
        """Say whether this is her word."""

    def can_lock(self) -> bool:
        """Say whether this phone's channel can be locked."""

    def tidies(self) -> bool:
        """Say whether her own words are deleted from the chat once kept."""

    def keeps_files(self) -> bool:
        """Say whether voice notes and photos can be kept on this number."""

    def can_be_forged(self) -> bool:
        """Say whether a sender's number on this channel proves nothing."""

    def wrong_numbers(self) -> int:
        """Return how many other numbers than the one asked for came from this phone today."""

    # Crisis
    def on_call(self) -> Literal["far", "near", "nobody"]:
        """Say who is on call now whom she can have told; near: only who is near her advocate."""

    # My data
    def data_kinds(self) -> tuple[Text | Verbatim, ...]:
        """Return what is kept of her: a line for each kind, with its dates."""

    def data_readers(self) -> tuple[Text | Verbatim, ...]:
        """Return who can read her messages: a line for each reader, from the keys themselves."""

    def erase_asked(self) -> bool:
        """Say whether she has asked for everything to be erased."""

    def erase_held(self) -> bool:
        """Say whether a rule makes us keep it for now."""


_METHODS = {
    name: method
    for name, method in inspect.getmembers(Facts, inspect.isfunction)
    if not name.startswith("_")
}
NAMES = frozenset(_METHODS)
DEPENDENT = frozenset(
    name for name, method in _METHODS.items() if "answers" in inspect.signature(method).parameters
)
