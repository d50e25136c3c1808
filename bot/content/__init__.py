"""What an operator edits without touching code: ``config/`` as frozen values.

``Content.load(folder)`` reads every file and raises one ``SettingsError`` with every fault in
all of them. Environment settings are elsewhere (``bot.settings``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from bot.clocks import read_holidays
from bot.content.complaints import Complaints, read_complaints
from bot.content.crisis import read_crisis
from bot.content.helplines import Helpline, Helplines, read_helplines
from bot.content.phrases import Phrase, Phrases, read_phrases
from bot.content.reading import Faults, Table, read_table
from bot.content.rights import read_rights, rights_sources
from bot.content.service import Retention, Service, Sms, Times, read_service
from bot.crisis import Crisis
from bot.errors import SettingsError
from bot.flows.rights_pages import NATIONS, Rights
from bot.flows.says import Text
from bot.words import Language
from bot.words.catalogues import load_languages

__all__ = [
    "NATIONS",
    "Complaints",
    "Content",
    "Crisis",
    "Helpline",
    "Helplines",
    "Holidays",
    "Phrase",
    "Phrases",
    "Retention",
    "Rights",
    "Service",
    "Sms",
    "Times",
]


@dataclass(frozen=True, slots=True)
class Holidays:
    """Bank holidays by nation; ``until`` is the last day that the copy covers."""

    checked: date
    until: date
    by_nation: Mapping[str, frozenset[date]]

    def of(self, nation: str) -> frozenset[date]:
        """The bank holidays of a nation; of an unknown one, every nation's: promise less."""
        return self.by_nation.get(nation) or frozenset().union(*self.by_nation.values())


@dataclass(frozen=True, slots=True)
class Content:
    """One configuration folder."""

    folder: Path
    service: Service
    languages: tuple[Language, ...]
    helplines: Helplines
    phrases: Phrases
    holidays: Holidays
    complaints: Complaints
    crisis: Crisis
    rights: Rights

    @staticmethod
    def load(folder: Path) -> "Content":
        """Read the whole folder; raises ``SettingsError`` with every fault in it.

        What was read once in this process, and is the same to the letter, is not read again: every
        command asks two or three times.
        """
        files = sorted(folder.rglob("*.toml"))
        return _read(folder, tuple((path, path.read_bytes()) for path in files if path.is_file()))

    def person_number(self) -> str:
        """The number at which a person answers: the operator's, else that of the line named."""
        return self.service.person or self.helplines.line(self.service.person_line).number

    def sources(self) -> tuple[Text, ...]:
        """Every sentence of the folder, for the catalogue and the linter."""
        return (
            *self.service.sources(),
            *self.helplines.sources(),
            *self.phrases.sources(),
            *self.complaints.sources(),
            *rights_sources(self.rights),
        )


@lru_cache(maxsize=2)
def _read(folder: Path, _files: tuple[tuple[Path, bytes], ...]) -> Content:
    """Read what lies in the folder; its files are given so that none is read twice unchanged."""
    faults = Faults()
    languages: tuple[Language, ...] = ()
    try:
        languages = load_languages(folder)
    except SettingsError as error:
        faults.found += error.faults
    crisis = read_crisis(folder, faults)
    content = Content(
        folder=folder,
        service=read_service(folder, faults),
        languages=languages,
        helplines=read_helplines(folder, faults),
        phrases=read_phrases(folder, faults),
        holidays=_holidays(folder, faults),
        complaints=read_complaints(folder, crisis, faults),
        crisis=crisis,
        rights=read_rights(folder, faults),
    )
    ids = {line.id for line in content.helplines.lines}
    name = content.service.person_line
    if name and name not in ids and faults.could_read("helplines.toml"):
        faults.add("service.toml: numbers", f"{name} is not in helplines.toml")
    if faults.found:
        raise SettingsError(faults.found)
    return content


def _holidays(folder: Path, faults: Faults) -> Holidays:
    file = "bank-holidays.toml"
    values = read_table(folder, file, faults)
    top = Table(file, values, faults)
    checked, until = top.take("checked", date), top.take("until", date)
    top.take("source", str)
    for nation in NATIONS:
        top.take(nation, dict)
    top.close()
    try:
        return Holidays(checked, until, read_holidays(values))
    except ValueError as error:
        faults.add(file, str(error))
        return Holidays(checked, until, {})
