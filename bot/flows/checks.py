"""Static checks: every edge of every flow walked, without running any of it.

``check`` returns one plain line for each fault: a dead end, a question that cannot be skipped
without a reason, or words that could be sent unconfirmed, is found here before anybody meets it.
"""

from collections import Counter
from collections.abc import Iterator

from bot.flows.book import BOOK
from bot.flows.facts import NAMES
from bot.flows.flow import Book, Flow
from bot.flows.graph import Graph
from bot.flows.paths import faults_of
from bot.flows.saying import names_in
from bot.flows.vocabulary import (
    ELSEWHERE,
    Call,
    Choose,
    Decide,
    Enter,
    Offer,
    Show,
    Step,
    Tick,
    Write,
)

RESERVED = frozenset(
    ("back", "person", "leave", "skip", "more", "done", "menu", "again", "go_on", "stop_texts")
)
PARTS = ("text", "last")
LONGEST_LABEL = 48
MOST_CHOICES = 13
"""Two pages; a longer list is offered from facts."""

MIDDLE = frozenset(("unsure", "not_now"))
"""Keys that are a middle way: the question need not be skipped."""


def check(book: Book = BOOK) -> list[str]:
    """Return every fault of the book, a line each."""
    faults = [
        f"{flow.name}: {fault}" for flow in book.flows.values() for fault in _of_flow(flow, book)
    ]
    return faults or [*faults_of(Graph(book))]


# --- one flow -------------------------------------------------------------------------------------


def _of_flow(flow: Flow, book: Book) -> Iterator[str]:
    for name, count in Counter(step.id for step in flow.steps).items():
        if count > 1:
            yield f"two steps are called {name}"
    for step in flow.steps:
        if step.context != f"{flow.name}.{step.id}":
            yield f"{step.id}: is a step of another flow, too, which has its words"
        for fault in (*_targets(flow, step, book), *_of_step(flow, step), *_of_words(flow, step)):
            yield f"{step.id}: {fault}"


def _targets(flow: Flow, step: Step, book: Book) -> Iterator[str]:
    for _, then in step.ways_out():
        if isinstance(then, Flow):
            if book.flows.get(then.name) is not then:
                yield f"leads to the flow {then.name}, which is not in the book"
        elif then and then.startswith(ELSEWHERE):
            if then[1:] not in book.flows:
                yield f"leads to the flow {then[1:]}, which is not in the book"
        elif then and then not in flow.at:
            yield f"leads to {then}, which is no step of this flow"
    if isinstance(step, Call) and book.flows.get(step.flow.name) is not step.flow:
        yield f"calls {step.flow.name}, which is not in the book"


def _of_step(flow: Flow, step: Step) -> Iterator[str]:
    yield from _of_choices(step)
    yield from _of_asking(flow, step)
    if step.cls == "push" and step.reveals != "none":
        yield "is seen on a lock screen and reveals something"
    if not step.words and _must_say(step):
        yield "says nothing"


def _of_choices(step: Step) -> Iterator[str]:
    for key, count in Counter(pick.key for pick in step.picks).items():
        if count > 1:
            yield f"the choice {key} is there twice"
        if key in RESERVED or key.startswith(PARTS):
            yield f"the choice {key} has a reserved key"
    for pick in step.picks:
        if len(pick.label) > LONGEST_LABEL:
            yield f"the label of {pick.key} is longer than {LONGEST_LABEL}"
    if len(step.picks) > MOST_CHOICES:
        yield f"has more than {MOST_CHOICES} choices"
    if isinstance(step, Choose | Tick) and not step.picks:
        yield "offers nothing"


def _of_asking(flow: Flow, step: Step) -> Iterator[str]:
    if step.asks and step.must and not _may_insist(flow, step):
        yield "cannot be skipped and is no menu, fork, check-back or consent"
    if isinstance(step, Write) and not step.reader:
        yield "does not say who reads it"
    if isinstance(step, Write) and step.id not in flow.checks.values():
        yield "has no check-back"
    if step.id in flow.checks and not step.must:
        yield "is a check-back that can be skipped"


def _must_say(step: Step) -> bool:
    if isinstance(step, Show):
        return not step.source
    return isinstance(step, Enter | Write)


def _may_insist(flow: Flow, step: Step) -> bool:
    """Say whether a question may go without a skip: it has Back instead."""
    if isinstance(step, Show | Write | Enter) or step.of == "consent" or step.id in flow.checks:
        return True
    if isinstance(step, Offer):
        return step.reveals == "none" or step.alone
    targets = {str(then) if isinstance(then, str) else id(then) for _, then in step.ways_out()}
    return len(targets) > 1 or len(step.picks) == 1 or any(p.key in MIDDLE for p in step.picks)


def _of_words(flow: Flow, step: Step) -> Iterator[str]:
    answers = {one.id for one in flow.steps if one.asks} | {"payload", *flow.takes}
    answers |= {f"{one.id}_drawn" for one in flow.steps if isinstance(one, Enter) and one.draw}
    for text in step.sources():
        for name in names_in(text.english):
            if name not in answers and name not in NAMES:
                yield f"{{{name}}} is neither an answer nor a fact"
    asked = [step.draw] if isinstance(step, Enter) and step.draw else []
    asked += [step.source] if isinstance(step, Offer | Show) and step.source else []
    for name in (*asked, *([flow.once] if flow.once else [])):
        if name not in NAMES:
            yield f"asks the facts for {name}, which is none"


def counted(book: Book = BOOK) -> str:
    """Return one line about what was checked."""
    steps = [step for flow in book.flows.values() for step in flow.steps]
    questions = sum(step.asks for step in steps)
    decisions = sum(isinstance(step, Decide) for step in steps)
    return (
        f"{len(book.flows)} flows, {len(steps)} steps, {questions} questions, {decisions} decisions"
    )
