"""``signoffs.toml``: what people have to decide or try before the service meets anybody.

The rule kept here: nothing is signed off by default, and an approval is of a text, by its hash.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from bot.content.reading import Faults, read_table
from bot.flows.rights_pages import NATIONS

FILE = "signoffs.toml"
DRILL = timedelta(days=90)
NEEDED: Mapping[str, tuple[str, ...]] = {
    "data_protection": ("version", "owner"),
    "lived_experience": ("owner",),
    "carrier_redaction": ("owner",),
    "restore_drill": ("owner",),
}


def text_hash(sentences: tuple[str, ...]) -> str:
    """Return the hash by which a text is approved; spaces and line breaks don't count."""
    words = "\n".join(" ".join(sentence.split()) for sentence in sentences)
    return sha256(words.encode()).hexdigest()[:16]


def missing(folder: Path, notice_hash: str, today: date) -> list[str]:
    """Say what is not signed off, one line each; nothing when all is.

    Args:
        folder: the configuration folder.
        notice_hash: of the confidentiality notice as it is shown now.
        today: for what has to be done again.
    """
    faults = Faults()
    table = read_table(folder, FILE, faults)
    return [*faults.found, *_missing(table, notice_hash, today)]


def _missing(table: Mapping[str, Any], notice_hash: str, today: date) -> Iterator[str]:
    for name, fields in NEEDED.items():
        yield from _open(name, table.get(name), fields, today)
    notices = table.get("confidentiality")
    for nation in NATIONS:
        name = f"confidentiality.{nation}"
        entry = notices.get(nation) if isinstance(notices, dict) else None
        found = list(_open(name, entry, ("approved_by",), today))
        yield from found
        if not found and isinstance(entry, dict) and entry.get("hash") != notice_hash:
            said = "another text was approved" if entry.get("hash") else "the hash is missing"
            yield f"{name}: {said}; that of the text shown now is {notice_hash}"
    drill = table.get("restore_drill")
    done = drill.get("date") if isinstance(drill, dict) else None
    if isinstance(done, date) and today - done > DRILL:
        yield f"restore_drill: over {DRILL.days} days ago"


def _open(name: str, entry: object, fields: tuple[str, ...], today: date) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield f"{name}: is missing"
        return
    empty = [field for field in fields if not str(entry.get(field, "")).strip()]
    done = entry.get("date")
    if not isinstance(done, date) or done > today:
        empty.append("date")
    if empty:
        yield f"{name}: not signed off ({', '.join(empty)} missing)"
