"""The state of a conversation at rest: small, immutable, and lists that outlive a release.

It holds where she is, what was offered under which number, and what she wrote and has not sent. It
is written as JSON and sealed by whoever stores it, and forgotten after a day of silence.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

VERSION = 1
FRAMES = 4

MOST_UNSENT = 100_000
"""Letters that wait to be sent, some forty pages: each further message seals them all anew."""

MOST_FILES = 50

MEANT, SEVERAL_MEANT = 12, 8
"""Letters from which words that answered nothing were meant for somebody: *please help me*; of more
than one word fewer are enough (*I am ill*): most scripts need fewer than the Latin one."""

BEGUN = "begun"
"""The answer under which a flow about a complaint remembers the reference that a call began."""

Answer = str | tuple[str, ...]
Answers = Mapping[str, Answer]


class NewerState(Exception):
    """This state was written by a newer release; only that release may touch it."""


class Offered(NamedTuple):
    """One choice as it was shown: the number, the key behind it, the label in her language."""

    number: str
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Draft:
    """Words and files (kind, ref) that nobody has been sent.

    ``ids``: of the message on her phone that each text came in, where it can be changed there; none
    at all where that is true of no text.
    """

    texts: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    ids: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.texts or self.files)

    @property
    def meant(self) -> bool:
        """Whether these words were meant for somebody, and were not only a knock (*hello*)."""
        several = any(len(text) >= SEVERAL_MEANT and len(text.split()) > 1 for text in self.texts)
        return several or bool(self.files) or sum(map(len, self.texts)) >= MEANT

    @property
    def full(self) -> bool:
        """Whether it holds as much as may wait to be sent."""
        return sum(map(len, self.texts)) >= MOST_UNSENT or len(self.files) >= MOST_FILES

    def plus(self, other: "Draft") -> "Draft":
        """Return both, this one first."""
        ids = (*_ids(self), *_ids(other)) if self.ids or other.ids else ()
        return Draft(self.texts + other.texts, self.files + other.files, ids)

    def but_last(self) -> "Draft":
        """Return it without the words that came last: they were understood after all."""
        return Draft(self.texts[:-1], self.files, self.ids[:-1])

    def only(self, keeps: Callable[[str], bool]) -> "Draft":
        """Return it with those texts alone of which this is true."""
        left = [both for both in zip(self.texts, _ids(self), strict=True) if keeps(both[0])]
        ids = tuple(id_ for _, id_ in left) if self.ids else ()
        return Draft(tuple(text for text, _ in left), self.files, ids)

    def reworded(self, message: str, text: str) -> "Draft":
        """Return it with what came in a message said anew; without it where nothing is left."""
        if message not in self.ids:
            return self
        left = [
            (text if id_ == message else said, id_)
            for said, id_ in zip(self.texts, self.ids, strict=True)
            if text or id_ != message
        ]
        return Draft(tuple(one for one, _ in left), self.files, tuple(id_ for _, id_ in left))


def _ids(draft: Draft) -> tuple[str, ...]:
    return draft.ids or ("",) * len(draft.texts)


NOTHING = Draft()


class Frame(NamedTuple):
    """A place in one flow.

    Attributes:
        flow: its name.
        step: the id of the step that is in force.
        answers: step id → key, value or keys.
        trail: questions answered that Back may return to, oldest first.
        shape: the fingerprint of the table when it was walked; another one means: walk again.
    """

    flow: str
    step: str
    answers: Mapping[str, Answer]
    trail: tuple[str, ...]
    shape: int


class State(NamedTuple):
    """Everything the engine remembers of one contact.

    Attributes:
        frames: the open flows, the one in force last; none: nothing is open.
        menu: what the last question offered, as rendered (set by whoever renders).
        drafts: by flow, words not sent yet.
        told: who-reads flows gone through in this session, each with its reader.
        page: the page of choices that is shown.
        faults: answers in a row that were not understood.
        stray: the words of those.
        ticked: what is ticked so far.
        covered: the curtain is down.
        held: what she sent while it was.
        revision: counts turns; a tap of an older card is stale.
    """

    frames: tuple[Frame, ...] = ()
    menu: tuple[Offered, ...] = ()
    drafts: tuple[tuple[str, Draft], ...] = ()
    told: tuple[str, ...] = ()
    page: int = 0
    faults: int = 0
    stray: Draft = NOTHING
    ticked: tuple[str, ...] = ()
    covered: bool = False
    held: Draft = NOTHING
    revision: int = 0

    def offering(self, menu: tuple[Offered, ...]) -> "State":
        """Return this state with the menu as a channel has just rendered it."""
        return self._replace(menu=menu)

    @property
    def left(self) -> bool:
        """Whether she left, and nothing was begun since."""
        return self.covered and not self.frames

    @property
    def open(self) -> bool:
        """Whether a question waits for her."""
        return bool(self.frames) and not self.covered


def _draft_out(draft: Draft) -> Any:  # noqa: ANN401 - JSON has no narrower type
    if not draft:
        return 0
    return [draft.texts, draft.files, draft.ids] if draft.ids else [draft.texts, draft.files]


def _draft_in(found: Any) -> Draft:  # noqa: ANN401 - JSON has no narrower type
    if not found:
        return NOTHING
    texts, files, *ids = found
    kept = tuple((kind, ref) for kind, ref in files)
    return Draft(tuple(texts), kept, tuple(ids[0]) if ids else ())


def _answers_in(found: dict[str, str | list[str]]) -> dict[str, Answer]:
    return {
        step: answer if isinstance(answer, str) else tuple(answer) for step, answer in found.items()
    }


def dump(state: State) -> list[Any]:
    """Return the state as what JSON can hold."""
    return [
        VERSION,
        [[f.flow, f.step, f.answers, f.trail, f.shape] for f in state.frames],
        [[*offered] for offered in state.menu],
        [[name, _draft_out(draft)] for name, draft in state.drafts],
        state.told,
        [state.page, state.faults, int(state.covered), state.revision],
        _draft_out(state.stray),
        state.ticked,
        _draft_out(state.held),
    ]


def load(found: list[Any]) -> State:
    """Return the state that ``dump`` wrote.

    Raises:
        NewerState: a newer release wrote it.
    """
    if found[0] > VERSION:
        raise NewerState
    _, frames, menu, drafts, told, (page, faults, covered, revision), stray, ticked, held = found
    return State(
        frames=tuple(
            [
                Frame(flow, step, _answers_in(answers), tuple(trail), shape)
                for flow, step, answers, trail, shape in frames
            ]
        ),
        menu=tuple([Offered(number, key, label) for number, key, label in menu]),
        drafts=tuple([(name, _draft_in(draft)) for name, draft in drafts]),
        told=tuple(told),
        page=page,
        faults=faults,
        stray=_draft_in(stray),
        ticked=tuple(ticked),
        covered=bool(covered),
        held=_draft_in(held),
        revision=revision,
    )
