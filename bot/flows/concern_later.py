"""Later: how it stands, what was answered, adding, answering, taking back, asking again.

The rules kept here: a phone is not the person. What this phone made under the link it stands for
now opens at once; anything else only by number and six digits, which read and add and never take
back. It looks the same whether or not there is anything to find.
"""

from collections.abc import Iterator

from bot.flows.effects import (
    AddToConcern,
    AskReview,
    DeclineQuestion,
    DeleteTheirs,
    Effect,
    LookInto,
    OpenConcern,
    TriedPin,
    WithdrawConcern,
)
from bot.flows.flow import Flow
from bot.flows.vocabulary import Choose, Decide, Do, Enter, Finish, Here, Offer, Pick, Show, Write

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
    digits = [letter for letter in text if not letter.isspace() and letter != "-"]
    if len(digits) != 6 or not all(letter.isdecimal() for letter in digits):  # noqa: PLR2004
        return None
    pin = "".join(str(int(letter)) for letter in digits)
    return here.facts.pin_proof(here.answer("reference"), pin)


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
    yield AskReview(which(here))


def look(here: Here) -> Iterator[Effect]:
    """Let somebody independent look into it."""
    yield LookInto(which(here))


def forged(here: Here) -> str:
    """Say how she shows that it is her: a sender's number on SMS proves nothing."""
    return "number" if here.facts.can_be_forged() else "tap"


def read_number(text: str, here: Here) -> str | None:
    """Read the number that was just sent to this phone."""
    return text.strip() if text.strip() == here.answer("number_drawn") else None


CONCERN_LATER = Flow(
    "concern_later",
    Decide("from_here", from_here, yes="mine", no="reference"),
    Offer(
        "mine",
        "Which one?",
        source="my_concerns",
        none="reference",
        alone=True,
        must=True,
        then="news",
        of="complaint",
    ),
    Enter(
        "reference",
        "Please send the number, like C-7KQ4-M2.",
        read=read_reference,
        again="Please send the number, like C-7KQ4-M2.",
        out="closed",
        of="complaint",
    ),
    Decide("gave", gave_reference, yes="pin", no="end"),
    Enter(
        "pin",
        "Please send your 6 digits.",
        read=read_pin,
        again="Please send 6 digits.",
        out="closed",
        secret=True,
        must=True,
        of="complaint",
    ),
    Offer(
        "opened",
        source="concern_opened",
        none="tried",
        alone=True,
        must=True,
        then="news",
        of="complaint",
    ),
    Do("tried", tried),
    Finish(
        "closed",
        "That did not open. After five tries only the team can open it to you.",
        of="complaint",
    ),
    Decide("news", news, yes="letters", no="next"),
    Offer(
        "letters",
        "Which one?",
        source="concern_unread",
        none="gone",
        alone=True,
        must=True,
        of="complaint",
    ),
    Do("open", open_it),
    Decide("asks", asks, yes="question", no="letter"),
    Choose(
        "question",
        "{concern_letter}",
        Pick("answer", "Answer", then="reads"),
        Pick("decline", "I do not want to answer", then="decline"),
        Pick("not_now", "Not now", then="end"),
        must=True,
        reveals="topic",
        of="complaint",
    ),
    Choose(
        "letter",
        "{concern_letter}",
        Pick("choices", "What I can do", then="next"),
        Pick("on", "Menu", then="end"),
        must=True,
        reveals="topic",
        of="complaint",
    ),
    Offer(
        "next",
        "{concern_number}. {concern_state}",
        Pick("end", "Menu", skip=True),
        source="concern_choices",
        none="end",
        of="complaint",
        reveals="topic",
    ),
    Decide(
        "what",
        what_next,
        letters="letters",
        add="reads",
        answer="reads",
        decline="decline",
        withdraw="withdraw",
        review="review",
        look="look",
        readers="readers",
        outside="outside",
        end="end",
    ),
    Show("reads", "The team that works on this reads it.", of="consent"),
    Write(
        "words",
        "Write as little as you like. You do not need to say what happened to you.",
        reader="complaints team",
        must=True,
        of="complaint",
    ),
    Choose(
        "check",
        "To the team, about {concern_number}.",
        Pick("send", "Send"),
        Pick("add", "Write more", then="words"),
        Pick("discard", "Do not send", then="discarded"),
        must=True,
        of="complaint",
    ),
    Decide("danger", danger, yes="add_danger", no="add"),
    Do("add", add),
    Finish("added", "Kept for the team, {time}.", receipt=True, of="complaint"),
    Do("add_danger", add),
    Finish(
        "added_danger",
        "Kept for the team, {time}. A person will look at this today. Danger now: 999.",
        receipt=True,
        of="complaint",
    ),
    Do("decline", decline),
    Finish("declined", "OK. You do not have to answer. The work goes on.", of="complaint"),
    Choose(
        "withdraw",
        "If someone may be in danger, that part goes on. The rest ends.",
        Pick("yes", "Take it back", then="forged"),
        Pick("no", "Keep it", then="end"),
        must=True,
        of="complaint",
    ),
    Decide("forged", forged, number="number", tap="take_back"),
    Enter(
        "number",
        "To take it back, send me this number: {number_drawn}",
        read=read_number,
        again="That is another number.",
        out="kept",
        draw="fresh_number",
        must=True,
        of="complaint",
    ),
    Do("take_back", withdraw),
    Finish("taken_back", "It is taken back. It does not affect your support.", of="complaint"),
    Finish("kept", "Nothing was changed.", of="complaint"),
    Choose(
        "review",
        "Somebody who was not involved looks at it again.",
        Pick("yes", "Ask for that", then="ask_review"),
        Pick("no", "Not now", then="end"),
        must=True,
        of="complaint",
    ),
    Do("ask_review", review),
    Finish("asked", "OK. We will write by {review_day}.", of="complaint"),
    Choose(
        "look",
        "Somebody independent looks into it. That takes longer.",
        Pick("yes", "Yes", then="look_into"),
        Pick("no", "Not now", then="end"),
        must=True,
        of="complaint",
    ),
    Do("look_into", look),
    Finish("looks", "OK. Somebody independent will look into it.", of="complaint"),
    Show("readers", source="concern_holders", apart=True, then="next", of="complaint"),
    Show("outside", source="outside_bodies", apart=True, each=1, of="complaint"),
    Finish(
        "supporter",
        "Somebody else can help you with this, for example a friend or an advice centre.",
        of="complaint",
    ),
    Finish("discarded", "It is gone. Nothing was sent.", of="complaint"),
    Finish("gone", "Nothing waits here. You can ask the team to send it again.", of="complaint"),
    Finish("end"),
    team=("mine", "opened"),
)

CONCERN_NOTE = Flow(
    "concern_note",
    Choose(
        "note",
        "You have something to read.",
        Pick("show", "Show", then=CONCERN_LATER),
        must=True,
        cls="push",
        reveals="none",
        note="Seen on a lock screen: it says nothing of who or what.",
    ),
)
