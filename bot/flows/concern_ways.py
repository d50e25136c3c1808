"""What is read, decided and done while a worry or complaint is made (``concern``).

The rule kept here: nothing is sent but what was shown back.
"""

from collections.abc import Iterator
from itertools import pairwise

from bot.flows.codes import read_six
from bot.flows.effects import Effect
from bot.flows.effects_concern import FileConcern, SayWhatHelps, SetPin
from bot.flows.effects_words import DeleteTheirs
from bot.flows.state import Answers
from bot.flows.vocabulary import Here

EASY: tuple[set[int], ...] = ({0}, {1}, {-1})
"""Steps between digits: all the same, a row upwards, a row downwards."""


def linked(here: Here) -> str:
    """Say whether there is an advocate to name."""
    return "yes" if here.facts.linked() else "no"


def step_wanted(answers: Answers) -> str:
    """Return which step of the ladder was wanted: noted or put right, or looked into."""
    wanted = answers.get("difference") or answers.get("ladder")
    return "complaint" if wanted == "complaint" else "concern"


def anybody(here: Here) -> str:
    """Say whether anybody who is not shut out could open it."""
    return "no" if here.facts.concern_team(here.answers) == "nobody" else "yes"


def written(here: Here) -> str:
    """Say whether words came along from a message that was to go to the advocate."""
    return "yes" if here.draft else "no"


def sounds(here: Here) -> str:
    """Say whether the words are of a decision, which is reconsidered and is no complaint."""
    told = here.answer("advice") or here.answer("decision")
    if not told and here.facts.names_decision(here.draft.texts):
        return "decision"
    return "concern"


def _areas(here: Here) -> tuple[str, ...]:
    """Return what was ticked; passed over, it is one word."""
    ticked = here.answers.get("areas", ())
    return (ticked,) if isinstance(ticked, str) else ticked


def danger(here: Here) -> str:
    """Say whether somebody must look today."""
    return "yes" if here.facts.sounds_dangerous(_areas(here), here.draft.texts) else "no"


def file_it(here: Here) -> Iterator[Effect]:
    """Send it, as it was shown back."""
    yield FileConcern(
        here.draft,
        "complaints team",
        begun=here.facts.concern_begun(here.answers),
        reference=str(here.facts.fresh_reference()),
        step=step_wanted(here.answers),
        about=here.answer("about") or here.answer("about_whom"),
        areas=tuple(area for area in _areas(here) if area != "skip"),
        level=here.answer("level") or "team",
        behalf=here.answer("behalf") or "me",
    )
    yield DeleteTheirs()


def helps(here: Here) -> Iterator[Effect]:
    """Keep what would help."""
    yield SayWhatHelps(here.answer("help"))


def helped(here: Here) -> str:
    """Say whether she said what would help."""
    return "no" if here.answer("help") == "skip" else "yes"


def six_digits(text: str, _here: Here) -> str | None:
    """Read six digits of any script; not those that anybody tries first (111111, 123456)."""
    digits = read_six(text)
    steps = {after - before for before, after in pairwise(map(int, digits or ""))}
    return None if steps in EASY else digits


def chosen(here: Here) -> str:
    """Say whether six digits were chosen."""
    return "no" if here.answer("pin") == "skip" else "yes"


def set_pin(here: Here) -> Iterator[Effect]:
    """Keep her six digits, as a hash."""
    yield SetPin(here.answer("pin"))


def tidied(here: Here) -> str:
    """Say whether her own words are deleted from the chat once kept."""
    return "yes" if here.facts.tidies() and here.draft else "no"
