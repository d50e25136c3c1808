"""Small tables of their own to talk to, for the tests of the engine."""

from dataclasses import dataclass, field

from bot.contact import pack, unpack
from bot.flows.effects import Effect
from bot.flows.effects_words import Deliver
from bot.flows.engine import advance
from bot.flows.events import Chose, Event, Started
from bot.flows.flow import Book, Flow
from bot.flows.invented import Invented
from bot.flows.says import Say, Text, Verbatim
from bot.flows.state import State
from bot.flows.vocabulary import (
    Call,
    Choose,
    Do,
    Finish,
    Pick,
    Show,
    Step,
    Write,
)

HOME = Flow(
    "home",
    Choose("home", Pick("tea", "Tea"), Pick("words", "Words", then="@letter"), must=True),
    Finish("poured", "Poured."),
)
READERS = Flow("readers", Show("readers", "Joe reads this.", hold=True), once="advocate")
LETTER = Flow(
    "letter",
    Call(READERS),
    Write("words", "Write.", reader="advocate", must=True),
    Choose(
        "check",
        "Send?",
        Pick("send", "Send"),
        Pick("add", "More", then="words"),
        Pick("discard", "Throw away", then="gone"),
        must=True,
    ),
    Do("deliver", lambda here: [Deliver(here.draft, "advocate")]),
    Finish("sent", "Kept, {time}.", receipt=True),
    Finish("gone", "Gone."),
)
PERSON = Flow(
    "person",
    Choose("person", "A person.", Pick("call", "Call me"), Pick("go_back", "Go back"), must=True),
    Finish("asked"),
)
CURTAIN = Flow(
    "curtain", Choose("hello", "Hello.", Pick("on", "Go on"), Pick("not_now", "Not now"), must=True)
)
STRAY = Flow(
    "stray",
    Choose(
        "check",
        "Send these words?",
        Pick("send", "Send"),
        Pick("no", "No", then="gone"),
        must=True,
        checks="words",
    ),
    Do("deliver", lambda here: [Deliver(here.draft, "advocate")]),
    Finish("sent", "Kept.", receipt=True),
    Finish("gone"),
    Write("words", "Write.", reader="advocate", must=True, then="check"),
)
LINK = Flow("link", Finish("linked", "Linked by {payload}."))
NOTE = Flow(
    "note", Choose("note", "You have something.", Pick("show", "Show"), must=True, cls="push")
)


def book_of(*flows: Flow, home: Flow = HOME) -> Book:
    all_flows = (home, READERS, LETTER, PERSON, CURTAIN, STRAY, LINK, NOTE, *flows)
    return Book(
        flows={flow.name: flow for flow in all_flows},
        home=lambda _: home,
        person=PERSON,
        curtain=CURTAIN,
        stray=STRAY,
        link=LINK,
        read_code=lambda text: text if text == "0000" else None,
        code_among=lambda _: None,
        read_link=lambda _: None,
        entries={flow.name: flow for flow in all_flows},
        over=frozenset({"person"}),
        due={"note": NOTE},
    )


@dataclass
class Talk:
    """A conversation whose state is stored between turns."""

    book: Book = field(default_factory=book_of)
    facts: Invented = field(default_factory=Invented)
    state: State = field(default_factory=State)
    effects: tuple[Effect, ...] = ()

    def do(self, *events: Event | str) -> "Talk":
        for event in events:
            taken = Chose(event) if isinstance(event, str) else event
            turn = advance(unpack(pack(self.state)), taken, self.facts, self.book)
            self.state, self.effects = turn.state, turn.effects
        return self

    @property
    def says(self) -> list[Say]:
        return [effect for effect in self.effects if isinstance(effect, Say)]

    @property
    def said(self) -> str:
        return " / ".join(" ".join(map(plain, say.parts)) for say in self.says)

    @property
    def keys(self) -> list[str]:
        return [option.key for option in self.says[-1].options]

    @property
    def at(self) -> str:
        frame = self.state.frames[-1]
        return f"{frame.flow}.{frame.step}"


def plain(part: Text | Verbatim) -> str:
    if isinstance(part, Verbatim):
        return part.text
    said = part.english
    for name, fill in part.fills.items():
        said = said.replace(
            f"{{{name}}}", plain(fill) if isinstance(fill, Text | Verbatim) else str(fill)
        )
    return said


def talk(*steps: Step, facts: Invented | None = None) -> Talk:
    """Talk to one flow."""
    flow = Flow("tried", *steps)
    found = Talk(book_of(flow), facts or Invented())
    return found.do(Started(entry="tried"))


THREE = (
    Choose("one", "One?", Pick("a", "A")),
    Choose("two", "Two?", Pick("b", "B")),
    Choose("three", "Three?", Pick("c", "C")),
    Finish("end", "End."),
)
