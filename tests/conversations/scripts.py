"""What is played: each conversation straight through, and the ways that leave the straight one.

A line of a script is the key of a choice, ``&keys`` picked at once, ``"words`` that she writes, or something that happens:
``@ note`` or ``@ voice``. The channel turns a key into the number, or the button, shown for it.
"""
# ruff: noqa: E501 - one script a line, to be read as a table

from dataclasses import dataclass, replace
from typing import Literal

from bot.channels.wire import Channel
from bot.flows.facts import Waiting
from bot.flows.facts_meeting import Meeting
from bot.flows.invented import Invented
from bot.flows.says import Verbatim
from bot.words import Catalogues
from tests.conversations.rehearsal import Rehearsal

Way = Literal["straight", "back", "skip", "leave", "stop", "silence"]
CHANNELS: tuple[Channel, ...] = ("sms", "telegram")

ANSWER = Verbatim("I can call you on Thursday at two. Is that good?", "en")


@dataclass(frozen=True)
class Script:
    """One conversation.

    Attributes:
        name: of the file, and in its title.
        world: what is true of her: see ``rehearse``.
        lines: straight through.
        first: how many lines lead up to the conversation itself.
        channels: where it can be had.
    """

    name: str
    world: str
    lines: tuple[str, ...]
    first: int = 1
    channels: tuple[Channel, ...] = CHANNELS


OUTCOME = Verbatim("Promises, being on time: We agree with you. We are sorry.", "en")
QUESTION = Verbatim("Which day was it?", "en")
NOT_MET = Verbatim("We did not meet today. That is OK. Another time?", "en")
LIKES = {"interpreter": "woman", "language": "ti", "voicemail": "no"}
TOMORROW = Meeting(1_795_615_500_000 + 86_400_000, "phone")
WORD_OFFERED = {"word_offered": "yes"}


SCRIPTS = (
    Script("first contact", "stranger", ('"hello', "en", "yes"), 0),
    Script("linking by a code", "invited", ('"407 193 5866', "yes", "yes"), 0),
    Script("a code that does not open", "stranger", ('"hello', "en", "yes", "code", '"123 456 7890', '"4071935866'), 3),
    Script("under 18", "invited", ('"4071935866', "yes", "unsure"), 0),
    Script("not a good time", "invited", ('"4071935866', "shared", "not_now", '"hello', "yes", "yes"), 0),
    Script("the first message to my advocate", "new", ('"hello', "write", "go_on", '"I would like to talk about my room.', '"It is cold.', "send", "yes", "no", "menu")),
    Script("writing to my advocate again", "known", ('"hello', "write", "go_on", '"Thank you.', "add", '"See you.', "send")),
    Script("after a silence", "known", ('"hello', "write", "go_on", '"I will come.', "@ silence", '"hello', "on", "send")),
    Script("throwing words away", "known", ('"hello', "write", "go_on", '"No.', "discard")),
    Script("a photo and a voice message", "known", ('"hello', "write", "go_on", "@ photo", "@ voice", "@ sticker", "send"), 1, ("telegram",)),
    Script("words that were no answer", "known", ('"hello', '"when can we meet', '"I need to talk', "go_on", "send")),
    Script("reading an answer", "waiting", ("@ note", "show", "reply", "go_on", '"Yes.', "send")),
    Script("asking whether it is a computer", "known", ('"hello', '"Are you a computer?', "write", '"who are you', "go_on")),
    Script("asking who reads this", "known", ('"hello', '"Can the home office see this?', "write", "go_on", '"My room is cold.', '"who can read this', "send"), 1, ("sms",)),
    Script("asking who reads this", "known", ('"hello', '"Can the home office see this?', "go_on", "go_on", "write", "go_on", '"My room is cold.', '"who can read this', "go_on", "go_on", "send"), 1, ("telegram",)),
    Script("asking who reads this, not linked", "settled", ('"hello', '"will you tell the police?')),
    Script("asking who reads this, after a silence", "known", ('"hello', "write", "@ silence", '"Is this the police?', "on")),
    Script("please stop", "known", ('"hello', '"please stop', "again", '"Stop texting me!', "stop_texts")),
    Script("please stop, after a silence", "known", ('"hello', "write", "@ silence", '"stop texting me', "again", "on", "discard")),
    Script("HELP", "known", ('"hello', '"HELP', "help")),
    Script("help numbers", "known", ('"hello', "help", "wales")),
    Script("crisis words", "known", ('"hello', '"I want to die', "tell", "go_on", "send")),
    Script("crisis words and danger now", "known", ('"hello', '"he has a knife', "both", "go_on", "discard")),
    Script("crisis words while writing", "known", ('"hello', "write", "go_on", '"My room is cold and I want to die', "on", "send"), 3),
    Script("crisis words and nobody on call", "unwatched", ('"hello', '"they took my passport', "advocate", "go_on", "send")),
    Script("crisis words and only a colleague on call", "near", ('"hello', '"he has a knife', "tell", "go_on", "discard")),
    Script("crisis words and help numbers", "known", ('"hello', '"I want to die', "numbers", "wales", "go_on", "send")),
    Script("crisis words, not linked", "settled", ('"hello', '"I want to die', "on")),
    Script("a person", "known", ('"hello', "person", "call", "afternoon")),
    Script("a person, while my advocate is away", "away", ('"hello', "person", "call_cover", "afternoon")),
    Script("a person, while nobody covers my advocate", "gone", ('"hello', "person", "call_somebody", "afternoon")),
    Script("crisis words while my advocate is away", "gone", ('"hello', '"they took my passport', "advocate", "go_on", "send")),
    Script("a person, not linked", "settled", ('"hello', "person", "scotland")),
    Script("get an advocate", "settled", ('"hello', "get")),
    Script("another language", "known", ('"hello', "language", "en")),
    Script("a language by its own name", "known", ('"hello', '"Somali', "en")),
    Script("an interpreter by the name of the language", "known", ('"hello', "meet", "phone", "woman", '"Somali', "afternoon")),
    Script("settings: quiet hours", "known", ('"hello', "settings", "quiet", "night")),
    Script("settings: who uses this phone", "known", ('"hello', "settings", "phone", "shared")),
    Script("settings: how long words stay", "known", ('"hello', "settings", "note_hide", "2"), 1, ("telegram",)),
    Script("settings: when I leave", "known", ('"hello', "settings", "leave_ok", "yes"), 1, ("sms",)),
    Script("settings: notes of an answer", "known", ('"hello', "settings", "notes", "no", '"417'), 1, ("sms",)),
    Script("settings: notes of an answer", "known", ('"hello', "settings", "notes", "no"), 1, ("telegram",)),
    Script("my data: what is kept", "known", ('"hello', "settings", "my_data", "what", "back_there", "correct", "language", "en"), 2),
    Script("my data: who can read it", "known", ('"hello', "settings", "my_data", "who", "done_here"), 2),
    Script("my data: a copy", "known", ('"hello', "settings", "my_data", "copied", "ask"), 2),
    Script("my data: hide here", "known", ('"hello', "settings", "my_data", "hide"), 2),
    Script("my data: erase", "known", ('"hello', "settings", "my_data", "erase", "erase_all", '"418', '"417'), 3, ("sms",)),
    Script("my data: erase with my word", "worded", ('"hello', "settings", "my_data", "erase", "erase_all", '"red lake', '"green river'), 3, ("telegram",)),
    Script("my data: stop is not erase", "known", ('"hello', "settings", "my_data", "erase", "only_stop"), 3),
    Script("my data: keep it after all", "erasing", ('"hello', "settings", "my_data", "erase", "keep_all", '"417'), 3, ("sms",)),
    Script("my data: keep it after all", "erasing", ('"hello', "settings", "my_data", "erase", "keep_all", '"green river'), 3, ("telegram",)),
    Script("other numbers than the one that was sent", "guessed", ('"hello', "settings", "my_data", "erase", "erase_all"), 3, ("sms",)),
    Script("my data, not linked", "settled", ('"hello', "my_data", "forget")),
    Script("asking to delete everything", "known", ('"hello', '"delete everything', "erase", "keep_all")),
    Script("your word", "known", ('"hello', "settings", "word", '"green river', '"Green  river'), 1, ("sms",)),
    Script("your word and the lock", "known", ('"hello', "settings", "word", '"green river', '"Green river', "on", "numbers"), 1, ("telegram",)),
    Script("removing your word", "worded", ('"hello', "settings", "word", "drop", '"418', '"417'), 1, ("sms",)),
    Script("changing your word", "worded", ('"hello', "settings", "word", "change", '"red river', '"green river', '"cold lake', '"cold lake', "off"), 1, ("telegram",)),
    Script("writing while my advocate is away", "away", ('"hello', "write", "go_on", "cover", '"Thank you.', "send")),
    Script("meeting my advocate for the first time", "known", ('"hello', "meet", "phone", "woman", "ti", "afternoon", "1795874400", "book", "time")),
    Script("meeting my advocate again", "met", ('"hello', "meet", "there", "yes", "other", "1796133600", "book")),
    Script("changing my wishes", "met", ('"hello', "meet", "video", "change", "community", "yes", "yes", "1795874400", "change", "how", "phone", "book")),
    Script("the advocate chooses the time", "met", ('"hello', "meet", "decide", "none", "choose", "yes")),
    Script("moving a meeting", "meeting", ('"hello', "meet", "move", '"417', "1795874400", "book"), 1, ("sms",)),
    Script("moving a meeting", "meeting", ('"hello', "meet", "move", "1795874400", "book"), 1, ("telegram",)),
    Script("taking a meeting out", "meeting", ('"hello', "meet", "off", "yes", '"418', '"417'), 1, ("sms",)),
    Script("taking a meeting out", "meeting", ('"hello', "meet", "off", "yes"), 1, ("telegram",)),
    Script("asking where to meet", "meeting", ('"hello', "meet", "where", '"417', "hide"), 1, ("sms",)),
    Script("asking where to meet", "meeting", ('"hello', "meet", "where", "hide"), 1, ("telegram",)),
    Script("a reminder", "meeting", ("@ reminder", "ok"), 0),
    Script("a reminder, and not coming", "meeting", ("@ reminder", "no", "yes", '"417'), 0, ("sms",)),
    Script("a reminder, and not coming", "meeting", ("@ reminder", "no", "yes"), 0, ("telegram",)),
    Script("we did not meet", "missed", ("@ note", "show", "yes", "phone", "yes", "1795874400", "book")),
    Script("we did not meet: a different way", "missed", ("@ note", "show", "other")),
    Script("settings: reminders", "meeting", ('"hello', "settings", "reminders", "no", '"417'), 1, ("sms",)),
    Script("settings: reminders", "meeting", ('"hello', "settings", "reminders", "plain"), 1, ("telegram",)),
    Script("a worry about my advocate", "known", ('"hello', "concern", "concern", "advocate", "go_on", "&respect promises", '"I waited in the rain.', "send", "apology", '"204518')),
    Script("a silence where several may be picked", "known", ('"hello', "concern", "concern", "advocate", "go_on", "@ silence", '"hello', "on", "&respect promises", "none"), 1, ("sms",)),
    Script("a worry, area by area", "known", ('"hello', "concern", "concern", "advocate", "go_on", "respect", "fairness", "done", "none", "send"), 1, ("telegram",)),
    Script("somebody independent, and no words", "known", ('"hello', "concern", "difference", "complaint", "organisation", "go_on", "&other", "none", "change", "none", "send", "skip", "skip")),
    Script("afraid of someone", "known", ('"hello', "concern", "complaint", "somebody", "go_on", "&afraid", "none", "send", "skip", "skip")),
    Script("about the Hub", "known", ('"hello', "concern", "complaint", "hub", "go_on", "&privacy", '"They told my friend.', "add", '"And my landlord.', "discard")),
    Script("a message that goes to the complaints team instead", "known", ('"hello', "write", "go_on", '"You were late.', "team", "concern", "advocate", "go_on", "&promises", "send")),
    Script("a decision that was wrong", "known", ('"hello', "concern", "complaint", "advocate", "go_on", "&other", '"The Home Office said no.', "read", "discard"), 1, ("sms",)),
    Script("a decision that was wrong", "known", ('"hello', "concern", "complaint", "advocate", "go_on", "&other", '"The Home Office said no.', "read", "go_on", "go_on", "discard"), 1, ("telegram",)),
    Script("a decision of the Home Office", "known", ('"hello', "concern", "concern", "decision"), 1, ("sms",)),
    Script("a decision of the Home Office", "known", ('"hello', "concern", "concern", "decision", "go_on", "go_on"), 1, ("telegram",)),
    Script("nobody could look into it", "alone", ('"hello', "concern", "concern", "hub")),
    Script(
        "a person, in a complaint",
        "known",
        ('"hello', "concern", "concern", "person", "call_team", "afternoon"),
    ),
    Script("a worry that is sent after a person was asked for", "known", ('"hello', "concern", "concern", "advocate", "go_on", "&promises", '"I waited.', "person", "call_team", "afternoon", "send"), 1, ("sms",)),
    Script("a worry that is sent after a person was asked for", "known", ('"hello', "concern", "concern", "advocate", "go_on", "promises", "done", '"I waited.', "person", "call_team", "afternoon", "skip", "send"), 1, ("telegram",)),
    Script("a concern of a friend", "settled", ('"hello', "concern", "concern", "agreed", "advocate", "go_on", "&listening", '"She is not heard.', "send", "explanation", '"123456', '"204 518')),
    Script("how it stands, by number and digits", "settled", ('"hello', "concern", "mine", '"C-7KQ4-M2', '"204518', "add", '"One more thing.', "send")),
    Script("a number that does not open", "settled", ('"hello', "concern", "mine", '"C-AAAA-AA', '"111111', "retry", '"C-7KQ4-M2', '"204518')),
    Script("reading what was decided, and asking again", "answered", ("@ concern_note", "show", "choices", "review", "yes"), 0),
    Script("a question of the complaints team", "asked", ("@ concern_note", "show", "answer", '"On Monday.', "send"), 0),
    Script("a question that is not answered", "asked", ("@ concern_note", "show", "decline"), 0),
    Script("taking a complaint back", "complained", ('"hello', "concern", "mine", "withdraw", "yes", '"418', '"417'), 1, ("sms",)),
    Script("taking a complaint back", "complained", ('"hello', "concern", "mine", "withdraw", "yes"), 1, ("telegram",)),
    Script("a worry that is to be looked into", "complained", ('"hello', "concern", "mine", "look", "yes")),
    Script("who else can look", "complained", ('"hello', "concern", "mine", "outside")),
    Script("how long a closed one is kept", "closed", ('"hello', "concern", "mine", "readers")),
    Script("asking for a review from another phone", "elsewhere", ('"hello', "concern", "mine", '"C-7KQ4-M2', '"204518', "review", "yes")),
    Script("my rights, and asking about them", "known", ('"hello', "rights", "wales", "health", "ask", "go_on", '"Does it cost money?', "send"), 1, ("sms",)),
    Script("my rights, and asking about them", "known", ('"hello', "rights", "wales", "health", "go_on", "go_on", "ask", "go_on", '"Does it cost money?', "send"), 1, ("telegram",)),
    Script("asking about a page by its title", "known", ('"hello', "rights", "uk", "work", "ask", "go_on", "only"), 1, ("sms",)),
    Script("asking about a page by its title", "known", ('"hello', "rights", "uk", "work", "go_on", "go_on", "go_on", "ask", "go_on", "only"), 1, ("telegram",)),
    Script("a right found by a word", "reader", ('"hello', "rights", '"Law', "crime", "read", "other", '"health', "nation", "ni", "none"), 1, ("sms",)),
    Script("a right found by a word", "reader", ('"hello', "rights", '"Law', "crime", "read", "go_on", "other", '"health', "go_on", "go_on", "nation", "ni", "none"), 1, ("telegram",)),
    Script("a hard page, for later", "reader", ('"hello', "rights", "crime", "later")),
    Script("rights of somebody not linked", "settled", ('"hello', "rights", "uk", "health", "end"), 1, ("sms",)),
    Script("rights of somebody not linked", "settled", ('"hello', "rights", "uk", "health", "go_on", "go_on", "end"), 1, ("telegram",)),
    Script("pages that nobody has checked for long", "later", ('"hello', "rights", '"cats', '"work', "other", '"accused', "read", "end"), 1, ("sms",)),
    Script("pages that nobody has checked for long", "later", ('"hello', "rights", '"cats', '"work', "other", '"accused', "read", "go_on", "end"), 1, ("telegram",)),
    Script("answers in words", "known", ('"hello', '"number 6 please', "settings", "back", '"number 2', "meet", '"well ok', '"in person please', "there", "none")),
    Script("asking who reads this, in a complaint", "known", ('"hello', "concern", "concern", "advocate", '"is this private', "go_on", "respect"), 1, ("sms",)),
    Script("asking who reads this, in a complaint", "known", ('"hello', "concern", "concern", "advocate", '"is this private', "go_on", "go_on", "go_on", "respect"), 1, ("telegram",)),
)  # fmt: skip


def rehearse(world: str, channel: Channel, catalogues: Catalogues) -> Rehearsal:
    """Make the person of a world, on a phone of that kind."""
    facts = {
        "stranger": Invented(is_linked=False, said_adult="", speaks=""),
        "settled": Invented(is_linked=False, said_adult="", speaks="en", six="204518"),
        "elsewhere": Invented(
            is_linked=False, said_adult="", speaks="en", six="204518", state="outcome_sent"
        ),
        "invited": Invented(is_linked=False, said_adult="", speaks=""),
        "new": Invented(),
        "known": Invented(consent="yes", settings={"word_offered": "yes"}),
        "waiting": Invented(consent="yes", settings={"word_offered": "yes"}),
        "near": Invented(consent="yes", settings={"word_offered": "yes"}, reads_now="near"),
        "unwatched": Invented(consent="yes", settings={"word_offered": "yes"}, reads_now="nobody"),
        "guessed": Invented(consent="yes", settings={"word_offered": "yes"}, guessed=6),
        "erasing": Invented(
            consent="yes",
            settings={"word_offered": "yes"},
            word="green river",
            erasing=True,
        ),
        "worded": Invented(consent="yes", settings={"word_offered": "yes"}, word="green river"),
        "gone": Invented(
            consent="yes", settings=dict(WORD_OFFERED), away_for=8, reads_now="nobody"
        ),
        "away": Invented(consent="yes", settings=dict(WORD_OFFERED), away_for=8, covered_by="Joe"),
        "met": Invented(
            consent="yes",
            settings=dict(WORD_OFFERED),
            likes=dict(LIKES),
            reminders="yes",
            instant=True,
        ),
        "meeting": Invented(
            consent="yes",
            settings=WORD_OFFERED | {"reminder": "time"},
            likes=dict(LIKES),
            reminders="yes",
            meets=TOMORROW,
            place="12 Mill Lane, first floor",
        ),
        "missed": Invented(
            consent="yes",
            settings=dict(WORD_OFFERED),
            likes=dict(LIKES),
            reminders="no",
            no_show=True,
        ),
        "reader": Invented(consent="yes", settings=WORD_OFFERED | {"nation": "england"}),
        "later": Invented(
            at=1_795_615_500_000 + 200 * 86_400_000,
            consent="yes",
            settings=WORD_OFFERED | {"nation": "england"},
        ),
        "alone": Invented(consent="yes", settings=dict(WORD_OFFERED), team="nobody"),
        "complained": Invented(consent="yes", settings=dict(WORD_OFFERED), own=("7KQ4M2",)),
        "closed": Invented(
            consent="yes", settings=dict(WORD_OFFERED), own=("7KQ4M2",), state="closed"
        ),
        "answered": Invented(
            consent="yes",
            settings=dict(WORD_OFFERED),
            own=("7KQ4M2",),
            state="outcome_sent",
            letter=OUTCOME,
        ),
        "asked": Invented(
            consent="yes",
            settings=dict(WORD_OFFERED),
            own=("7KQ4M2",),
            state="needs_information",
            letter=QUESTION,
            asked=True,
        ),
    }[world]
    if world == "missed":
        facts.items = (Waiting("b" * 32, facts.at - 3_600_000, NOT_MET),)
    if world == "waiting":
        facts.items = (Waiting("a" * 32, facts.at - 3_600_000, ANSWER),)
    if world == "stranger":
        facts.code = "none"
    return Rehearsal(channel, catalogues, replace(facts))


def ways_of(script: Script, *, skips: bool) -> dict[Way, tuple[str, ...]]:
    """Return what is played for each way; a way that there is not is left out."""
    lines, middle = script.lines, max(script.first, (len(script.lines) + script.first) // 2)
    asked = len(lines) - script.first
    return {
        "straight": lines,
        "back": (*lines[:-1], *("back",) * min(asked, 3)),
        **({"skip": ("skipping", *lines)} if skips else {}),
        "leave": (*lines[:middle], "leave", '"hello', "on"),
        "stop": (*lines[:middle], '"STOP', '"hello', '"START'),
        "silence": (*lines[:middle], "@ silence", '"hello', "on"),
    }
