"""First contact: a language, a code, a good time, an age. Nothing is assumed."""

from collections.abc import Iterator

from bot.flows.effects import Effect, RaiseTask, SayAdult, TriedCode, UseCode
from bot.flows.effects_words import NotNow
from bot.flows.flow import Flow
from bot.flows.language import in_language
from bot.flows.vocabulary import Choose, Decide, Do, Enter, Finish, Here, Offer, Pick, Show

COMPUTER = (
    "Hello. I am a computer service, not a person. I can give information and pass on messages."
)


def not_now(_here: Here) -> Iterator[Effect]:
    """Be quiet; nothing follows."""
    yield NotNow()


def say_adult(here: Here) -> Iterator[Effect]:
    """Keep the answer about age."""
    yield SayAdult(here.answer("adult"))


def age_is_open(here: Here) -> str:
    """Say whether the question of age is still to be asked."""
    return "ask" if here.facts.linked() and not here.facts.adult() else "asked"


def grown(here: Here) -> str:
    """Say what she has just answered."""
    return "yes" if here.answer("adult") == "yes" else "no"


def young_person(_here: Here) -> Iterator[Effect]:
    """Have a person look today."""
    yield RaiseTask("under_18", urgent=True)


def just_said(here: Here) -> str:
    """Say whether her age was told just now, while somebody is at work who can look today."""
    return "today" if here.answer("adult") and here.facts.open_now() else "earlier"


UNDER_18 = Flow(
    "under_18",
    Show("numbers", source="childlines", apart=True, of="crisis"),
    Decide("said", just_said, today="today", earlier="earlier"),
    Finish(
        "today",
        "Thank you for saying so. These people help young people. "
        "We have asked a person here to look at this today.",
        apart=True,
        of="crisis",
    ),
    Finish(
        "earlier",
        "These people help young people. We have asked a person here to look at this. "
        "What you write here is not read. Danger now: call 999.",
        apart=True,
        of="crisis",
    ),
    takes=("adult",),
)

GOOD_TIME = Flow(
    "good_time",
    Choose(
        "good_time",
        "Is this a good time?",
        Pick("yes", "Yes", then="age", okay=True),
        Pick("not_now", "Not now", then="later"),
        Pick("shared", "Someone else may see this phone", then="tips"),
        must=True,
    ),
    Choose(
        "tips",
        "You can hide messages on the locked screen. You can delete texts. "
        "You can use another phone.",
        Pick("on", "Go on", then="age", okay=True),
        Pick("not_now", "Not now", then="later"),
        must=True,
    ),
    Decide("age", age_is_open, ask="adult", asked="end"),
    Choose(
        "adult",
        "Are you 18 or over?",
        Pick("yes", "Yes"),
        Pick("no", "No"),
        Pick("unsure", "Not sure"),
        must=True,
    ),
    Do("say_adult", say_adult),
    Decide("grown", grown, yes="@menu", no="young"),
    Do("young", young_person, then=UNDER_18),
    Finish("end"),
    Do("later", not_now),
    Finish("quiet", quiet=True),
)


def whose(here: Here) -> str:
    """Say whether there are staff who may call her."""
    return "linked" if here.facts.linked() else "stranger"


WELCOME = Flow(
    "welcome",
    Decide("whose", whose, linked="computer", stranger="hello"),
    Show(
        "computer",
        COMPUTER,
        "Staff who call you will say: {staff_words}.",
        apart=True,
        then=GOOD_TIME,
    ),
    Show("hello", COMPUTER, then=GOOD_TIME),
)


COMPUTER_ASKED = Flow(
    "computer",
    Finish(
        "yes", "I am a computer service, not a person. I can give information and pass on messages."
    ),
)


FIRST_CONTACT = Flow(
    "first_contact",
    Offer(
        "language",
        source="languages",
        must=True,
        last="Squares? Send 8 for a person.",
        reveals="none",
        note="Shown to somebody whose phone cannot show a script.",
    ),
    Do("speak", in_language, then=WELCOME),
)


def given(here: Here) -> str:
    """Say whether a code came along."""
    return "yes" if here.answer("payload") else "no"


def any_number(text: str, _here: Here) -> str | None:
    """Read whatever has a number in it: one that cannot be a code is answered like a used one.

    Words without any are words, and no try.
    """
    return text if any(map(str.isdecimal, text)) else None


def sent_code(here: Here) -> str:
    """Return the code to try: typed, or come along."""
    return here.answer("code") or here.answer("payload")


def opens(here: Here) -> str:
    """Say whether the code opens a link now."""
    if here.answer("code") == "skip":
        return "skipped"
    return "yes" if here.facts.code_opens(sent_code(here)) else "no"


def use_code(here: Here) -> Iterator[Effect]:
    """Use the code that opens."""
    yield UseCode(sent_code(here))


def tried_code(_here: Here) -> Iterator[Effect]:
    """Count a try."""
    yield TriedCode()


LINK = Flow(
    "link",
    Decide("given", given, yes="opens", no="code"),
    Show(
        "same",
        "That did not open. A code works once, for three days. Whoever gave it to you can give you "
        "a new one.",
    ),
    Enter(
        "code",
        "Please send the ten numbers on your card.",
        read=any_number,
        again="An advocate gives you the card. If you have none, choose Skip.",
        out="end",
    ),
    Decide("opens", opens, yes="use", no="tried", skipped="end"),
    Do("tried", tried_code, then="same"),
    Do("use", use_code, then=WELCOME),
    Finish("end"),
)
