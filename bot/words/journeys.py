"""What each job costs her: texts she sends, messages and segments she gets, in each language.

Budgets are conversations.md B's: every text is paid for by somebody who may not have the money.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.channels import sms
from bot.content import Content
from bot.flows.engine import advance
from bot.flows.events import Chose, Due, Event, Picked, Started, Wrote
from bot.flows.facts import Waiting
from bot.flows.flow import Book
from bot.flows.says import Say, Verbatim
from bot.flows.state import State
from bot.words.catalogues import Catalogues
from bot.words.lint.worlds import CODE, NOON, Worst, apply

WORDS = Wrote("Please call me.")


@dataclass(frozen=True, slots=True)
class Job:
    """One thing that somebody wants to do, event by event.

    Attributes:
        name: in words.
        budget: the most texts from her; 0: none was set.
        world: what is true when she begins.
        before: what happened before the counting begins: the menu is open, say.
        hers: what she does.
    """

    name: str
    budget: int
    world: dict[str, object]
    before: tuple[Event, ...]
    hers: tuple[Event, ...]


KNOWN: dict[str, object] = {"consent": "yes", "settings": {"word_offered": "yes"}}
NEW: dict[str, object] = {"is_linked": False, "said_adult": "", "speaks": ""}
ANSWER = Waiting("0" * 32, NOON, Verbatim("I can call you on Thursday.", "en"))
MENU: tuple[Event, ...] = (Started(entry="menu"),)

JOBS: tuple[Job, ...] = (
    Job(
        "from a code to first words",
        7,
        NEW,
        (),
        (
            Started(payload=CODE),
            Chose("yes"),
            Chose("yes"),
            Chose("write"),
            Chose("go_on"),
            WORDS,
            Chose("send"),
        ),
    ),
    Job(
        "write, second time",
        4,
        KNOWN,
        MENU,
        (Chose("write"), Chose("go_on"), WORDS, Chose("send")),
    ),
    Job(
        "book a meeting, second time",
        5,
        {**KNOWN, "likes": {"interpreter": "woman"}, "reminders": "yes"},
        MENU,
        (
            Chose("meet"),
            Chose("phone"),
            Chose("yes"),
            Chose(str(NOON // 1000)),
            Chose("book"),
        ),
    ),
    Job("read an answer", 2, {**KNOWN, "items": (ANSWER,)}, (Due("note"),), (Chose("show"),)),
    Job("a help number", 2, KNOWN, MENU, (Chose("help"), Chose("wales"))),
    Job(
        "a worry or complaint",
        8,
        KNOWN,
        MENU,
        (
            Chose("concern"),
            Chose("concern"),
            Chose("advocate"),
            Chose("go_on"),
            Picked(("respect", "promises")),
            WORDS,
            Chose("send"),
        ),
    ),
    Job(
        "a complaint instead of a message",
        8,
        KNOWN,
        MENU,
        (
            Chose("write"),
            Chose("go_on"),
            WORDS,
            Chose("team"),
            Chose("complaint"),
            Chose("advocate"),
            Chose("go_on"),
            Chose("other"),
        ),
    ),
    Job("ask for a call", 3, KNOWN, MENU, (Chose("person"), Chose("call"), Chose("any"))),
    Job("another language", 2, KNOWN, MENU, (Chose("language"), Chose("so"))),
    Job("first contact without a code", 0, NEW, (), (Started(), Chose("en"), Chose("yes"))),
    Job("leave", 1, KNOWN, MENU, (Chose("leave"),)),
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a job came to in one language, by text message."""

    job: Job
    language: str
    texts: int
    messages: int
    segments: int

    @property
    def over(self) -> bool:
        """Whether it costs her more than its budget."""
        return bool(self.job.budget) and self.texts > self.job.budget


def measure(book: Book, content: Content, catalogues: Catalogues) -> Iterator[Cost]:
    """Every job in every language that can be measured: English, and those with a catalogue."""
    shown = Catalogues(catalogues.config, drafts=True, locales=catalogues.locales)
    for job in JOBS:
        says = tuple(_played(job, book, content, shown))
        for language in shown.offered():
            tongue = shown.tongue(language.code)
            segments = sum(sms.render(say, tongue).segments for say in says)
            yield Cost(job, language.code, len(job.hers), len(says), segments)


def _played(job: Job, book: Book, content: Content, catalogues: Catalogues) -> Iterator[Say]:
    """What is said to her while she does the job; each step must be one that she is offered."""
    facts = Worst(content=content, offered=catalogues.languages, name="Amina")
    facts.settings = {}
    for name, value in job.world.items():
        setattr(facts, name, dict(value) if isinstance(value, dict) else value)
    state, offered = State(), frozenset[str]()
    for number, event in enumerate((*job.before, *job.hers)):
        if isinstance(event, Chose) and event.key not in offered:
            raise LookupError(f"{job.name}: {event.key} is not offered, only {sorted(offered)}")
        turn = advance(state, event, facts, book)
        state = turn.state
        apply(facts, turn.effects)
        says = [effect for effect in turn.effects if isinstance(effect, Say)]
        if says:
            offered = frozenset((*(one.key for one in says[-1].options), *says[-1].nav))
        if number >= len(job.before):
            yield from says
