"""What a catalogue keeps of its source, and languages of each other (A3: 6, 8, 9, 38, 40)."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

from babel.messages.pofile import PoFileError

from bot.words import templates
from bot.words.catalogue import Catalogue, Row, parse, po_path
from bot.words.languages import Language, fold, language_names
from bot.words.lint.english import any_language
from bot.words.lint.reading_ease import sentences, words
from bot.words.lint.rules import Finding, Rules
from bot.words.sources import NEEDED, Source

NUMBERS = re.compile(r"\d[\d ]*\d|\d")
QUESTIONS = "?\u061f\uff1f\u1367"


def check_files(languages: Iterable[Language], locales: Path) -> Iterator[Finding]:
    """Catalogues parse, hold each context once, nothing that went away, and are not compiled."""
    for path in sorted(locales.rglob("*.mo")):
        yield Finding(38, path.name, "-", "a compiled catalogue drops drafts; delete it")
    for language in languages:
        path = po_path(language.code, locales)
        if not path.is_file():
            continue
        try:
            catalog = parse(path)
        except PoFileError as error:
            yield Finding(38, path.name, language.code, str(error))
            continue
        counts = Counter(message.context for message in catalog if message.id)
        for context, count in counts.items():
            if count > 1:
                yield Finding(38, str(context), language.code, "is there more than once")
        for message in catalog.obsolete.values():
            went = "went away (#~): give its words to what stands in its place, or delete it"
            yield Finding(38, str(message.context), language.code, went)


def check_catalogue(
    language: Language, catalogue: Catalogue, sources: Iterable[Source], rules: Rules
) -> Iterator[Finding]:
    """One language against its source."""
    sources = tuple(sources)
    known = {source.context for source in sources}
    for context in catalogue.rows:
        if context not in known:
            yield Finding(38, context, language.code, "is in no source; run `words extract`")
    for source in sources:
        row = catalogue.rows.get(source.context)
        if row is None:
            continue
        for rule, what in _row(language, row, source, rules):
            yield Finding(rule, source.context, language.code, what)


def _row(language: Language, row: Row, source: Source, rules: Rules) -> Iterator[tuple[int, str]]:
    if row.english != source.english:
        yield 38, "translates another English sentence; run `words extract`"
        return
    if not row.draft and source.of in NEEDED and not language.signed(source.of):
        yield 38, f"counts as reviewed, and languages.toml says nobody reviewed {source.of}"
    for form in row.forms:
        if (found := templates.holes(form)) != source.holes:
            wrong = ", ".join(sorted(found ^ source.holes))
            yield 6, f"placeholders differ from the English: {wrong}"
        if len(row.forms) == 1 and _numbers(form) != _numbers(source.english):
            yield 6, "numbers differ from the English"
        if sum(map(form.count, QUESTIONS)) > 1:
            yield 9, "asks more than one question"
        for sentence in sentences(form):
            if (count := len(words(sentence))) > rules.longest(language.code):
                yield 8, f"a sentence of {count} words; at most {rules.longest(language.code)}"
        yield from _named(source, form, rules)
        yield from any_language(source, form, rules)


def _named(source: Source, form: str, rules: Rules) -> Iterator[tuple[int, str]]:
    for banned in rules.banned:
        found = banned.translated.search(form) if banned.translated else None
        if found and not rules.excepted(banned.rule, source.context, found.group().casefold()):
            yield banned.rule, f"“{found.group()}” {banned.why}"


def _numbers(form: str) -> list[str]:
    plain = templates.HOLE.sub("", form)
    return sorted("".join(found.split()) for found in NUMBERS.findall(plain))


def _acting(languages: Iterable[Language]) -> Iterator[tuple[str, str, str]]:
    """Yield every whole message that does something: the language, what it means, the words."""
    for language in languages:
        found: list[tuple[str, tuple[str, ...]]] = [*language.reserved.items()]
        found += [(f"the number {at}", said) for at, said in enumerate(language.numbers, start=1)]
        for meaning, said in (*found, ("ok", language.okay)):
            yield from ((language.code, meaning, word) for word in said)


def _named_twice(languages: Sequence[Language]) -> Iterator[Finding]:
    """No name leads to two languages, nor what Telegram calls one; a copied block has both."""
    for one, other in combinations(languages, 2):
        both = language_names([one]).keys() & language_names([other]).keys()
        for name in sorted(both | (set(one.telegram) & set(other.telegram))):
            yield Finding(40, name, other.code, f"names {one.code}, too")


def check_keywords(
    languages: Iterable[Language],
    carrier: Mapping[str, Iterable[str]],
    labels: Mapping[str, Iterable[tuple[str, str]]],
) -> Iterator[Finding]:
    """No reserved word means another thing elsewhere, and no choice is called like one.

    Args:
        languages: all of them.
        carrier: what the carrier itself acts on, by meaning.
        labels: by language, the context and words of every choice.
    """
    languages = tuple(languages)
    meanings: dict[str, tuple[str, str]] = {}
    carried = [("carrier", "stop", word) for word in carrier.get("stop", ())]
    for code, meaning, word in (*carried, *_acting(languages)):
        other, who = meanings.setdefault(fold(word), (meaning, code))
        if other != meaning:
            yield Finding(40, word, code, f"means {meaning} here and {other} in {who}")
    yield from _named_twice(languages)
    for name, code in language_names(languages).items():
        if name in meanings:
            yield Finding(40, name, code, f"names a language and means {meanings[name][0]}")
    for code, choices in labels.items():
        for context, label in choices:
            called = meanings.get(fold(label), ("", ""))[0]
            if called in {"stop", "start"}:
                yield Finding(
                    40, context, code, f"a choice may not be called by a word for {called}"
                )
