"""``helplines.toml``: help numbers by nation, each a line with its cost, its hours and its marks.

The rule kept here: a number is never withheld, whatever its age; what was not checked is said in
the line itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.content.reading import Faults, Table
from bot.flows.rights_pages import EVERYWHERE, NATIONS
from bot.flows.says import Fill, Text, Verbatim

MARKS = ("unconfirmed", "dated")


@dataclass(frozen=True, slots=True)
class Helpline:
    """One number. ``line`` is what people read."""

    id: str
    nations: tuple[str, ...]
    about: str
    name: str
    number: str
    first: bool
    marks: tuple[str, ...]
    checked: date
    line: Text


@dataclass(frozen=True, slots=True)
class Helplines:
    """Every number, and the sentences that their lines are made of."""

    lines: tuple[Helpline, ...]
    abouts: Mapping[str, Text]
    tails: Mapping[str, Text]

    def of(self, nation: str) -> tuple[Helpline, ...]:
        """The numbers of a nation, the likeliest first; of no nation: those of everywhere."""
        here = [line for line in self.lines if {EVERYWHERE, nation} & set(line.nations)]
        shown = [line for line in here if line.about != "child"]
        return tuple(sorted(shown, key=lambda line: not line.first))

    def children(self) -> tuple[Helpline, ...]:
        """The numbers for people under 18."""
        return tuple(line for line in self.lines if line.about == "child")

    def line(self, id: str) -> Helpline:  # noqa: A002
        """One number by its id."""
        return next(line for line in self.lines if line.id == id)

    def sources(self) -> tuple[Text, ...]:
        """Every sentence, for the catalogue and the linter."""
        tables = (self.abouts, self.tails)
        return (*LINES.values(), *(text for table in tables for text in table.values()))


LINES = {
    "call": Text("helplines.call", "{about}: {name} {number}. {tail}"),
    "number": Text("helplines.number", "{about}: {number}. {tail}"),
    "text": Text("helplines.text", "{about}: {name}, text {number}. {tail}"),
    "text_number": Text("helplines.text_number", "{about}: text {number}. {tail}"),
}


def read_helplines(config: Path, faults: Faults) -> Helplines:
    """Read the file."""
    file = "helplines.toml"
    top = Table.of(config, file, faults)
    abouts = _sentences(top.table("abouts"), "about")
    tails = _sentences(top.table("tails"), "tail")
    sources = top.take("sources", dict)
    lines: list[Helpline] = []
    for block in top.take("helpline", list):
        name = block.get("id", f"number {len(lines) + 1}") if isinstance(block, dict) else "?"
        lines.append(_helpline(top.block(name, block), abouts, tails, ("none", *sources)))
    top.close()
    faults.twice(file, [line.id for line in lines])
    return Helplines(tuple(lines), abouts, tails)


def _sentences(table: Table, part: str) -> dict[str, Text]:
    return {key: Text(f"helplines.{part}.{key}", table.take(key, str)) for key in table}


def _helpline(
    table: Table,
    abouts: Mapping[str, Text],
    tails: Mapping[str, Text],
    sources: tuple[str, ...],
) -> Helpline:
    way = table.one_of("way", ("call", "text"))
    about, tail = table.one_of("about", abouts), table.one_of("tail", tails)
    name, number = table.take("name", str), table.take("number", str)
    if number == name:  # "999: 999" says nothing twice
        pattern = LINES["text_number" if way == "text" else "number"]
    else:
        pattern = LINES[way or "call"]
    fills: dict[str, Fill] = {
        "about": abouts.get(about, Text("", "")),
        "name": Verbatim(name, "en"),
        "number": Verbatim(number),
        "tail": tails.get(tail, Text("", "")),
    }
    table.one_of("source", sources)
    table.take("note", str, "")
    return Helpline(
        id=table.take("id", str),
        nations=table.some_of("nations", (*NATIONS, EVERYWHERE)),
        about=about,
        name=name,
        number=number,
        first=table.take("first", bool, default=False),
        marks=table.some_of("marks", MARKS, []),
        checked=table.take("checked", date),
        line=pattern.filled(**fills),
    )
