"""Her word, and the lock: it opens this phone's chat, and tells staff that it is her.

It is asked twice. On a channel whose messages cannot be deleted it serves by voice only, and the
lock is not offered: it would be false comfort.
"""

from collections.abc import Iterator

from bot.flows.effects import DropWord, Effect, SetSetting, SetWord
from bot.flows.flow import Flow
from bot.flows.proof import proof, prove
from bot.flows.vocabulary import Choose, Decide, Do, Enter, Finish, Here, Pick, Show

LONGEST = 60


def plain(text: str) -> str:
    """Return a word as it is compared here: no outer spaces, no case."""
    return " ".join(text.split()).casefold()


def a_word(text: str, _here: Here) -> str | None:
    """Read a word that can be kept: some letters, not only a number."""
    word = " ".join(text.split())
    return word if 3 <= len(word) <= LONGEST and not word.isdigit() else None  # noqa: PLR2004


def same_word(text: str, here: Here) -> str | None:
    """Read the word the second time."""
    return text if plain(text) == plain(here.answer("word")) else None


def present_word(text: str, here: Here) -> str | None:
    """Read the word she has now; it is not kept."""
    return "known" if here.facts.is_word(text) else None


def keep_word(here: Here) -> Iterator[Effect]:
    """Keep her word."""
    yield SetWord(here.answer("word"))


def drop_word(_here: Here) -> Iterator[Effect]:
    """Forget her word, and the lock with it."""
    yield SetSetting("lock", "off")
    yield DropWord()


def keep_lock(here: Here) -> Iterator[Effect]:
    """Keep whether this phone locks."""
    yield SetSetting("lock", here.answer("lock"))


def keep_danger(here: Here) -> Iterator[Effect]:
    """Keep what a locked phone shows when a text sounds like danger."""
    yield SetSetting("danger", here.answer("danger"))


def has_word(here: Here) -> str:
    """Say whether a word is set."""
    return "yes" if here.facts.has_word() else "no"


def lockable(here: Here) -> str:
    """Say whether this phone can be locked."""
    return "yes" if here.facts.can_lock() else "no"


YOUR_WORD = Flow(
    "your_word",
    Decide("set", has_word, yes="have", no="kind"),
    Choose(
        "have",
        "You have a word.",
        Pick("change", "Change it"),
        Pick("drop", "Remove it"),
        Pick("leave_it", "Leave it", then="left"),
        must=True,
    ),
    proof("proof", "now"),
    Enter(
        "now",
        "Please send the word that you have now.",
        read=present_word,
        again="That is another word.",
        out="left",
        secret=True,
        counts=True,
        must=True,
        then="which",
    ),
    prove("To change this, send me this number: {number_drawn}", out="left"),
    Decide("which", lambda here: here.answer("have"), change="kind", drop="drop"),
    Decide("kind", lockable, yes="word", no="by_voice"),
    Show("by_voice", "Your text stays in this phone. Delete it after."),
    Enter(
        "word",
        "Send two ordinary words that you choose, like a colour and a place.",
        read=a_word,
        again="Please send words of three letters or more.",
        out="left",
        secret=True,
    ),
    Decide(
        "skipped",
        lambda here: "yes" if here.answer("word") == "skip" else "no",
        yes="left",
        no="twice",
    ),
    Enter(
        "twice",
        "Please send the same words again.",
        read=same_word,
        again="Those were two different texts. Please send the first words again.",
        out="left",
        secret=True,
        must=True,
    ),
    Do("keep", keep_word),
    Decide("can_lock", lockable, yes="lock", no="voice_only"),
    Finish("voice_only", "Your word is kept. Staff can ask for it when they call you."),
    Choose(
        "lock",
        "Your word is kept. Shall this chat lock after 15 quiet minutes? Your word opens it.",
        Pick("on", "Yes, lock it"),
        Pick("off", "No", then="stay_open", skip=True),
    ),
    Choose(
        "danger",
        "When this chat is locked and words sound like danger, what may I show?",
        Pick("numbers", "Help numbers"),
        Pick("plain", "Only thank you", skip=True),
    ),
    Do("keep_danger", keep_danger),
    Do("keep_lock", keep_lock),
    Finish("locked", "It will lock. Your advocate can reset your word by voice."),
    Do("stay_open", keep_lock),
    Finish("kept", "Your word is kept."),
    Do("drop", drop_word),
    Finish("dropped", "Your word is removed."),
    Finish("left", "Nothing was changed."),
)
