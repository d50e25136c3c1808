"""``rights/``: one file a topic and ``sources.toml``, read into pages.

The rule kept here: no card without a source and a date, and every nation reads three to five cards;
every fault of every file is told at once.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bot.content.helplines import MARKS
from bot.content.reading import Faults, Table, read_table
from bot.flows.rights_pages import (
    EVERYWHERE,
    NATIONS,
    OWN_NOTES,
    RECONSIDERATION,
    WORDS,
    Card,
    Rights,
    Source,
    Topic,
)
from bot.flows.rights_search import fold
from bot.flows.says import Text

FOLDER = "rights"
SOURCES = "sources.toml"
FEWEST, MOST = 3, 5
"""Cards that somebody reads on one page."""

LABEL = 24


def read_rights(config: Path, faults: Faults) -> Rights:
    """Read the folder."""
    known = _sources(config, faults)
    found: dict[str, tuple[int, Topic]] = {}
    for path in sorted((config / FOLDER).glob("*.toml")):
        if path.name != SOURCES:
            found[path.stem] = _topic(config, path.stem, known, faults)
    if not found:
        faults.add(FOLDER, "holds no topic")
    elif RECONSIDERATION not in found:
        faults.add(FOLDER, f"must hold {RECONSIDERATION}.toml, which a wrong decision leads to")
    orders = [order for order, _ in found.values()]
    for name, (order, _) in found.items():
        if orders.count(order) > 1:
            faults.add(f"{FOLDER}/{name}.toml.order", f"{order} is there twice")
    return Rights(tuple(topic for _, topic in sorted(found.values(), key=lambda one: one[0])))


def rights_sources(rights: Rights) -> tuple[Text, ...]:
    """Every sentence of the pages, for the catalogue and the linter."""
    cards = (card.text for topic in rights.topics for card in topic.cards)
    return (*WORDS, OWN_NOTES, *(topic.title for topic in rights.topics), *cards)


def _sources(config: Path, faults: Faults) -> Mapping[str, Source] | None:
    """Read the sources by their names; None where nobody could."""
    where = f"{FOLDER}/{SOURCES}"
    found = {}
    for name, values in read_table(config, where, faults).items():
        table = Table(f"{where}: {name}", values, faults)
        found[name] = Source(name, table.take("name", str), table.take("where", str))
        if not table.take("page", str):
            table.fault("page", "says the date of the page")
        table.close()
    return found if faults.could_read(where) else None


def _topic(
    config: Path, name: str, known: Mapping[str, Source] | None, faults: Faults
) -> tuple[int, Topic]:
    where = f"{FOLDER}/{name}.toml"
    top = Table.of(config, where, faults)
    title = top.take("title", str)
    if len(title) > LABEL:
        top.fault("title", f"has more than {LABEL} letters")
    cards = [
        _card(name, top.block(f"card {number}", block), known)
        for number, block in enumerate(top.take("card", list), start=1)
    ]
    topic = Topic(
        id=name,
        title=Text(f"rights.{name}.title", title),
        checked=top.take("checked", date),
        cards=tuple(cards),
        keywords=_keywords(top.table("keywords")),
        hard=top.take("hard", bool, default=False),
    )
    order = top.take("order", int)
    top.close()
    _count(where, topic, faults)
    return order, topic


def _card(topic: str, table: Table, known: Mapping[str, Source] | None) -> Card:
    name, text = table.take("id", str), table.take("text", str)
    nations = table.some_of("nations", (*NATIONS, EVERYWHERE))
    marks, sources = table.some_of("marks", MARKS, []), table.texts("sources")
    if not sources:
        table.fault("sources", "must name at least one")
    for one in sources:
        if known is not None and one not in known:
            table.fault("sources", f"{one} is not in {SOURCES}")
    said = tuple(known[one] for one in sources if one in known) if known else ()
    return Card(name, nations, Text(f"rights.{topic}.{name}", text), said, marks)


def _keywords(table: Table) -> Mapping[str, frozenset[str]]:
    found = {code: frozenset(map(fold, table.texts(code))) for code in table}
    if not found.get("en"):
        table.fault("en", "must hold a word")
    return found


def _count(where: str, topic: Topic, faults: Faults) -> None:
    faults.twice(where, ["title", *(card.id for card in topic.cards)])
    for nation in NATIONS:
        count = len(topic.of(nation))
        if not FEWEST <= count <= MOST:
            faults.add(where, f"{nation} reads {count} cards, not {FEWEST} to {MOST}")
    if not topic.of(""):
        faults.add(where, "holds nothing that is the same everywhere")
