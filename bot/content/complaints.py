"""``complaints.toml``: areas and standards, clocks, keeping, outcomes, bodies, safety, words.

The rule kept here: what is promised and to whom it may go is the Hub's to decide, so no number of
days and no body stands in code.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.content.reading import Faults, Table
from bot.crisis import Crisis, Listener
from bot.flows.rights_pages import EVERYWHERE, NATIONS
from bot.flows.says import Text, Verbatim

FILE = "complaints.toml"
MARKS = ("unconfirmed",)
AREAS = ("respect", "listening", "promises", "privacy", "fairness", "afraid", "other")
OUTCOMES = frozenset(
    {"upheld", "partly_upheld", "not_upheld", "could_not_decide", "resolved", "referred"}
)
REMEDIES = (
    "apology",
    "explanation",
    "new_advocate",
    "record_corrected",
    "service_changed",
    "training",
    "accreditation",
)
"""In the order in which they are read: that we are sorry comes first."""
STATES = (
    "submitted",
    "triage",
    "acknowledged",
    "needs_information",
    "early_resolution",
    "investigating",
    "safeguarding_hold",
    "referred_elsewhere",
    "outcome_sent",
    "review_requested",
    "under_review",
    "final_outcome_sent",
    "closed",
    "withdrawn",
    "paused_by_survivor",
    "no_safe_contact",
)
LATEST_ACKNOWLEDGED = 15
"""Working days that are never more than 30 calendar days, in which the law wants a complaint about
data to be acknowledged."""

BODY = Text("complaints.body", "{name}: {can} {cannot}")
BODY_UNCONFIRMED = Text("complaints.body_unconfirmed", "{name}: {can} {cannot} Not checked yet.")


@dataclass(frozen=True, slots=True)
class Clocks:
    """How many working days each step takes."""

    triage: int
    acknowledge: int
    concern: int
    concern_extension: int
    complaint: int
    complaint_extension: int
    update: int
    review_acknowledge: int
    review: int
    review_ask: int
    late: int


@dataclass(frozen=True, slots=True)
class Keeping:
    """How many calendar months one is kept once it is over, and how many may go at once."""

    concern_months: int
    complaint_months: int
    many: int

    def months(self, step: str) -> int:
        """Return how long one of this step is kept; a review is of a complaint."""
        return self.concern_months if step == "concern" else self.complaint_months


@dataclass(frozen=True, slots=True)
class Area:
    """One area that a concern may be about, and the standards of an advocate that it stands for."""

    id: str
    standards: tuple[str, ...]
    safeguarding: bool


@dataclass(frozen=True, slots=True)
class Body:
    """Somebody outside, for a nation; ``line`` is what people read."""

    id: str
    nations: tuple[str, ...]
    line: Text


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something that staff think of while somebody may be in danger, in these nations."""

    nations: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Complaints:
    """Everything in ``complaints.toml``."""

    checked: date
    clocks: Clocks
    keeping: Keeping
    areas: Mapping[str, Area]
    outcomes: Mapping[str, Text]
    remedies: Mapping[str, Text]
    states: Mapping[str, Text]
    bodies: tuple[Body, ...]
    safety: tuple[Reminder, ...]
    crisis: Crisis
    danger: Listener
    decision: Listener

    def bodies_of(self, *nations: str) -> tuple[Body, ...]:
        """Outside bodies of these nations; of an unknown one, those that hold everywhere."""
        return tuple(one for one in self.bodies if {EVERYWHERE, *nations} & set(one.nations))

    def safety_of(self, nation: str) -> tuple[str, ...]:
        """What staff read in a nation while somebody may be in danger; of an unknown one, all."""
        here = {EVERYWHERE, nation} if nation in NATIONS else {EVERYWHERE, *NATIONS}
        return tuple(one.text for one in self.safety if here & set(one.nations))

    def safeguarding(self, areas: Iterable[str], text: str) -> bool:
        """Say whether somebody must look the same day, by the areas ticked and the words.

        What sounds like a crisis in a message is no less than that in a complaint.
        """
        ticked = any(self.areas[area].safeguarding for area in areas if area in self.areas)
        heard = self.danger.hears(text) is not None or self.crisis.find(text) is not None
        return ticked or heard

    def sounds_like_a_decision(self, text: str) -> bool:
        """Say whether words are of a decision by the Home Office, which is no complaint."""
        return self.decision.hears(text) is not None

    def sources(self) -> tuple[Text, ...]:
        """Every sentence, for the catalogue and the linter."""
        fills = (text for body in self.bodies for text in body.line.fills.values())
        said = (text for text in fills if isinstance(text, Text))
        tables = (self.outcomes, self.remedies, self.states)
        return (*said, *(text for table in tables for text in table.values()))


def read_complaints(config: Path, crisis: Crisis, faults: Faults) -> Complaints:
    """Read the file.

    Args:
        config: the configuration folder.
        crisis: what sounds like a crisis wherever it is written.
        faults: where what is wrong is remembered.
    """
    top = Table.of(config, FILE, faults)
    clocks, keeping, areas = top.table("clocks"), top.table("retention"), top.table("areas")
    found = Complaints(
        checked=top.take("checked", date),
        clocks=Clocks(**{name: clocks.count(name) for name in Clocks.__dataclass_fields__}),
        keeping=Keeping(**{name: keeping.count(name) for name in Keeping.__dataclass_fields__}),
        areas={name: _area(name, areas.table(name)) for name in AREAS},
        outcomes=_sentences(top.table("outcomes"), "outcome", sorted(OUTCOMES)),
        remedies=_sentences(top.table("remedies"), "remedy", sorted(REMEDIES)),
        states=_sentences(top.table("states"), "state", STATES),
        bodies=tuple(_bodies(top)),
        safety=tuple(_reminders(top)),
        crisis=crisis,
        danger=_phrases(top.table("safeguarding")),
        decision=_phrases(top.table("decision")),
    )
    faults.twice(FILE, [body.id for body in found.bodies])
    if found.clocks.acknowledge > LATEST_ACKNOWLEDGED:
        clocks.fault("acknowledge", f"must be {LATEST_ACKNOWLEDGED} or less")
    top.close()
    return found


def _area(name: str, table: Table) -> Area:
    return Area(name, table.texts("standards"), table.take("safeguarding", bool, default=False))


def _sentences(table: Table, kind: str, ids: Iterable[str]) -> Mapping[str, Text]:
    return {one: Text(f"complaints.{kind}.{one}", table.take(one, str)) for one in ids}


def _bodies(top: Table) -> Iterator[Body]:
    for number, values in enumerate(top.take("bodies", list), start=1):
        table = top.block(f"bodies {number}", values)
        name, marks = table.take("id", str), table.some_of("marks", MARKS, [])
        kind = BODY_UNCONFIRMED if "unconfirmed" in marks else BODY
        said = {
            part: Text(f"complaints.{name}.{part}", table.take(part, str))
            for part in ("can", "cannot")
        }
        line = kind.filled(name=Verbatim(table.take("name", str)), **said)
        table.take("source", str)
        yield Body(name, _nations(table), line)


def _reminders(top: Table) -> Iterator[Reminder]:
    for number, values in enumerate(top.take("safety", list, []), start=1):
        table = top.block(f"safety {number}", values)
        yield Reminder(_nations(table), table.take("text", str))


def _nations(table: Table) -> tuple[str, ...]:
    return table.some_of("nations", (*NATIONS, EVERYWHERE))


def _phrases(table: Table) -> Listener:
    listener = Listener()
    for language in table:
        for phrase in table.texts(language):
            try:
                listener.listen(phrase)
            except ValueError:
                table.fault(language, f"{phrase} must begin and end with a word")
    return listener
