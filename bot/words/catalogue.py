"""One language's catalogue, read from its PO file as it is.

No ``.mo`` is ever built: compiling drops ``fuzzy`` entries, and a fuzzy entry is what tells a draft
from a reviewed sentence while people are being served.
"""

import gettext
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bot.words.templates import PLURAL

NEEDED = "needed before the language is offered"  # how an entry says so to code and translators
LOCALES = Path(__file__).resolve().parent.parent / "locales"


@dataclass(frozen=True, slots=True)
class Row:
    """One entry: the English it translates, its forms, and whether no person has reviewed it."""

    english: str
    forms: tuple[str, ...]
    draft: bool


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The entries of one language by context, and which form a count takes.

    ``needed``: the contexts that must be reviewed before the language can be chosen.
    """

    rows: dict[str, Row]
    form_of: Callable[[int], int]
    needed: frozenset[str] = frozenset()

    @property
    def unreviewed(self) -> frozenset[str]:
        """What of the needed nobody has translated, or nobody has reviewed."""
        rows = self.rows
        return frozenset(one for one in self.needed if one not in rows or rows[one].draft)


def po_path(code: str, locales: Path = LOCALES) -> Path:
    """Where the packaged catalogue of a language is."""
    return locales / code / "LC_MESSAGES" / "bot.po"


def parse(path: Path) -> Catalog:
    """The PO file as Babel reads it; an ill-formed one raises ``PoFileError``."""
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def read(code: str, overlays: Path, locales: Path = LOCALES) -> Catalogue:
    """The packaged catalogue of a language, under what the operator's own reviewers decided.

    Args:
        code: the language.
        overlays: folder of ``<code>.po`` files that win over the packaged ones, entry by entry.
        locales: folder of the packaged catalogues.
    """
    rows: dict[str, Row] = {}
    needed: set[str] = set()
    form_of: Callable[[int], int] = _one_form
    for path in (po_path(code, locales), overlays / f"{code}.po"):
        if not path.is_file():
            continue
        catalog = parse(path)
        rows.update(_rows(catalog))
        needed |= {str(message.context) for message in catalog if _is_needed(message)}
        if catalog.num_plurals > 1:
            form_of = gettext.c2py(catalog.plural_expr)
    return Catalogue(rows, form_of, frozenset(needed))


def _one_form(_count: int) -> int:
    return 0


def _is_needed(message: Message) -> bool:
    return any(comment.startswith(NEEDED) for comment in message.auto_comments)


def _rows(catalog: Catalog) -> dict[str, Row]:
    rows = {}
    for message in catalog:
        if not message.id or not message.context:
            continue
        forms = forms_of(message)
        if all(forms):
            rows[message.context] = Row(PLURAL.join(ids_of(message)), forms, message.fuzzy)
    return rows


def ids_of(message: Message) -> tuple[str, ...]:
    """The English that an entry translates: one sentence, or singular and plural."""
    return tuple(message.id) if isinstance(message.id, (tuple, list)) else (message.id,)


def forms_of(message: Message) -> tuple[str, ...]:
    """What a translator wrote, form by form; an empty text where nobody has yet."""
    string = message.string
    return tuple(string) if isinstance(string, (tuple, list)) else (string or "",)
