"""What a conversation may know of the world: read-only, as of this turn.

The real implementation reads in the same transaction as the turn; ``invented.py`` has the plain one
of tests and the terminal. Nothing here writes, and ``now`` never moves within a turn.

After ``code_opens`` has said yes, everything else answers as of the link that the code makes: the
first words after it already name the right advocate, and ``UseCode`` comes before them.
"""

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.flows.says import Fill, Option, Text, Verbatim
from bot.flows.state import Answer

Answers = Mapping[str, Answer]
Adult = Literal["", "yes", "no", "unsure"]
Consent = Literal["", "yes", "no"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits to be read: its id, when it came, its words in their own language."""

    ref: str
    at: int
    words: Verbatim
    opened: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that is to come; ``asked``: the advocate has not said yes yet."""

    at: int
    how: str
    asked: bool = False


class Facts(Protocol):
    """Everything a flow may ask. Methods that take ``answers`` depend on what was answered."""

    # Who she is
    def now(self) -> int:
        """Return the moment of intake in milliseconds."""

    def fresh_reference(self) -> str:
        """Return an identifier drawn for this turn."""

    def fresh_number(self) -> str:
        """Return three digits drawn for this turn, to be read off this phone."""

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

    # Meetings
    def meeting(self) -> Meeting | None:
        """Return the meeting that is to come, if there is one."""

    def meeting_said(self) -> Fill:
        """Return how and when it is, and whether it is only asked for yet."""

    def meeting_at(self) -> Fill:
        """Return the day and time of it."""

    def meeting_time(self) -> Fill:
        """Return the time of it, without the day."""

    def meeting_place(self) -> Fill:
        """Return where it is; empty: nobody has said, or places are not to be sent."""

    def slots(self, answers: Answers) -> tuple[Option, ...]:
        """Return three free times, in the part of the day that she likes where there are any."""

    def other_slots(self, answers: Answers) -> tuple[Option, ...]:
        """Return three others."""

    def last_slots(self, answers: Answers) -> tuple[Option, ...]:
        """Return three others again."""

    def slot_chosen(self, answers: Answers) -> int:
        """Return the time that she chose in milliseconds; 0: none."""

    def slot_free(self, answers: Answers) -> bool:
        """Say whether the time that she chose is free at this moment."""

    def slot_at(self, answers: Answers) -> Fill:
        """Return the day and time that she chose."""

    def plan_said(self, answers: Answers) -> Fill:
        """Return what is about to be booked, in one line."""

    def wished(self) -> Mapping[str, str]:
        """Return how she likes to meet, as it was kept; empty: never asked."""

    def wishes_said(self, answers: Answers) -> Fill:
        """Return how she likes to meet, in one line."""

    def interpreter_languages(self, answers: Answers) -> tuple[Option, ...]:
        """Return the languages of interpreters, by endonym."""

    def books_at_once(self) -> bool:
        """Say whether a time is booked at once; otherwise the advocate says yes or no."""

    def confirm_by(self) -> Fill:
        """Return the day by which the advocate says yes or no."""

    def reminders_consent(self) -> Consent:
        """Return whether she wants reminders; empty: not asked."""

    def way_back(self) -> Fill:
        """Return how she comes back to her meeting on this phone, in words."""

    def asks_to_meet(self, answers: Answers) -> bool:
        """Say whether the words behind ``answers["which"]`` ask her to meet another time."""

    def away(self) -> Fill:
        """Return until when the advocate is away; empty: not away."""

    def cover(self) -> Fill:
        """Return the short name of who covers; empty: nobody."""

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

    # A worry or a complaint
    def reference_code(self) -> str:
        """Return the six letters and digits drawn for this turn."""

    def concern_reference(self) -> Fill:
        """Return the reference drawn for this turn, as it is read out."""

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

    # Rights
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


def _dependent() -> frozenset[str]:
    return frozenset(
        name
        for name, method in vars(Facts).items()
        if inspect.isfunction(method) and "answers" in inspect.signature(method).parameters
    )


NAMES = frozenset(name for name, value in vars(Facts).items() if inspect.isfunction(value))
DEPENDENT = _dependent()
