"""My rights: a nation, a topic, three to five cards, and who can be asked about it.

The rules kept here (conversations.md B8): *not sure* never means England; hard pages lie behind a
warning; an old page says so first; every page ends in its sources, its date and a person to ask.
"""

from collections.abc import Iterator

from bot.flows.concern import CONCERN
from bot.flows.effects import Effect, SetSetting
from bot.flows.effects_words import Deliver
from bot.flows.flow import Flow
from bot.flows.meeting import MEET
from bot.flows.page_steps import page, state
from bot.flows.rights_pages import SEVERAL
from bot.flows.state import Draft
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
    Write,
)
from bot.flows.who_reads import WHO_READS
from bot.flows.write import (
    AFTER_SENDING,
    KEPT,
    TAKEN_OUT,
    TEAM_INSTEAD,
    anything_to_ask,
    is_away,
    kept_before,
    tidied,
)


def nation_known(here: Here) -> str:
    """Say whether it is known which nation's rights she reads."""
    return "yes" if here.facts.rights_nation(here.answers) else "no"


def remember(here: Here) -> Iterator[Effect]:
    """Remember the nation on this phone, so that it is asked once."""
    yield SetSetting("nation", here.answer("nation"))


def typed(text: str, here: Here) -> str | None:
    """Read a typed word as a topic; None where it is no search."""
    return here.facts.rights_named(text) or None


def several(here: Here) -> str:
    """Say whether a typed word may mean more than one topic."""
    word = here.answer("named") or here.answer("topic")
    return "many" if word.startswith(SEVERAL) else "one"


def hard(here: Here) -> str:
    """Say whether the page lies behind a warning."""
    return "yes" if here.facts.rights_hard(here.answers) else "no"


def whose(here: Here) -> str:
    """Say whether she has an advocate to ask."""
    return "linked" if here.facts.linked() and here.facts.adult() == "yes" else "stranger"


def ask(here: Here) -> Iterator[Effect]:
    """Send the title of the page, and her words where there are any."""
    title = here.facts.rights_title(here.answers).english
    yield Deliver(Draft((f"My rights: {title}", *here.draft.texts), here.draft.files), "advocate")


RIGHTS_NATION = Flow(
    "rights_nation",
    Choose(
        "nation",
        "Some rights differ by nation. Where do you live?",
        Pick("england", "England"),
        Pick("wales", "Wales"),
        Pick("scotland", "Scotland"),
        Pick("ni", "Northern Ireland"),
        Pick("uk", "Not sure", skip=True),
    ),
    Do("remember", remember, then="@rights"),
)

ASK_ABOUT = Flow(
    "ask_about",
    Call(WHO_READS),
    Decide("there", is_away, no="kept", alone="gone", covered="gone"),
    Show("gone", "{advocate} is away until {away}.", apart=True),
    Decide("kept", kept_before, yes="found", no="words"),
    Show("found", "Your words are still here. They are not sent.", then="check"),
    Write(
        "words",
        "To {advocate}, about: {rights_title}. Add words, or send only the title.",
        "Write as little as you like. You do not need to say what happened to you.",
        Pick("only", "Send the title", then="only"),
        Pick("discard", "Do not send", then="discarded"),
        reader="advocate",
        must=True,
    ),
    Choose(
        "check",
        "To {advocate}, about: {rights_title}.",
        Pick("send", "Send"),
        Pick("add", "Write more", then="words"),
        Pick("team", TEAM_INSTEAD, then=CONCERN),
        Pick("discard", "Throw away", then="discarded"),
        must=True,
    ),
    Do("deliver", ask, then="tidy"),
    Decide("only", kept_before, yes="check", no="deliver"),
    Decide("tidy", tidied, yes="taken_out", no="asks"),
    Show("taken_out", TAKEN_OUT),
    Decide("asks", anything_to_ask, yes="receipt", no="sent"),
    Show("receipt", KEPT, apart=True, cls="receipt", then=AFTER_SENDING),
    Finish("sent", KEPT, receipt=True),
    Finish("discarded", "It is gone. Nothing was sent."),
    takes=("topic", "named", "found"),
)

RIGHTS = Flow(
    "rights",
    Decide("nation_known", nation_known, yes="topic", no=RIGHTS_NATION),
    Offer(
        "topic",
        "Pick one, or send one word, like money.",
        Pick("nation", "Another nation", then=RIGHTS_NATION),
        Pick("none", "None of these", then="end", skip=True),
        source="rights_topics",
        read=typed,
        none="named",
        then="several",
    ),
    Enter(
        "named",
        "These pages are old. You can still send one word, like money.",
        read=typed,
        again="I have no page with that word. Send another one, like home.",
        out="end",
        must=True,
    ),
    Decide("several", several, many="found", one="page"),
    Offer(
        "found",
        "Which one?",
        Pick("none", "None of these", then="topic", skip=True),
        source="rights_found",
    ),
    Decide("page", state, fresh="hard", old="hard", withheld="withheld"),
    Choose(
        "withheld",
        "This page is old, and the law may have changed. Ask your advocate.",
        Pick("other", "Other rights", then="topic"),
        Pick("end", "Menu", then="end"),
        must=True,
    ),
    Decide("hard", hard, yes="gate", no="how"),
    Choose(
        "gate",
        "This page is about: {rights_title}. It may be hard to read.",
        Pick("read", "Read it"),
        Pick("other", "Skip it", then="topic"),
        Pick("later", "Later", then="later"),
        must=True,
    ),
    *page("who", withheld="withheld"),
    Decide("who", whose, linked="ways", stranger="ways_stranger"),
    Choose(
        "ways",
        Pick("ask", "Ask my advocate", then=ASK_ABOUT),
        Pick("meet", "Meet my advocate", then=MEET),
        Pick("worry", "Worry or complaint", then=CONCERN),
        Pick("other", "Other rights", then="topic"),
        Pick("nation", "Another nation", then=RIGHTS_NATION),
        Pick("end", "Menu", then="end", skip=True),
    ),
    Choose(
        "ways_stranger",
        Pick("worry", "Worry or complaint", then=CONCERN),
        Pick("other", "Other rights", then="topic"),
        Pick("nation", "Another nation", then=RIGHTS_NATION),
        Pick("end", "Menu", then="end", skip=True),
    ),
    Finish("later", "You can read it at any time, under My rights."),
    Finish("end"),
    takes=("nation",),
)
