"""Writing to her advocate: gather, show back, send, say what happens next."""

import hashlib
from collections.abc import Iterator

from bot.flows.effects import ConsentKind, Effect, SetConsent, SetSetting, TellCover
from bot.flows.effects_words import Deliver
from bot.flows.flow import Flow
from bot.flows.vocabulary import Call, Choose, Decide, Do, Doing, Finish, Here, Pick, Show, Write
from bot.flows.who_reads import WHO_READS
from bot.flows.word import YOUR_WORD

ASK_NOTES = "When there is an answer, may I text: You have something to read?"


def to_advocate(here: Here) -> Iterator[Effect]:
    """Send the draft, as it was confirmed; who covers is told where she chose that."""
    yield Deliver(here.draft, "advocate")
    if whose(here) == "cover":
        yield TellCover()


def is_away(here: Here) -> str:
    """Say whether the advocate is away today, and whether somebody covers who is there."""
    if not here.facts.away():
        return "no"
    return "covered" if here.facts.covered() else "alone"


def whose(here: Here) -> str:
    """Say who was chosen to read it first: the advocate, or who covers."""
    return "cover" if here.answer("covered") == "cover" else "advocate"


def consent(kind: ConsentKind, given: bool, context: str, english: str) -> Doing:
    """Return what records a consent together with the version of the text that was shown."""
    version = hashlib.sha256(english.encode()).hexdigest()[:16]

    def record(_here: Here) -> Iterator[Effect]:
        yield SetConsent(kind, given, context, version)

    return record


def kept_before(here: Here) -> str:
    """Say whether words wait here unsent."""
    return "yes" if here.draft else "no"


def tidied(here: Here) -> str:
    """Say whether her own words are deleted from the chat once kept."""
    return "yes" if here.facts.tidies() else "no"


def still_to_ask(here: Here) -> str:
    """Say what is asked once, after the first job."""
    if not here.facts.notes_consent():
        return "notes"
    return "nothing" if here.facts.setting("word_offered") else "word"


def anything_to_ask(here: Here) -> str:
    """Say whether anything is asked after this job."""
    return "no" if still_to_ask(here) == "nothing" else "yes"


def word_is_open(here: Here) -> str:
    """Say whether her word was never offered."""
    return "no" if here.facts.setting("word_offered") else "yes"


def word_offered(_here: Here) -> Iterator[Effect]:
    """Remember that her word was offered; it is offered once."""
    yield SetSetting("word_offered", "yes")


AFTER_SENDING = Flow(
    "after_sending",
    Decide("asks", still_to_ask, notes="notes", word="offered", nothing="end"),
    Choose(
        "notes",
        ASK_NOTES,
        Pick("yes", "Yes", then="agree"),
        Pick("no", "No, I will look", then="decline"),
        must=True,
        of="consent",
    ),
    Do("agree", consent("notes", True, "after_sending.notes.text", ASK_NOTES), then="also"),  # noqa: FBT003
    Do("decline", consent("notes", False, "after_sending.notes.text", ASK_NOTES)),  # noqa: FBT003
    Decide("also", word_is_open, yes="offered", no="noted"),
    Do("offered", word_offered),
    Choose(
        "word",
        "You can choose a word of your own. Staff can ask for it when they call, "
        "to know that it is you.",
        Pick("yes", "Choose my word", then=YOUR_WORD),
        Pick("no", "Not now", skip=True),
    ),
    Finish("noted", "OK. You can change this under Settings."),
    Finish("end"),
)

KEPT = "Kept for {advocate}, {time}. You can expect an answer by {day}."
KEPT_COVER = "Kept for {cover}, {time}. You can expect an answer by {cover_day}."
STILL_HERE = "Your words are still here. They are not sent."
LITTLE = "Write as little as you like. You do not need to say what happened to you."
TAKEN_OUT = "Your words are taken out of this chat."
TEAM_INSTEAD = "Complaints team: {advocate} can't open it here"
"""In the check-back of every message, whatever its words are."""

WRITE_TO_ADVOCATE = Flow(
    "write_to_advocate",
    Call(WHO_READS),
    Decide("there", is_away, no="kept", alone="gone", covered="covered"),
    Show("gone", "{advocate} is away until {away}.", apart=True, then="kept"),
    Choose(
        "covered",
        "{advocate} is away until {away}. {cover} is covering.",
        Pick("cover", "Send to {cover}", then="kept_cover"),
        Pick("wait", "Wait for {advocate}", skip=True),
    ),
    Decide("kept", kept_before, yes="found", no="words"),
    Show("found", STILL_HERE, then="check"),
    Write(
        "words",
        "{advocate} works {works} and usually answers in {answer_days} working days. "
        "This is not an emergency line. Danger now: 999.",
        LITTLE,
        reader="advocate",
        must=True,
        note="Calm and short; the reader may be worried.",
    ),
    Choose(
        "check",
        "To {advocate}.",
        Pick("send", "Send"),
        Pick("add", "Write more", then="words"),
        Pick("team", TEAM_INSTEAD, then="@concern"),
        Pick("discard", "Throw away", then="discarded"),
        must=True,
    ),
    Do("deliver", to_advocate),
    Decide("tidy", tidied, yes="taken_out", no="asks"),
    Show("taken_out", TAKEN_OUT),
    Decide("asks", anything_to_ask, yes="whose_receipt", no="whose"),
    Decide("whose_receipt", whose, advocate="receipt", cover="receipt_cover"),
    Show("receipt", KEPT, apart=True, cls="receipt", then=AFTER_SENDING),
    Show("receipt_cover", KEPT_COVER, apart=True, cls="receipt", then=AFTER_SENDING),
    Decide("whose", whose, advocate="sent", cover="sent_cover"),
    Finish("sent", KEPT, receipt=True),
    Finish("sent_cover", KEPT_COVER, receipt=True),
    Decide("kept_cover", kept_before, yes="found_cover", no="words_cover"),
    Show("found_cover", STILL_HERE, then="check_cover"),
    Write(
        "words_cover",
        "{cover} reads this while {advocate} is away. "
        "This is not an emergency line. Danger now: 999.",
        LITTLE,
        reader="advocate",
        must=True,
    ),
    Choose(
        "check_cover",
        "To {cover}.",
        Pick("send", "Send", then="deliver"),
        Pick("add", "Write more", then="words_cover"),
        Pick("team", TEAM_INSTEAD, then="@concern"),
        Pick("discard", "Throw away", then="discarded"),
        must=True,
    ),
    Finish("discarded", "It is gone. Nothing was sent."),
)

STRAY_WORDS = Flow(
    "stray_words",
    Show("kept", "I have kept your words. They are not sent.", apart=True),
    Call(WHO_READS),
    Decide("there", is_away, no="check", alone=WRITE_TO_ADVOCATE, covered=WRITE_TO_ADVOCATE),
    Choose(
        "check",
        "Shall I send your words to {advocate}?",
        Pick("send", "Send"),
        Pick("add", "Write more", then="words"),
        Pick("team", TEAM_INSTEAD, then="@concern"),
        Pick("discard", "Throw away", then="discarded"),
        must=True,
        checks="words",
    ),
    Do("deliver", to_advocate),
    Decide("tidy", tidied, yes="taken_out", no="sent"),
    Show("taken_out", TAKEN_OUT),
    Finish("sent", KEPT, receipt=True),
    Write(
        "words",
        "Write as little as you like. You do not need to say what happened to you.",
        reader="advocate",
        must=True,
        then="check",
    ),
    Finish("discarded", "It is gone. Nothing was sent."),
)
