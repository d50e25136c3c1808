"""``phrases.toml``: what staff can send in any language, with slots."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.content.reading import Faults, Table
from bot.flows.says import Fill, Text
from bot.words.templates import holes

KINDS = ("day", "time", "name")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One sentence for staff to send. ``slots``: the kind of each hole."""

    id: str
    group: str
    text: Text
    slots: Mapping[str, str]
    note: str

    def filled(self, fills: Mapping[str, Fill]) -> Text:
        """The sentence with its slots filled, ready to be said in the reader's language."""
        return self.text.filled(**fills)


@dataclass(frozen=True, slots=True)
class Phrases:
    """Every phrase in the order of the picker. ``groups``: headings, for staff, in English."""

    groups: Mapping[str, str]
    all: tuple[Phrase, ...]

    def phrase(self, id: str) -> Phrase | None:  # noqa: A002
        """One phrase by its id, or None: a page may be older than the file."""
        return next((phrase for phrase in self.all if phrase.id == id), None)

    def sources(self) -> tuple[Text, ...]:
        """Every sentence, for the catalogue and the linter."""
        return tuple(phrase.text for phrase in self.all)


def read_phrases(config: Path, faults: Faults) -> Phrases:
    """Read the file."""
    file = "phrases.toml"
    top = Table.of(config, file, faults)
    groups = {str(key): str(value) for key, value in top.take("groups", dict).items()}
    found: list[Phrase] = []
    for block in top.take("phrase", list):
        name = block.get("id", "?") if isinstance(block, Mapping) else "?"
        table = top.block(name, block)
        phrase = _phrase(table, groups)
        if holes(phrase.text.english) != frozenset(phrase.slots):
            faults.add(table.where, "slots and the holes in the text differ")
        if any(kind not in KINDS for kind in phrase.slots.values()):
            faults.add(table.where, f"a slot must be one of {', '.join(KINDS)}")
        found.append(phrase)
    top.close()
    faults.twice(file, [phrase.id for phrase in found])
    return Phrases(groups, tuple(found))


def _phrase(table: Table, groups: Mapping[str, str]) -> Phrase:
    name = table.take("id", str)
    return Phrase(
        id=name,
        group=table.one_of("group", groups),
        text=Text(f"phrases.{name}", table.take("text", str)),
        slots=table.take("slots", dict, {}),
        note=table.take("note", str, ""),
    )
