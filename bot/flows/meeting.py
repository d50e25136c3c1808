"""Meeting her advocate: how, her wishes as last time, three times to choose from, shown back.

The rules kept here (conversations.md B9): wishes are kept once and offered as one line; a first
booking asks three at most; nobody asks why; the place is said only when she asks for it; and what
takes away or reveals needs a number just sent to this phone, where a sender proves nothing.
"""

from collections.abc import Iterator

from bot.flows.effects import BookMeeting, CancelMeeting, ChooseForMe, Effect, KeepWishes
from bot.flows.flow import Flow
from bot.flows.reminders import REMINDERS
from bot.flows.vocabulary import (
    Call,
    Choose,
    Decide,
    Do,
    Enter,
    Finish,
    Here,
    Offer,
    Pick,
    Show,
    Tick,
)
from bot.flows.wishes import given, how
from bot.flows.word import read_number

PROVE = "To change this, send me this number: {number_drawn}"
ANOTHER = "That is another number."


def has_meeting(here: Here) -> str:
    """Say whether a meeting is to come."""
    return "no" if here.facts.meeting() is None else "yes"


def provable(here: Here) -> str:
    """Say whether it must be shown first that this phone is in her hand."""
    return "ask" if here.facts.can_be_forged() else "clear"


def wanted(here: Here) -> str:
    """Say what she wants of the meeting that is to come."""
    return {"move": "move", "where": "where"}.get(here.answer("mine"), "keep")


def known_wishes(here: Here) -> str:
    """Say whether she has been asked how she likes to meet."""
    kept = {**here.facts.wished(), **given(here.answers)}
    if not kept:
        return "first"
    return "plain" if kept.get("interpreter", "none") == "none" else "known"


def asked_singly(here: Here) -> str:
    """Say whether one wish was changed, or all are being asked for the first time."""
    return "one" if here.answer("change") not in {"", "skip"} else "first"


def third(here: Here) -> str:
    """Say which the third question of a first booking is."""
    return "voice" if here.answer("how") == "phone" else "access"


def keep_wishes(here: Here) -> Iterator[Effect]:
    """Keep what was just changed."""
    name = here.answer("change")
    if here.answer(name) not in {"", "skip"}:
        yield KeepWishes(((name, here.answer(name)),))


def still_free(here: Here) -> str:
    """Say whether the time that she chose is free at this moment."""
    return "free" if here.facts.slot_free(here.answers) else "gone"


def book(here: Here) -> Iterator[Effect]:
    """Book the time that she chose."""
    yield BookMeeting(
        here.facts.slot_chosen(here.answers),
        how(here.answers, here.facts.meeting()),
        tuple(given(here.answers).items()),
        moves=here.answer("mine") == "move",
    )


def choose_for_me(here: Here) -> Iterator[Effect]:
    """Ask the advocate to choose a time."""
    yield ChooseForMe(how(here.answers, here.facts.meeting()), tuple(given(here.answers).items()))


def at_once(here: Here) -> str:
    """Say whether it is booked, or the advocate says yes or no first."""
    return "booked" if here.facts.books_at_once() else "asked"


def to_remind(here: Here) -> str:
    """Say whether the question of reminders is still open."""
    return "no" if here.facts.reminders_consent() else "yes"


def has_place(here: Here) -> str:
    """Say whether there is a place that may be said."""
    return "yes" if here.facts.meeting_place() else "no"


def cancel(_here: Here) -> Iterator[Effect]:
    """Take the meeting out."""
    yield CancelMeeting()


MEETING_OFF = Flow(
    "meeting_off",
    Decide("has", has_meeting, yes="off", no="none"),
    Choose(
        "off",
        "Shall I take this out: {meeting_at}? You need no reason.",
        Pick("yes", "Take it out"),
        Pick("no", "Keep it", then="kept"),
        must=True,
    ),
    Decide("proof", provable, ask="number", clear="cancel"),
    Enter(
        "number",
        PROVE,
        read=read_number,
        again=ANOTHER,
        out="kept",
        draw="fresh_number",
        must=True,
    ),
    Do("cancel", cancel),
    Finish("gone", "It is taken out. To choose another time: {way_back}.", receipt=True),
    Finish("kept", "Nothing was changed."),
    Finish("none", "You have no meeting now. To choose a time: {way_back}."),
)

MEET = Flow(
    "meet",
    Decide("has", has_meeting, yes="mine", no="how"),
    Choose(
        "mine",
        "{meeting_said}. UK time.",
        Pick("keep", "Keep it"),
        Pick("move", "Another time"),
        Pick("off", "I cannot come", then=MEETING_OFF),
        Pick("where", "Tell me where"),
        must=True,
    ),
    Decide(
        "unchanged", lambda here: "yes" if wanted(here) == "keep" else "no", yes="kept", no="proof"
    ),
    Decide("proof", provable, ask="number", clear="which"),
    Enter(
        "number",
        PROVE,
        read=read_number,
        again=ANOTHER,
        out="kept",
        draw="fresh_number",
        must=True,
    ),
    Decide("which", wanted, move="slot", where="where", keep="kept"),
    Decide("where", has_place, yes="place", no="no_place"),
    Choose(
        "place",
        "{meeting_place}",
        Pick("hide", "Hide it now"),
        must=True,
        reveals="topic",
        note="What an advocate wrote: an address.",
    ),
    Finish("hidden"),
    Finish("no_place", "{advocate} will tell you where."),
    Choose(
        "how",
        "How would you like to meet {advocate}?",
        Pick("phone", "Phone"),
        Pick("there", "In person"),
        Pick("video", "Video"),
        Pick("decide", "{advocate} and I decide", skip=True),
    ),
    Decide("asked", known_wishes, first="interpreter", known="wishes", plain="wishes_plain"),
    Choose(
        "wishes",
        "As last time: {wishes_said}?",
        Pick("yes", "Yes", then="slot", skip=True),
        Pick("change", "Change", then="change"),
        Pick("none", "No interpreter", then="slot"),
    ),
    Choose(
        "wishes_plain",
        "As last time: {wishes_said}?",
        Pick("yes", "Yes", then="slot", skip=True),
        Pick("change", "Change", then="change"),
    ),
    Choose(
        "change",
        "What would you like to change?",
        Pick("interpreter", "Interpreter", then="interpreter"),
        Pick("language", "Language of interpreter", then="language"),
        Pick("community", "Not from my community", then="community"),
        Pick("gender", "A woman or a man", then="gender"),
        Pick("hours", "Time of day", then="hours"),
        Pick("voicemail", "Voice messages", then="voicemail"),
        Pick("no_answer", "If I do not answer", then="no_answer"),
        Pick("access", "What I need there", then="access"),
        Pick("bring", "Somebody comes with me", then="bring"),
        Pick("nothing", "Nothing", then="slot", skip=True),
    ),
    Choose(
        "interpreter",
        "Would you like an interpreter?",
        Pick("woman", "Yes, a woman"),
        Pick("man", "Yes, a man"),
        Pick("any", "Yes"),
        Pick("none", "No"),
    ),
    Decide("after_interpreter", asked_singly, one="keep", first="hours"),
    Choose(
        "hours",
        "What time of day is good for you?",
        Pick("morning", "Morning"),
        Pick("afternoon", "Afternoon"),
        Pick("evening", "Evening"),
        Pick("any", "Any time", skip=True),
    ),
    Decide("after_hours", asked_singly, one="keep", first="third"),
    Decide("third", third, voice="voicemail", access="access"),
    Choose(
        "voicemail",
        "If you do not answer, may we leave a voice message?",
        Pick("no", "No"),
        Pick("neutral", "Only: please call back"),
        Pick("yes", "Yes"),
    ),
    Decide("after_voicemail", asked_singly, one="keep", first="slot"),
    Tick(
        "access",
        "Do you need any of these?",
        Pick("steps", "No steps"),
        Pick("hearing", "Help to hear"),
        Pick("sight", "Help to see"),
        Pick("child", "I bring a child"),
    ),
    Decide("after_access", asked_singly, one="keep", first="slot"),
    Offer("language", "Which language?", source="interpreter_languages", then="keep"),
    Choose(
        "community",
        "Shall the interpreter be from outside your community?",
        Pick("yes", "Yes"),
        Pick("any", "It does not matter", skip=True),
        then="keep",
    ),
    Choose(
        "gender",
        "Would you like to talk with a woman or a man?",
        Pick("woman", "A woman"),
        Pick("man", "A man"),
        Pick("any", "It does not matter", skip=True),
        then="keep",
    ),
    Choose(
        "no_answer",
        "If you do not answer, what shall we do?",
        Pick("ring", "Ring once more"),
        Pick("wait", "Wait for me"),
        Pick("i_ring", "I will ring you"),
        then="keep",
    ),
    Choose(
        "bring",
        "Will somebody come with you?",
        Pick("yes", "Yes"),
        Pick("no", "No", skip=True),
    ),
    Do("keep", keep_wishes),
    Decide("again", known_wishes, first="wishes_plain", known="wishes", plain="wishes_plain"),
    Show("gone", "Somebody else has just taken that time."),
    Offer(
        "slot",
        "Which time? UK time.",
        Pick("other", "Other times", then="other_slot"),
        Pick("choose", "{advocate} chooses", then="choose", skip=True),
        source="slots",
        none="no_time",
        then="check",
    ),
    Offer(
        "other_slot",
        "Which time? UK time.",
        Pick("other", "Other times", then="last_slot"),
        Pick("choose", "{advocate} chooses", then="choose", skip=True),
        source="other_slots",
        none="no_time",
        then="check",
    ),
    Offer(
        "last_slot",
        "Which time? UK time.",
        Pick("choose", "{advocate} chooses", then="choose", skip=True),
        source="last_slots",
        none="no_time",
        then="check",
    ),
    Choose(
        "check",
        "{plan_said}.",
        Pick("book", "Book it"),
        Pick("change", "Change", then="what"),
        Pick("no", "No", then="dropped"),
        must=True,
    ),
    Decide("still", still_free, free="book", gone="gone"),
    Do("book", book),
    Decide("at_once", at_once, booked="remind", asked="remind_asked"),
    Decide("remind", to_remind, yes="booked_ask", no="booked"),
    Decide("remind_asked", to_remind, yes="asked_ask", no="held"),
    Show(
        "booked_ask",
        "Booked: {slot_at}, UK time. To change: {way_back}.",
        apart=True,
        cls="receipt",
        then="reminders",
    ),
    Show(
        "asked_ask",
        "Asked: {slot_at}, UK time. I hold it for you. {advocate} says yes or no by {confirm_by}.",
        apart=True,
        cls="receipt",
    ),
    Call(REMINDERS, id="reminders"),
    Finish("end"),
    Finish("booked", "Booked: {slot_at}, UK time. To change: {way_back}.", receipt=True),
    Finish(
        "held",
        "Asked: {slot_at}, UK time. I hold it for you. {advocate} says yes or no by {confirm_by}.",
        receipt=True,
    ),
    Choose(
        "what",
        "What would you like to change?",
        Pick("time", "The time", then="slot"),
        Pick("how", "How we meet", then="other_how"),
        Pick("wishes", "My wishes", then="change"),
        must=True,
    ),
    Choose(
        "other_how",
        "How would you like to meet {advocate}?",
        Pick("phone", "Phone"),
        Pick("there", "In person"),
        Pick("video", "Video"),
        Pick("decide", "{advocate} and I decide", skip=True),
        then="check",
    ),
    Show("no_time", "There is no other free time to show."),
    Choose(
        "choose",
        "{advocate} can choose a time and write to you.",
        Pick("yes", "Ask {advocate}"),
        Pick("no", "No", then="dropped"),
        must=True,
    ),
    Do("choose_for_me", choose_for_me),
    Finish("chosen", "I have asked {advocate}. You can expect an answer by {day}.", receipt=True),
    Finish("kept", "Nothing was changed."),
    Finish("dropped", "Nothing was booked."),
)
