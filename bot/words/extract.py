"""Writes ``bot.pot`` and brings every catalogue up to date with the English sources.

An entry is its context: a reworded sentence keeps its translation, marked fuzzy with the English it
was made from, until somebody has looked at it. What went away is kept as obsolete until somebody
has taken it out (``words check`` asks for that); nothing that a translator wrote is dropped here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import unescape, write_po

from bot.words.catalogue import LOCALES, NEEDED, forms_of, ids_of, parse, po_path
from bot.words.languages import Language
from bot.words.sources import BOT, Source, is_needed

TEMPLATE_HEADER = """\
# Sentences of the service, in English. Made by `python -m bot words extract`; do not edit.
msgid ""
msgstr ""
"Project-Id-Version: imsa-bot\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""
LANGUAGE_HEADER = """\
# {english} sentences of the service.
#
# DRAFT: NO PERSON HAS REVIEWED THESE SENTENCES. Every entry is marked fuzzy until a native
# reviewer has read it; docs/words.md says how a review is recorded.
#
# Form of address: {address}
msgid ""
msgstr ""
"Project-Id-Version: imsa-bot\\n"
"Language: {code}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"
"""
PYTHON_AND_TEMPLATES = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
METHODS = {"silent": "false"}
_PREVIOUS = re.compile(r'msgid(?:_plural)? ("(?:[^"\\]|\\.)*")')


@dataclass(frozen=True, slots=True)
class Changed:
    """What an extraction did to one language."""

    language: str
    kept: int
    reworded: int
    missing: int
    obsolete: int


def extract(
    sources: Iterable[Source],
    languages: Iterable[Language],
    locales: Path = LOCALES,
    code: Path = BOT,
) -> list[Changed]:
    """Write the template, and update the catalogue of every language that has one."""
    sources = (*sources, *_marked(code))
    template = Catalog()
    for source in sources:
        _add(template, source, ("",) * len(source.forms), [])
    _write(locales / "bot.pot", template, TEMPLATE_HEADER)
    return [
        _update(language, sources, po_path(language.code, locales))
        for language in languages
        if po_path(language.code, locales).is_file()
    ]


def begin(language: Language, sources: Iterable[Source], locales: Path = LOCALES) -> Path:
    """Make the empty catalogue of a new language."""
    path = po_path(language.code, locales)
    path.parent.mkdir(parents=True, exist_ok=True)
    plurals = Catalog(locale=Locale.parse(language.locale)).plural_forms
    header = LANGUAGE_HEADER.format(
        english=language.english, code=language.code, address=language.address, plurals=plurals
    )
    path.write_text(header, encoding="utf-8")
    _update(language, tuple(sources), path)
    return path


def _marked(code: Path) -> tuple[Source, ...]:
    """What ``_()`` marks in Python and in templates; the file's name is its context."""
    found = {}
    for name, _line, message, _comments, context in extract_from_dir(
        code, PYTHON_AND_TEMPLATES, options_map={"**": METHODS}
    ):
        english = message if isinstance(message, str) else "|".join(filter(None, message))
        where = context or f"{Path(name).with_suffix('').as_posix().replace('/', '.')}.{english}"
        found[where] = Source(where, english)
    return tuple(found.values())


def _update(language: Language, sources: Iterable[Source], path: Path) -> Changed:
    old = parse(path)
    before: dict[str, Message] = {
        message.context: message
        for message in (*old.obsolete.values(), *old)
        if message.id and message.context and any(forms_of(message))
    }
    new = Catalog(locale=Locale.parse(language.locale))
    kept = reworded = missing = 0
    for source in sources:
        message = before.pop(source.context, None)
        if message is None:
            missing += 1
            _add(new, source, ("",) * (old.num_plurals if len(source.forms) > 1 else 1), [])
            continue
        same = ids_of(message) == source.forms
        kept, reworded = kept + same, reworded + (not same)
        flags = ["fuzzy"] if message.fuzzy or not same else []
        before_that = _made_from(message)
        previous = before_that if same or before_that else ids_of(message)
        comments = [] if before_that else message.user_comments
        _add(new, source, forms_of(message), flags, previous if flags else (), comments)
    for message in before.values():
        new.obsolete[message.context or ""] = message
    header = path.read_text(encoding="utf-8").partition("\n\n")[0]
    _write(path, new, header + "\n")
    return Changed(language.code, kept, reworded, missing, len(before))


def _add(
    catalog: Catalog,
    source: Source,
    forms: tuple[str, ...],
    flags: list[str],
    previous: tuple[str, ...] = (),
    comments: Iterable[str] = (),
) -> None:
    plural = len(source.forms) > 1
    catalog.add(
        source.forms if plural else source.english,
        forms if plural else forms[0],
        flags=flags,
        auto_comments=_comments(source),
        user_comments=comments,
        previous_id=previous,
        context=source.context,
    )


def _comments(source: Source) -> list[str]:
    about = [f"{NEEDED}: {source.of}"] if is_needed(source) else []
    if source.label:
        about.append("label of a choice, at most 24 letters where it can be")
    if source.cls == "push":
        about.append("seen on a locked phone: it may say nothing about a service")
    return [*about, *([source.note] if source.note else [])]


def _made_from(message: Message) -> tuple[str, ...]:
    """Return the English of a ``#| msgid``, which Babel reads as a translator's comment."""
    lines = " ".join(message.user_comments)
    if not lines.startswith("| msg"):
        return ()
    return tuple(unescape(found) for found in _PREVIOUS.findall(lines.replace(" | ", " ")))


def _write(path: Path, catalog: Catalog, header: str) -> None:
    body = BytesIO()
    write_po(body, catalog, width=0, omit_header=True, include_previous=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = f"{header}\n{body.getvalue().decode().strip()}\n"
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
