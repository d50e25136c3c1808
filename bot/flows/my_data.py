"""My data: what is kept and for how long, who can read it, putting it right, hiding it, erasing it.

The rules kept here (conversations.md B13): nothing of it is ever copied into the chat; erasing and
taking that back need the same: a number just sent to this phone where a sender can be forged, and
her word where it can be deleted from the chat, else a call from staff; stop is not erase.
"""

from collections.abc import Iterator

from bot.flows.effects import AskErasure, Effect, ForgetMe, RaiseTask, UndoErasure
from bot.flows.effects_words import ClearHere
from bot.flows.flow import Flow
from bot.flows.language import LANGUAGE
from bot.flows.proof import proof, prove
from bot.flows.step import Here, Step, Then
from bot.flows.vocabulary import Choose, Decide, Do, Enter, Finish, Pick, Show
from bot.flows.word import present_word
from bot.flows.write import tidied


def whose(here: Here) -> str:
    """Say whether this phone stands for anybody."""
    return "hers" if here.facts.linked() else "stranger"


def asked_before(here: Here) -> str:
    """Say whether she has asked for everything to be erased."""
    return "yes" if here.facts.erase_asked() else "no"


def worded(here: Here) -> str:
    """Say whether her word can be asked here: a text with it would stay on the phone."""
    return "word" if here.facts.has_word() and not here.facts.can_be_forged() else "call"


def ask_task(_here: Here) -> Iterator[Effect]:
    """Let staff call her; they are told that it is about data, and no more."""
    yield RaiseTask("data_request")


def hide(_here: Here) -> Iterator[Effect]:
    """Take what was shown out of here."""
    yield ClearHere()


def ask_now(_here: Here) -> Iterator[Effect]:
    """Erase in 72 hours: she has sent her word."""
    yield AskErasure(proved=True)


def ask_by_call(_here: Here) -> Iterator[Effect]:
    """Erase in 72 hours, once staff have spoken to her."""
    yield AskErasure(proved=False)


def undo_now(_here: Here) -> Iterator[Effect]:
    """Keep everything: she has sent her word."""
    yield UndoErasure(proved=True)


def undo_by_call(_here: Here) -> Iterator[Effect]:
    """Erase nothing until staff have spoken to her."""
    yield UndoErasure(proved=False)


def forget_me(_here: Here) -> Iterator[Effect]:
    """Forget a phone that stands for nobody."""
    yield ForgetMe()


def held(here: Here) -> str:
    """Say whether a rule makes us keep it for now."""
    return "yes" if here.facts.erase_held() else "no"


def it_is_her(without: Then) -> tuple[Step, ...]:
    """Ask for what erasing and keeping both need; then on to ``now``, or to ``by_call``.

    ``without``: where it goes on without the number that was just sent to this phone.
    """
    return (
        proof("forged", "proof"),
        prove(out=without),
        Decide("proof", worded, word="word", call="by_call"),
        Enter(
            "word",
            "Please send your word.",
            read=present_word,
            again="That is another word.",
            out="by_call",
            secret=True,
            counts=True,
            must=True,
        ),
    )


ERASE = Flow(
    "erase",
    Decide("held", held, yes="kept_for_now", no="erase"),
    Show("kept_for_now", "A rule makes us keep it for now. It goes when that ends."),
    Choose(
        "erase",
        "Erase everywhere: your words, answers, meetings and this number. "
        "It takes 72 hours, and 7 days more for spare copies. "
        "A complaint is kept longer. It says until when.",
        Pick("erase_all", "Erase everything"),
        Pick("only_stop", "Only stop texts", then="how_to_stop"),
        Pick("keep_all", "Keep it", then="unchanged"),
        must=True,
        of="consent",
    ),
    *it_is_her(without="unchanged"),
    Do("now", ask_now),
    Finish(
        "asked",
        "It will be erased in 72 hours. I write nothing until then. "
        "A person may call and ask if it was you. To keep it, come back here.",
        of="consent",
    ),
    Do("by_call", ask_by_call),
    Finish(
        "will_call",
        "A person will call and ask if it was you, and if you are alone. "
        "Then it is erased, 72 hours from now or later. I write nothing until then.",
        of="consent",
    ),
    Finish("how_to_stop", "Text STOP. You get no more texts then, and nothing is erased."),
    Finish("unchanged", "Nothing was changed."),
)

ERASE_UNDO = Flow(
    "erase_undo",
    Choose(
        "undo",
        "You asked to erase everything. It is not erased yet.",
        Pick("keep_all", "Keep everything"),
        Pick("go_on_with_it", "Let it be erased", then="still"),
        must=True,
        of="consent",
    ),
    *it_is_her(without="still"),
    Do("now", undo_now),
    Finish("kept", "Everything is kept. Nothing will be erased.", of="consent"),
    Do("by_call", undo_by_call),
    Finish(
        "will_call",
        "A person will call and ask if it was you. Nothing is erased before that.",
        of="consent",
    ),
    Finish("still", "It will be erased."),
)

MY_DATA = Flow(
    "my_data",
    Decide("whose", whose, hers="mine", stranger="strangers"),
    Choose(
        "mine",
        "Your data:",
        Pick("what", "What is kept", then="kinds"),
        Pick("who", "Who can read it", then="readers"),
        Pick("copied", "A copy for me", then="copy"),
        Pick("correct", "Put something right", then="correct"),
        Pick("hide", "Hide here now", then="hide"),
        Pick("erase", "Erase everywhere", then="asked"),
        must=True,
    ),
    Show("kinds", source="data_kinds", then="more"),
    Show("readers", source="data_readers"),
    Choose(
        "more",
        Pick("back_there", "My data", then="mine"),
        Pick("done_here", "Menu", then="end"),
        must=True,
    ),
    Finish("end"),
    Choose(
        "copy",
        "A person gives you a copy, after asking for your word. It never comes by text.",
        Pick("ask", "Ask for a copy", then="request"),
        Pick("no", "Not now", then="mine"),
        must=True,
    ),
    Choose(
        "correct",
        "What is to be put right?",
        Pick("language", "My language", then=LANGUAGE),
        Pick("settings", "Quiet hours, notes", then="@settings"),
        Pick("name", "My name, or other words", then="request"),
        must=True,
    ),
    Do("request", ask_task),
    Finish("requested", "I have asked {advocate} to call you.", receipt=True),
    Do("hide", hide),
    Decide("gone", tidied, yes="hidden_here", no="hidden"),
    Finish("hidden_here", quiet=True),
    Finish(
        "hidden",
        "What waits here is hidden. Texts stay in your phone until you delete them.",
    ),
    Decide("asked", asked_before, yes=ERASE_UNDO, no=ERASE),
    Choose(
        "strangers",
        "What you write here is erased after 24 hours. Only a worry that you send to the "
        "team stays longer.",
        Pick("forget", "Erase it now", then="forget"),
        Pick("leave_it", "Menu", then="home"),
        must=True,
    ),
    Do("forget", forget_me),
    Finish("forgotten", "What was kept of this chat is erased in a minute.", quiet=True),
    Finish("home"),
)
