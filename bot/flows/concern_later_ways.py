"""What is read, decided and done with a worry or complaint sent before (``concern_later``).

The rule kept here: which one it is about is worked out anew in each turn, from how it was opened.
"""

from collections.abc import Iterator

from bot.flows.codes import read_six
from bot.flows.effects import Effect
from bot.flows.effects_concern import (
    AddToConcern,
    AskReview,
    DeclineQuestion,
    LookInto,
    OpenConcern,
    TriedPin,
    WithdrawConcern,
)
from bot.flows.effects_words import DeleteTheirs
from bot.flows.vocabulary import Here

LENGTHS = frozenset((6, 7))


def from_here(here: Here) -> str:
    """Say whether this phone, under its present link, made any."""
    return "yes" if here.facts.my_concerns(here.answers) else "no"


def read_reference(text: str, _here: Here) -> str | None:
    """Read a number such as C-7KQ4-M2, with or without its dashes."""
    kept = "".join(letter for letter in text.upper() if letter.isalnum())
    return kept if len(kept) in LENGTHS and kept.isascii() else None


def read_pin(text: str, here: Here) -> str | None:
    """Read six digits of any script, and keep only what they are compared by."""
    pin = read_six(text)
    return None if pin is None else here.facts.pin_proof(here.answer("reference"), pin)


def gave_reference(here: Here) -> str:
    """Say whether a number was sent."""
    return "no" if here.answer("reference") == "skip" else "yes"


def tried(here: Here) -> Iterator[Effect]:
    """Count a wrong try."""
    yield TriedPin(here.answer("reference"))


def news(here: Here) -> str:
    """Say whether something waits to be read in it."""
    return "yes" if here.facts.concern_unread(here.answers) else "no"


def open_it(here: Here) -> Iterator[Effect]:
    """Mark it as being shown."""
    yield OpenConcern(which(here), here.answer("letters"))


def asks(here: Here) -> str:
    """Say whether what is shown is a question that is open."""
    return "yes" if here.facts.concern_asks(here.answers) else "no"


def which(here: Here) -> str:
    """Return the id of the one that is open, as of this turn."""
    return here.facts.concern_id(here.answers)


def what_next(here: Here) -> str:
    """Return what was chosen to be done with it."""
    done = here.answer("next")
    return done if done in NEXT else "end"


NEXT = frozenset(
    ("letters", "add", "answer", "decline", "withdraw", "review", "look", "readers", "outside")
)


def add(here: Here) -> Iterator[Effect]:
    """Send the words, as they were confirmed."""
    answers = here.answer("next") == "answer" or here.answer("question") == "answer"
    yield AddToConcern(here.draft, "complaints team", which(here), answers, by_pin(here))
    yield DeleteTheirs()


def danger(here: Here) -> str:
    """Say whether somebody must look today."""
    return "yes" if here.facts.sounds_dangerous((), here.draft.texts) else "no"


def by_pin(here: Here) -> bool:
    """Say whether number and digits opened it, on any phone."""
    return not here.answer("mine")


def decline(here: Here) -> Iterator[Effect]:
    """Decline a question."""
    yield DeclineQuestion(which(here))


def withdraw(here: Here) -> Iterator[Effect]:
    """Take it back."""
    yield WithdrawConcern(which(here))


def review(here: Here) -> Iterator[Effect]:
    """Ask for a review."""
    yield AskReview(which(here), by_pin(here))


def look(here: Here) -> Iterator[Effect]:
    """Let somebody independent look into it."""
    yield LookInto(which(here), by_pin(here))
