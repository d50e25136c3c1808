"""Pages about rights: which cards a nation sees, how old they may be, and how a word finds them.

The rules kept here: *not sure* sees what is the same everywhere and never England's; a card that no
lawyer has confirmed says so; an old page opens under a warning and is not offered unasked, and one
with law that changes is then withheld (conversations.md, rule 37).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from bot.flows.rights_search import fold, meant, nearly
from bot.flows.saying import AND
from bot.flows.says import Fill, Moment, Text, Verbatim

EVERYWHERE = "uk"
RECONSIDERATION = "reconsideration"
"""The topic that the conversation about a worry refers to: a wrong decision is no complaint."""

NATIONS = ("england", "wales", "scotland", "ni")
PLACES = {
    "england": Text("rights_nation.nation.england", "England"),
    "wales": Text("rights_nation.nation.wales", "Wales"),
    "scotland": Text("rights_nation.nation.scotland", "Scotland"),
    "ni": Text("rights_nation.nation.ni", "Northern Ireland"),
    EVERYWHERE: Text("rights.everywhere", "The same in all of the UK"),
}
DUE_DAYS = 150
OLD_DAYS = 181
"""From these ages in days a page is on the Hub's list, and opens under a warning."""

MARKED = Text("rights.marked", "{card} {mark}")
UNCONFIRMED = Text("rights.unconfirmed", "We have not checked this with a lawyer yet.")
DATED = Text("rights.dated", "This may have changed.")
BOTH = Text("rights.both", "We have not checked this with a lawyer yet. This may have changed.")
DIFFERS = Text("rights.differs", "The rest differs by nation. Choose one to read it.")
CREDITS = Text(
    "rights.credits",
    "{title}. {place}. From: {sources}. Checked {date}. This is information, not legal advice.",
)
OLD = Text("rights.old.text", "Checked {rights_date}. It may have changed. Ask your advocate.")
OWN_NOTES = Text("rights.own_notes", "our own notes")

WORDS = (*PLACES.values(), MARKED, UNCONFIRMED, DATED, BOTH, DIFFERS, CREDITS)
"""Every sentence that frames a page."""

SEVERAL = "?"
"""Begins the answer where a typed word found several topics; the word follows."""

Search = Callable[[str, Iterable[str]], frozenset[str]]
State = Literal["fresh", "old", "withheld"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a card comes from: the name that people read; empty: our own notes."""

    id: str
    name: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One idea: the nations that it holds in, its marks, and where it comes from."""

    id: str
    nations: tuple[str, ...]
    text: Text
    sources: tuple[Source, ...]
    marks: tuple[str, ...] = ()

    @property
    def shown(self) -> Text:
        """The card with what has to be said of it."""
        mark = {
            (True, False): UNCONFIRMED,
            (False, True): DATED,
            (True, True): BOTH,
        }.get(("unconfirmed" in self.marks, "dated" in self.marks))
        if mark is None:
            return self.text
        return MARKED.filled(card=self.text, mark=mark)


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic.

    Attributes:
        id: the name of its file.
        title: as it is offered.
        checked: when somebody last held it against its sources.
        cards: of every nation, in order.
        keywords: by language, the words that find it, folded.
        hard: whether it is met only behind a warning.
    """

    id: str
    title: Text
    checked: date
    cards: tuple[Card, ...]
    keywords: Mapping[str, frozenset[str]]
    hard: bool = False

    def of(self, nation: str) -> tuple[Card, ...]:
        """The cards of a nation; of an unknown one, what is the same everywhere."""
        return tuple(card for card in self.cards if {EVERYWHERE, nation} & set(card.nations))

    def differs(self, nation: str) -> bool:
        """Whether there is more to read once a nation is chosen."""
        return len(self.of(nation)) < len(self.cards) and nation not in NATIONS

    def age(self, today: date) -> int:
        """The days since it was checked."""
        return (today - self.checked).days

    def state(self, nation: str, today: date) -> State:
        """Whether it is shown, shown under a warning, or withheld."""
        if self.age(today) < OLD_DAYS:
            return "fresh"
        cards = self.of(nation)
        dated = any("dated" in card.marks for card in cards)
        return "withheld" if dated or not cards else "old"

    def page(self, nation: str) -> tuple[Text, ...]:
        """What is read in a nation, a card each."""
        shown = tuple(card.shown for card in self.of(nation))
        return (*shown, DIFFERS) if self.differs(nation) else shown

    def credits(self, nation: str) -> Text:
        """The nation, the sources and the date of a page."""
        names = {source.name: source for card in self.of(nation) for source in card.sources}
        said: Fill = ""
        for name in sorted(names, key=lambda one: not one):  # our own notes come last
            one: Fill = Verbatim(name, "en") if name else OWN_NOTES
            said = AND.filled(one=said, two=one) if said else one
        place = PLACES.get(nation, PLACES[EVERYWHERE])
        return CREDITS.filled(title=self.title, place=place, sources=said, date=self.day)

    @property
    def day(self) -> Moment:
        """The day on which it was checked."""
        noon = datetime(self.checked.year, self.checked.month, self.checked.day, 12, tzinfo=UTC)
        return Moment(int(noon.timestamp() * 1000), "date")


GONE = Topic("", Text("rights.everywhere", "The same in all of the UK"), date.min, (), {})
"""Stands for a page whose file went away under a conversation: withheld."""


@dataclass(frozen=True, slots=True)
class Rights:
    """Every topic, in the order in which they are offered."""

    topics: tuple[Topic, ...] = ()

    def topic(self, id: str) -> Topic | None:  # noqa: A002
        """One topic by its id."""
        return next((topic for topic in self.topics if topic.id == id), None)

    def offered(self, today: date) -> tuple[Topic, ...]:
        """The topics that are offered unasked."""
        return tuple(topic for topic in self.topics if topic.age(today) < OLD_DAYS)

    def due(self, today: date) -> tuple[Topic, ...]:
        """The topics that somebody has to look at again, the oldest first."""
        found = [topic for topic in self.topics if topic.age(today) >= DUE_DAYS]
        return tuple(sorted(found, key=lambda topic: topic.checked))

    def find(self, text: str, language: str) -> tuple[Topic, ...]:
        """The topics that a typed text surely means: a keyword, or one among at most three words.

        Her own language and English come first; another language only where they know nothing.
        """
        return self._search(text, language, meant)

    def near(self, text: str, language: str) -> tuple[Topic, ...]:
        """The topics that a typed text may mean, to be asked about where it surely means none."""
        return self._search(text, language, nearly)

    def _search(self, text: str, language: str, search: Search) -> tuple[Topic, ...]:
        typed = fold(text)
        for mine in (True, False):
            words = [
                frozenset[str]().union(
                    *(
                        keywords
                        for code, keywords in topic.keywords.items()
                        if (code in {language, "en"}) is mine
                    )
                )
                for topic in self.topics
            ]
            hits = search(typed, frozenset[str]().union(*words))
            found = tuple(
                topic for topic, known in zip(self.topics, words, strict=True) if hits & known
            )
            if found:
                return found
        return ()
