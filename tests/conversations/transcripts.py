"""Golden transcripts: written by playing a script, checked by playing what the file says she does.

    > 2                       a text from her, or on a chat: words
    > [Send]                  a button she presses
    @ a note comes            something that happens
    < Shall I send this?      what the phone shows; a card's buttons in brackets
    ( … )                     what is done that no phone shows

A transcript is checked from its own text alone, so that anybody can write one.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.channels.wire import Channel
from bot.flows.book import BOOK
from bot.flows.events import Due
from bot.words import Catalogues
from tests.conversations.rehearsal import Rehearsal
from tests.conversations.scripts import SCRIPTS, Script, Way, rehearse, ways_of

WORD = "green river"
FOLDER = Path(__file__).parent
PHONES = {"sms": "a phone for text messages", "telegram": "a chat with buttons"}
HAPPENS = {
    "note": "a note comes",
    "reminder": "a reminder comes",
    "concern_note": "a note of a complaint comes",
    "photo": "she sends a photo",
    "voice": "she sends a voice message",
    "sticker": "she sends a sticker",
    "silence": "15 silent minutes",
    "locks": "the chat locks",
    "fails": "our own code fails on what comes next",
    "again": "what was parked is tried again",
}
TITLES: dict[Way, str] = {
    "straight": "straight through",
    "back": "and back again",
    "skip": "skipping what can be skipped",
    "leave": "leaving in the middle",
    "stop": "STOP in the middle",
    "silence": "15 silent minutes in the middle",
}


def file_of(script: Script, channel: Channel) -> Path:
    """Where the transcript of a script on a channel lies."""
    name = script.name.replace(":", "").replace(",", "").replace(" ", "-")
    return FOLDER / channel / f"{name}.txt"


def files() -> Iterator[tuple[Script, Channel]]:
    """Every transcript that there must be."""
    for script in SCRIPTS:
        for channel in script.channels:
            yield script, channel


def write(script: Script, channel: Channel, catalogues: Catalogues) -> str:
    """Play every way of a script and return the file."""
    parts = [f"# {script.name}, on {PHONES[channel]}"]
    for way, lines in ways_of(script, skips=_skips(script, channel, catalogues)).items():
        parts += ["", f"## {TITLES[way]}", f"@ world: {script.world}"]
        rehearsal = rehearse(script.world, channel, catalogues)
        parts += _played(rehearsal, lines)
    return "\n".join(parts) + "\n"


def flows_of(script: Script, channel: Channel, catalogues: Catalogues) -> set[str]:
    """Return every flow from which a script is told anything."""
    rehearsal = rehearse(script.world, channel, catalogues)
    for line in script.lines:
        step(rehearsal, hers_of(rehearsal, line))
    return {said.partition(".")[0] for said in rehearsal.said}


def _skips(script: Script, channel: Channel, catalogues: Catalogues) -> bool:
    rehearsal = rehearse(script.world, channel, catalogues)
    skips = False
    for line in script.lines:
        step(rehearsal, hers_of(rehearsal, line))
        skips = skips or any(one.key == "skip" for one in rehearsal.state.menu)
    return skips


def _played(rehearsal: Rehearsal, lines: Sequence[str]) -> list[str]:
    skipping = lines[0] == "skipping"
    shown = []
    for line in lines[1:] if skipping else lines:
        skip = skipping and any(one.key == "skip" for one in rehearsal.state.menu)
        hers = hers_of(rehearsal, "skip" if skip else line)
        shown += [hers, *step(rehearsal, hers)]
        if skip:
            break
    return shown


def hers_of(rehearsal: Rehearsal, line: str) -> str:
    """Return how she says a line of a script on this phone."""
    if line.startswith("@ "):
        return f"@ {HAPPENS[line[2:]]}"
    if line.startswith('"'):
        return f"> {line[1:]}"
    offered = {one.key: one for one in rehearsal.state.menu}
    if line.startswith("&"):  # several at once, by their numbers
        return "> " + "".join(offered[key].number for key in line[1:].split())
    if line not in offered:
        raise LookupError(f"{line} is not offered, only {sorted(offered)}")
    one = offered[line]
    return f"> {one.number}" if rehearsal.channel == "sms" else f"> [{one.label}]"


def step(rehearsal: Rehearsal, hers: str) -> list[str]:
    """Play one line of a transcript and return the lines that must follow it."""
    if hers == f"@ {HAPPENS['silence']}":
        rehearsal.silent = True
        return []
    if hers == f"@ {HAPPENS['locks']}":
        rehearsal.facts.word, rehearsal.locked = rehearsal.facts.word or WORD, True
        return []
    if hers == f"@ {HAPPENS['fails']}":
        rehearsal.fails = True
        return []
    due = next((key for key in BOOK.due if hers == f"@ {HAPPENS.get(key)}"), "")
    if due:
        pages = rehearsal.happens(Due(due))
    elif hers == f"@ {HAPPENS['again']}":
        pages = rehearsal.tries_again()
    elif hers.startswith("@ "):
        pages = rehearsal.sends_file(next(key for key, said in HAPPENS.items() if hers[2:] == said))
    elif hers.startswith("> [") and rehearsal.channel == "telegram":
        pages = rehearsal.taps(hers[3:-1])
    else:
        pages = rehearsal.texts(hers[2:])
    return [line for page in pages for line in _lines(page)] or ["(nothing is said)"]


def _lines(page: str) -> Iterator[str]:
    if page.startswith("("):
        yield page
        return
    for number, line in enumerate(filter(None, page.split("\n"))):
        yield f"{'  ' if number else '< '}{line}"


def replay(text: str, channel: Channel, catalogues: Catalogues) -> str:
    """Play what a transcript says she does, and return it as it must read."""
    shown: list[str] = []
    rehearsal: Rehearsal | None = None
    for line in text.splitlines():
        if line.startswith("@ world: "):
            rehearsal = rehearse(line.removeprefix("@ world: "), channel, catalogues)
            shown.append(line)
        elif line.startswith(("> ", "@ ")) and rehearsal is not None:
            shown += [line, *step(rehearsal, line)]
        elif line.startswith("#") or not line:
            shown.append(line)
    return "\n".join(shown) + "\n"
