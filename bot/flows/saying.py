"""From a step to what is said: words filled, choices listed, the flags a channel needs."""

import re
from functools import cache

from bot.flows.facts import DEPENDENT, Facts
from bot.flows.flow import Flow
from bot.flows.says import Fill, Option, Say, Text, Verbatim
from bot.flows.state import Answer, Frame
from bot.flows.vocabulary import Choose, Enter, Finish, Offer, Show, Step, Tick, Write

MOST = 7
"""Choices on a page; with more there are six and "7 more"."""

NAVIGATION = ("back", "person", "leave")

GO_ON = Option("go_on", Text("engine.go_on", "Go on"))
SKIP = Option("skip", Text("engine.skip", "Skip"))
MENU = Option("menu", Text("engine.menu", "Menu"))
NOBODY_READS = Text(
    "engine.nobody_reads", "No person reads this. To talk to a person: {person_number}."
)
UNCLEAR = Text("engine.unclear", "I am not sure I understood.")
WORDS_ONLY = Text("engine.words_only", "I can only keep words on this number.")
WORDS_AND_FILES = Text(
    "engine.words_and_files", "I can keep words, voice messages and photos here."
)
LINKED = Text(
    "engine.linked",
    "This phone has a link already. You can use the code on another phone, or in a Telegram chat "
    "of your own. Whoever gave it to you can help. To talk to a person: {person_number}.",
)
MEANT = Text("engine.meant", "Do you mean this?")
GONE = Text("engine.gone", "That one has just gone.")
HELD_HERE = Text("engine.held_here", "I have kept your words. They are not sent.")
FULL = Text(
    "engine.full", "I can keep no more words here until these are sent. Please send them first."
)
CHANGED = Text("engine.changed", "I have your new words now.")
FIRST_WORDS = Text(
    "engine.first_words",
    "I can only use the words that came first. To add to them, please write a new message.",
)
WELCOME = Text("engine.welcome", "You are welcome.")
COMPUTER = Text("engine.computer", "I am a computer, not a person.")
STOPPING = Text("engine.stopping", "Shall I stop writing to you?")
STOPS = Option("stop_texts", Text("engine.yes", "Yes"))
NO = Option("again", Text("engine.no", "No"))
HELPING = "helping"
"""What *help me* looks like: a number to ring is said at once, and where she is asked again."""

THANKING = "thanking"
"""What *thank you* looks like: answered kindly, and never offered to be sent."""

GREETING = "greeting"
"""What *good morning* looks like: behind the curtain it is a knock, and no message to anybody."""

OKAY = "okay"
"""What *ok* looks like: not the key of any choice. Going on is all that it may ever do."""

ELSE = Option(NO.key, Text("engine.else", "Something else"))
"""Beside a choice that her words looked like: that may be called *No* itself."""

AND = Text("engine.and", "{one}, {two}")

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@cache
def names_in(english: str) -> tuple[str, ...]:
    """Return the placeholders of a sentence."""
    return tuple(_PLACEHOLDER.findall(english))


def ask_facts(facts: Facts, name: str, frame: Frame) -> Fill:
    """Return what a method of Facts answers, in this frame."""
    method = getattr(facts, name)
    found: Fill = method(frame.answers) if name in DEPENDENT else method()
    return found


def offered(step: Offer, frame: Frame, facts: Facts) -> tuple[Option, ...]:
    """Return what the source of an Offer offers at this moment."""
    found: tuple[Option, ...] = ask_facts(facts, step.source, frame)  # type: ignore[assignment]
    return found


def _together(labels: list[Fill]) -> Fill:
    said = labels[0] if labels else ""
    for label in labels[1:]:
        said = AND.filled(one=said, two=label)
    return said


def _answer(answer: Answer, step: Step | None, frame: Frame, facts: Facts) -> Fill:
    """Return an answer as it may stand in a sentence: the label, not the key."""
    keys = (answer,) if isinstance(answer, str) else answer
    if isinstance(step, Choose | Tick):
        known = {pick.key: pick.option.label for pick in step.picks}
    elif isinstance(step, Offer):
        known = {option.key: option.label for option in offered(step, frame, facts)}
    else:
        return Verbatim(", ".join(keys))
    return _together([known.get(key, "") for key in keys])


def filled(text: Text | Verbatim, flow: Flow, frame: Frame, facts: Facts) -> Text | Verbatim:
    """Return a text with its placeholders filled from the answers and the facts."""
    if isinstance(text, Verbatim) or not (names := names_in(text.english)):
        return text
    fills: dict[str, Fill] = {}
    for name in names:
        if name in frame.answers:
            fills[name] = _answer(frame.answers[name], flow.at.get(name), frame, facts)
        else:
            fills[name] = ask_facts(facts, name, frame)
    return Text(text.context, text.english, fills)


def options(step: Step, flow: Flow, frame: Frame, facts: Facts) -> tuple[Option, ...]:
    """Return every choice of a step, Skip included."""
    if isinstance(step, Finish):
        return (MENU,)
    if isinstance(step, Show):
        return (GO_ON,)
    found = [
        Option(pick.key, filled(pick.option.label, flow, frame, facts))
        if names_in(pick.label)
        else pick.option
        for pick in step.picks
    ]
    if isinstance(step, Offer):
        found = [*offered(step, frame, facts), *found]
    if not step.must and not any(pick.skip for pick in step.picks):
        found.append(SKIP)
    return tuple(found)


def pages(count: int) -> int:
    """Return how many pages so many choices take: six and "more", the last of up to seven."""
    return 1 if count <= MOST else 1 + -(-(count - MOST) // (MOST - 1))


def say(
    step: Step,
    flow: Flow,
    frame: Frame,
    facts: Facts,
    *,
    lead: tuple[Text | Verbatim, ...] = (),
    page: int = 0,
    first: bool = False,
    ticked: tuple[str, ...] = (),
) -> Say:
    """Return what a step says when it asks (or, a Finish, when it rests)."""
    choices = options(step, flow, frame, facts)
    parts = [*lead, *(filled(text, flow, frame, facts) for text in step.texts)]
    if isinstance(step, Offer) and step.last and 0 < page == pages(len(choices)) - 1:
        parts.append(step.last_text)
    return Say(
        step.context,
        tuple(parts),
        choices,
        page,
        step.cls,
        NAVIGATION,
        first and step.reveals != "none",  # what reveals nothing says nothing but its own words
        isinstance(step, Write | Enter),
        isinstance(step, Tick),
        ticked,
        step.cls in {"receipt", "crisis"},
        step.reveals,
    )
