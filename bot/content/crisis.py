"""``crisis/<language>.toml``: phrases that sound like a crisis, and what only sounds alike.

The rule kept here: the lists of every language are looked through whatever language a person chose,
because in trouble people write in their own.
"""

from pathlib import Path

from bot.content.reading import Faults, Table
from bot.crisis import CATEGORIES, Crisis

FOLDER = "crisis"


def read_crisis(config: Path, faults: Faults) -> Crisis:
    """Read every list there is; English must be there."""
    files = sorted(path.stem for path in (config / FOLDER).glob("*.toml"))
    if "en" not in files:
        faults.add(f"{FOLDER}/en.toml", "is missing in the configuration folder")
    crisis = Crisis({})
    for language in files:
        _add(crisis, config, language, faults)
    return crisis


def _add(crisis: Crisis, config: Path, language: str, faults: Faults) -> None:
    where = f"{FOLDER}/{language}.toml"
    top = Table.of(config, where, faults)
    reviewed = top.table("reviewed")
    reviewed.take("who", str)
    reviewed.take("on", str)
    phrases = top.table("phrases")
    for category in CATEGORIES:
        for phrase in phrases.texts(category):
            try:
                crisis.add(language, category, phrase)
            except ValueError:
                phrases.fault(category, f"{phrase} must begin and end with a word")
    if "everyday" in top:
        everyday = top.table("everyday")
        for phrase in everyday.texts("phrases"):
            try:
                crisis.leave_out(phrase)
            except ValueError:
                everyday.fault("phrases", f"{phrase} must hold a word")
    top.close()
