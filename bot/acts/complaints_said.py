"""What the service itself writes into a complaint: a sentence and its fills, in no language yet.

It lies as JSON in a sealed entry, and is said to her in her language and to staff in English. The
rule kept here: what one release has written every later one reads, so that names stay as they are.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from types import MappingProxyType

from bot.vault.entries import Direction, Words

MEDIA = "application/json"


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Somebody works on it, by this name, and writes by a day."""

    name: str
    day: int


@dataclass(frozen=True, slots=True)
class Late:
    """It takes longer: the new day."""

    day: int


@dataclass(frozen=True, slots=True)
class GoesOn:
    """It goes on, after a pause or with somebody else: by when she hears."""

    day: int


@dataclass(frozen=True, slots=True)
class Update:
    """How it stands in a handler's own words, and by when she hears next."""

    text: str = field(repr=False)
    language: str
    day: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer: each area with its decision, what is done about it, a handler's own words."""

    points: tuple[tuple[str, str], ...] = ()
    remedies: tuple[str, ...] = ()
    text: str = field(default="", repr=False)
    language: str = ""


@dataclass(frozen=True, slots=True)
class Did:
    """What was done with a button: by her, or (``disclosed``) by a handler; never told to her.

    Attributes:
        did: declined, withdrawn, review, review_late, look, call or disclosed.
        when: the time of day for a call.
        number: where to call; empty: she is to be asked for one.
    """

    did: str
    when: str = ""
    number: str = field(default="", repr=False)


Sentence = Acknowledged | Late | GoesOn | Update | Outcome | Did

_SAYS: Mapping[str, type[Sentence]] = MappingProxyType(
    {
        "acknowledged": Acknowledged,
        "late": Late,
        "goes_on": GoesOn,
        "update": Update,
        "outcome": Outcome,
    }
)
_NAMES = {kind: name for name, kind in _SAYS.items()}


def in_words(sentence: Sentence, author: bytes | None, direction: Direction, at: int) -> Words:
    """Return a sentence as the words of an entry."""
    fills = {name: value for name, value in asdict(sentence).items() if value != ""}
    says = {} if isinstance(sentence, Did) else {"say": _NAMES[type(sentence)]}
    return Words(author, direction, at, MEDIA, "", json.dumps({**says, **fills}).encode())


def read(body: bytes) -> Sentence:
    """Read what ``in_words`` wrote; of a kind that only a newer release knows, nothing is said."""
    found = json.loads(body)
    if "did" in found:
        return Did(found["did"], found.get("when", ""), found.get("number", ""))
    kind = _SAYS.get(found.get("say", ""))
    if kind is None:
        return Outcome()
    if kind is Outcome:
        found["points"] = tuple((area, decision) for area, decision in found.get("points", ()))
        found["remedies"] = tuple(found.get("remedies", ()))
    known = {one.name for one in fields(kind)}
    return kind(**{name: value for name, value in found.items() if name in known})
