"""The word linter: every rule of conversations.md A3 that a machine can check.

It reads the English sources, the catalogues against them, and every message that the conversations
can say, in every language that has a catalogue, as both channels really render it.
"""

from collections.abc import Iterator

from bot.content import Content
from bot.flows.flow import Book
from bot.words.catalogue import po_path
from bot.words.catalogues import Catalogues
from bot.words.lint.english import check_english
from bot.words.lint.messages import check_messages
from bot.words.lint.rights import check_pages, pages_read
from bot.words.lint.rules import Finding, Rules, read_rules
from bot.words.lint.said import Said, everything_said, said_outside
from bot.words.lint.translations import check_catalogue, check_files, check_keywords
from bot.words.sources import gather

__all__ = ["Finding", "Rules", "check", "check_sentences", "read_rules"]


def check(book: Book, content: Content, catalogues: Catalogues, rules: Rules) -> list[Finding]:
    """Every breach in every language; an empty list is what is wanted."""
    return list(_check(book, content, catalogues, rules))


def check_sentences(
    book: Book, content: Content, catalogues: Catalogues, rules: Rules
) -> list[Finding]:
    """What the sentences alone show: an operator's ``check`` can't wait for every message."""
    sources = gather(book, content)
    names = [line.name for line in content.helplines.lines]
    found = [
        *check_english(sources, names, rules),
        *check_pages(content.rights, (*rules.glossary, *names), rules),
        *check_files(catalogues.languages, catalogues.locales),
    ]
    if found:
        return found
    written = [
        one for one in catalogues.languages if po_path(one.code, catalogues.locales).is_file()
    ]
    return [
        finding
        for language in written
        for finding in check_catalogue(
            language, catalogues.tongue(language.code).catalogue, sources, rules
        )
    ]


def _check(book: Book, content: Content, catalogues: Catalogues, rules: Rules) -> Iterator[Finding]:
    sources = gather(book, content)
    by_context = {source.context: source for source in sources}
    names = [line.name for line in content.helplines.lines]
    yield from check_english(sources, names, rules)
    yield from check_pages(content.rights, (*rules.glossary, *names), rules)
    broken = list(check_files(catalogues.languages, catalogues.locales))
    yield from broken
    if broken:
        return
    shown = Catalogues(catalogues.config, drafts=True, locales=catalogues.locales)
    written = [one for one in shown.languages if po_path(one.code, shown.locales).is_file()]
    said = (
        *everything_said(book, content, shown.languages),
        *said_outside(content),
        *(Said(*read) for read in pages_read(book, content.rights)),
    )
    english = shown.language("en")
    for language in (english, *written):
        tongue = shown.tongue(language.code)
        yield from check_catalogue(language, tongue.catalogue, sources, rules)
        yield from check_messages(said, tongue, by_context, rules)
    labels = {
        language.code: [
            (one.say.id, shown.tongue(language.code).say(option.label))
            for one in said
            for option in one.say.options
        ]
        for language in (english, *written)
    }
    carrier = {"stop": content.service.sms.carrier_stop}
    yield from dict.fromkeys(check_keywords(shown.languages, carrier, labels))
