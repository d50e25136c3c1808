"""The generated list: every flow, on every channel, left or disturbed in every way that applies.

Which ways apply is worked out from the book and the channel. Each is played from the first place
at which a script stands in that flow, and written to ``<channel>/ways/<flow>.txt``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from bot.channels.wire import Channel
from bot.flows.book import BOOK
from bot.flows.flow import Flow
from bot.words import Catalogues
from tests.conversations.rehearsal import Rehearsal
from tests.conversations.scripts import CHANNELS, SCRIPTS, Script, rehearse
from tests.conversations.transcripts import FOLDER, PHONES, WORD, hers_of, step
from tests.today import catalogues_of_today

FlowWay = Literal[
    "straight", "back", "skip", "leave", "stop", "silence", "fails", "locked", "cover", "shut out"
]
TITLES: dict[FlowWay, str] = {
    "straight": "straight through",
    "back": "back",
    "skip": "skipping it",
    "leave": "leaving",
    "stop": "STOP",
    "silence": "15 silent minutes",
    "fails": "our own code fails",
    "locked": "the chat locks",
    "cover": "somebody covers",
    "shut out": "everybody is shut out",
}
WORLDS: dict[FlowWay, str] = {"cover": "away", "shut out": "alone"}
"""Ways that are a world rather than something she does."""

PLAYED: dict[FlowWay, tuple[str, ...]] = {
    "back": ("back",),
    "skip": ("skip",),
    "leave": ("leave", '"hello', "on"),
    "stop": ('"STOP', '"hello', '"START'),
    "silence": ("@ silence", '"hello', "on"),
    "fails": ("@ fails", '"hello', "@ again"),
    "locked": ("@ locks", '"hello', f'"{WORD}'),
}


@dataclass(frozen=True)
class Place:
    """Where a script stands after some of its lines."""

    script: Script
    lines: int
    top: str
    offers: frozenset[str]
    skips: str
    linked: bool


def applies(flow: Flow, channel: Channel) -> Iterator[FlowWay]:
    """Yield the ways in which a flow can go on this channel, from what the book says of it."""
    yield "straight"
    asking = [one for one in flow.steps if one.asks]
    if asking:
        yield from ("back", "leave", "stop", "silence", "fails")
        if channel == "telegram":
            yield "locked"
    if any(not getattr(one, "must", True) for one in asking):
        yield "skip"
    said = {text.english for one in flow.steps for text in one.sources()}
    if any("{cover}" in text for text in said):
        yield "cover"
    if any("{shut_out}" in text for text in said):
        yield "shut out"


def wanted() -> Iterator[tuple[str, Channel, FlowWay]]:
    """Yield everything that there must be."""
    for flow in BOOK.flows.values():
        for channel in CHANNELS:
            for way in applies(flow, channel):
                yield flow.name, channel, way


@cache
def places(channel: Channel) -> tuple[tuple[Place, ...], dict[str, Script]]:
    """Play every script straight; return where each stood, and who met which flow first."""
    catalogues, found, met = catalogues_of_today(), list[Place](), dict[str, Script]()
    for script in (one for one in SCRIPTS if channel in one.channels):
        rehearsal = rehearse(script.world, channel, catalogues)
        for number, line in enumerate(script.lines, 1):
            step(rehearsal, hers_of(rehearsal, line))
            for said in rehearsal.said:
                met.setdefault(said.partition(".")[0], script)
            if rehearsal.state.frames:
                found.append(_place(rehearsal, script, number))
    return tuple(found), met


def _place(rehearsal: Rehearsal, script: Script, number: int) -> Place:
    frame = rehearsal.state.frames[-1]
    offers = frozenset(one.key for one in rehearsal.state.menu)
    at = BOOK.flows[frame.flow].at.get(frame.step)
    skipping = ("skip", *(pick.key for pick in (at.picks if at else ()) if pick.skip))
    skips = next((key for key in skipping if key in offers), "")
    top = BOOK.curtain.name if rehearsal.state.covered else frame.flow
    return Place(script, number, top, offers, skips, rehearsal.facts.is_linked)


def lines_of(flow: str, channel: Channel, way: FlowWay) -> tuple[Script, tuple[str, ...]] | None:
    """Return what is played; None where no script comes to where it could be."""
    found, met = places(channel)
    if way == "straight":
        return (met[flow], met[flow].lines) if flow in met else None
    if way in WORLDS:
        world = WORLDS[way]
        those = (one.script for one in found if one.top == flow and one.script.world == world)
        script = next(those, None)
        return None if script is None else (script, script.lines)
    for place in found:
        if place.top != flow or (way == "locked" and not place.linked):
            continue
        if way == "skip" and place.skips:
            return place.script, (*place.script.lines[: place.lines], place.skips)
        if way != "skip" and (way not in {"back", "leave"} or way in place.offers):
            return place.script, (*place.script.lines[: place.lines], *PLAYED[way])
    return None


def ways_file(flow: str, channel: Channel) -> Path:
    """Where the ways of a flow on a channel are written."""
    return FOLDER / channel / "ways" / f"{flow}.txt"


def write_ways(flow: str, channel: Channel, catalogues: Catalogues) -> str:
    """Play every way of a flow that there is; empty where there is none."""
    parts = []
    for way in applies(BOOK.flows[flow], channel):
        played = lines_of(flow, channel, way)
        if played is None or way == "straight":  # that is a transcript of its own
            continue
        script, lines = played
        parts += ["", f"## {TITLES[way]}", f"@ world: {script.world}"]
        rehearsal = rehearse(script.world, channel, catalogues)
        for line in lines:
            if line == "on" and "on" not in {one.key for one in rehearsal.state.menu}:
                continue
            hers = hers_of(rehearsal, line)
            parts += [hers, *step(rehearsal, hers)]
    return "\n".join([f"# {flow}, on {PHONES[channel]}", *parts]) + "\n" if parts else ""
