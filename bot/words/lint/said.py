"""Every message that the conversations can say, found by walking them through the engine.

The walk goes through each world breadth first, so the way told of a message is the shortest.
"""

import copy
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.channels.wire import Channel
from bot.content import Content
from bot.flows.engine import advance
from bot.flows.events import Chose, Due, Event, Picked, Started, Wrote
from bot.flows.flow import Book
from bot.flows.lines import LINES
from bot.flows.says import Fill, Moment, Say, Text, Verbatim
from bot.flows.state import State
from bot.words.languages import Language
from bot.words.lint.worlds import LONGEST_NAME, NOON, Worst, apply, worlds
from bot.words.templates import holes

MEETINGS = frozenset(("meet", "meeting_off", "reminders", "reminder"))
MOST_STATES = 6000  # a world with more is a mistake in this module, not in a conversation


@dataclass(frozen=True, slots=True)
class Said:
    """One message on one channel; ``path``: the events that led to it, for whoever must fix it."""

    say: Say
    channel: Channel
    path: tuple[Event, ...]


def everything_said(
    book: Book, content: Content, languages: tuple[Language, ...]
) -> tuple[Said, ...]:
    """Every message of every world, each once."""
    found: dict[object, Said] = {}
    for channel in ("sms", "telegram"):
        for world in worlds(channel, content, languages):
            for said in _walk(world, channel, book):
                found.setdefault((channel, _same(said.say)), said)
    return tuple(found.values())


def said_of(
    book: Book, content: Content, languages: tuple[Language, ...], step: str
) -> tuple[Said, ...]:
    """Every way in which one step speaks, in the first world of each channel that comes to it."""
    found: dict[object, Said] = {}
    channels: tuple[Channel, ...] = ("sms", "telegram")
    for channel in channels:
        for world in worlds(channel, content, languages):
            here = [said for said in _walk(world, channel, book) if said.say.id == step]
            for said in here:
                found.setdefault((channel, _same(said.say)), said)
            if here:
                break
    return tuple(found.values())


def said_outside(content: Content) -> tuple[Said, ...]:
    """What is said outside any conversation: by the gates, by staff, by our own faults."""
    person = content.helplines.line(content.service.person_line)
    fills: dict[str, Fill] = {
        "person": Verbatim(content.service.person or person.number),
        "day": Moment(NOON, "day"),
        "time": Moment(NOON),
        "name": LONGEST_NAME,
    }
    says = [*LINES, *(Say(one.text.context, (one.text,)) for one in content.phrases.all)]
    found: list[Said] = []
    for say in says:
        parts = tuple(_filled(part, fills) for part in say.parts)
        both: tuple[Channel, ...] = ("sms", "telegram")
        found += [Said(say._replace(parts=parts), channel, ()) for channel in both]
    return tuple(found)


def _filled(part: Text | Verbatim, fills: Mapping[str, Fill]) -> Text | Verbatim:
    if isinstance(part, Verbatim):
        return part
    return part.filled(**{name: fills[name.removeprefix("other_")] for name in holes(part.english)})


def _same(say: Say) -> object:
    parts = tuple(map(_part, say.parts))
    return say.id, parts, tuple(option.key for option in say.options), say.page, say.first, say.cls


def _part(part: Text | Verbatim) -> object:
    """What tells a sentence from others: also the sentences that fill it."""
    if isinstance(part, Verbatim):
        return part.text
    fills = (one for one in part.fills.values() if isinstance(one, Text | Verbatim))
    return part.context, tuple(map(_part, fills))


def _walk(world: Worst, channel: Channel, book: Book) -> Iterator[Said]:
    """Breadth first: the shortest way to each place of the conversation."""
    starts: list[Event] = [Started(), Started(payload=world.code), Due("curtain")]
    if world.speaks:  # before there is a language nothing else can begin
        starts += [Started(entry=entry, payload="en") for entry in book.entries]
        starts += [Due(name) for name in book.due]
        starts.append(Started(entry="crisis", payload="danger"))
    places, ways = set[object](), set[object]()
    queue: deque[tuple[State, Worst, Event, tuple[Event, ...]]] = deque(
        (State(), world, start, ()) for start in starts
    )
    while queue:
        state, facts, event, path = queue.popleft()
        if isinstance(event, Wrote | Started):
            facts = copy.copy(facts)  # a code opens her link in the middle of the turn
        turn = advance(state, event, facts, book)
        path = (*path, event)
        says = [effect for effect in turn.effects if isinstance(effect, Say)]
        yield from (Said(say, channel, path) for say in says)
        if len(says) < len(turn.effects):
            facts = copy.copy(facts)
            facts.settings = dict(facts.settings)
            apply(facts, turn.effects)
        place, way = _place(turn.state, facts, says)
        if place in places and way in ways:
            continue
        places.add(place)
        ways.add(way)
        if len(places) + len(ways) > MOST_STATES:
            raise RuntimeError("the walk through the conversations does not end")
        for following in _events(says[-1], world) if says else (Wrote("hello"),):
            queue.append((turn.state, facts, following, path))


def _place(state: State, facts: Worst, says: list[Say]) -> tuple[object, object]:
    """What decides about the next message; where an overlay returns to is told by its own walk.

    In two halves: how she came to a step with its page, and in what world. Each pair of the two
    would be twice as long a walk, and was seen to find nothing that their sum doesn't.
    """
    top = state.frames[-1] if state.frames else None
    nation = top.answers.get("nation") if top and top.flow != "rights" else ""  # see lint.rights
    place = (top.flow, top.step, nation) if top else ()
    drafts = any(draft for name, draft in state.drafts if top and name == top.flow)
    step = place, says[-1].id if says else "", drafts, len(state.frames) > 1, bool(state.told)
    meets: object = ()
    if top and top.flow in MEETINGS:  # nothing else that is said depends on it
        meets = bool(facts.meets), bool(facts.likes), facts.reminders
    world = facts.is_linked, facts.said_adult, facts.consent, bool(facts.word), meets
    return (step, state.page, state.faults > 0, state.covered), (step, world)


def _events(say: Say, world: Worst) -> Iterator[Event]:
    yield from (Chose(option.key) for option in say.options)
    if say.multi and say.options:
        yield Picked(tuple(option.key for option in say.options[:2]))
    yield from (Chose(key) for key in (*say.nav, "more", "menu"))
    if say.free:
        yield Wrote(world.code)
        yield Wrote("green river")
        yield Wrote("417")
        yield Wrote("7KQ4M2")  # the number of a complaint, and its six digits
        yield Wrote("204518")
    yield Wrote("hello there")
