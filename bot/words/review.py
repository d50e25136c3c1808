"""How far each language is: what is translated, what a person has reviewed, what is due."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.content import Content
from bot.words.catalogues import Catalogues
from bot.words.languages import Language
from bot.words.sources import NEEDED, Source

DUE = timedelta(days=150)
"""After this a dated fact is due to be looked at again (A3 rule 37)."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """One language.

    Attributes:
        language: which.
        total: entries there are.
        reviewed: entries that a person has reviewed.
        drafts: translated, reviewed by nobody.
        stale: translated from an English sentence that has changed since.
        missing: contexts that nobody translated.
        waiting: contexts that keep the language from being offered.
    """

    language: Language
    total: int
    reviewed: int
    drafts: int
    stale: tuple[str, ...]
    missing: tuple[str, ...]
    waiting: tuple[str, ...]


def coverage(catalogues: Catalogues, sources: Iterable[Source]) -> Iterator[Coverage]:
    """Every language but the source."""
    sources = tuple(sources)
    for language in catalogues.languages:
        if language.code == "en":
            continue
        catalogue = catalogues.tongue(language.code).catalogue
        rows = catalogue.rows
        have = [one for one in sources if one.context in rows]
        stale = {one.context for one in have if rows[one.context].english != one.english}
        drafts = [rows[one.context].draft for one in have if one.context not in stale]
        yield Coverage(
            language,
            len(sources),
            reviewed=drafts.count(False),
            drafts=drafts.count(True),
            stale=tuple(one.context for one in have if one.context in stale),
            missing=tuple(one.context for one in sources if one.context not in rows),
            waiting=tuple(sorted(catalogue.unreviewed)),
        )


def lines_of(found: Coverage) -> Iterator[str]:
    """One language for a person to read."""
    done = f"{found.reviewed} reviewed, {found.drafts} drafts, {len(found.missing)} missing"
    state = "not begun" if len(found.missing) == found.total else done
    yield f"{found.language.code:<4} {found.language.english:<20} {state} of {found.total}"
    for context in found.stale:
        yield f"       no longer translated, the English changed: {context}"
    if len(found.missing) < found.total:
        for name in (*NEEDED, "keywords"):
            review = found.language.reviewed.get(name)
            who = f"{review.who}, {review.on}" if review and review.on else "nobody yet"
            yield f"       {name} reviewed by: {who}"
        if found.waiting:
            yield f"       not offered: {len(found.waiting)} sentences of those sets wait"


def due(content: Content, today: date) -> Iterator[str]:
    """What was checked so long ago that somebody must look again."""
    for line in content.helplines.lines:
        if today - line.checked >= DUE:
            yield f"help number {line.id}: checked {line.checked}"
    for topic in content.rights.due(today):
        yield f"rights/{topic.id}.toml: checked {topic.checked}"
    if today - content.complaints.checked >= DUE:
        yield f"complaints.toml (who else can look): checked {content.complaints.checked}"
    if today - content.holidays.checked >= DUE:
        yield f"bank holidays: checked {content.holidays.checked}"
