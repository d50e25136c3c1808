"""The rules that English sources keep, entry by entry and flow by flow (A3: 7-18, 25, 36)."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from bot.channels.segments import is_gsm
from bot.words.lint.reading_ease import ease, sentences, words
from bot.words.lint.rules import Finding, Rules
from bot.words.sources import Source

URL = re.compile(r"https?:|www\.|\b[\w-]+\.(?:com|org|net|uk|io|me)\b", re.IGNORECASE)
EMOJI = re.compile(
    "[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff\U0001f1e6-\U0001f1ff]"
)
CAPITALS = re.compile(r"\b[A-Z]{2,}\b")
SHORTEST = 30  # words: fewer say nothing about how hard a text is


def check_english(
    sources: Iterable[Source], names: Iterable[str], rules: Rules
) -> Iterator[Finding]:
    """Every breach in the English sources."""
    sources = tuple(sources)
    for source in sources:
        for form in source.forms:
            for rule, what in _entry(source, form, rules):
                yield Finding(rule, source.context, "en", what)
    for step, prompts in groupby(
        (source for source in sources if source.writes), lambda one: one.context.rpartition(".")[0]
    ):
        said = " ".join(one.english for one in prompts)
        for sentence in rules.free_text:
            if sentence not in said:
                yield Finding(12, step, "en", f"a prompt for free words says: {sentence}")
    terms = (*rules.glossary, *names)
    texts = [source for source in sources if not source.label]
    for flow, entries in groupby(sorted(texts, key=lambda one: one.flow), lambda one: one.flow):
        yield from check_ease(flow, [form for one in entries for form in one.forms], terms, rules)


def _entry(source: Source, form: str, rules: Rules) -> Iterator[tuple[int, str]]:
    if not is_gsm(form):
        yield 7, "has a character outside the SMS alphabet"
    for sentence in sentences(form):
        if (count := len(words(sentence))) > rules.longest("en"):
            yield 8, f"a sentence of {count} words; at most {rules.longest('en')}"
    if form.count("?") > 1:
        yield 9, "asks more than one question"
    for capitals in CAPITALS.findall(form):
        if capitals not in rules.capitals and not rules.excepted(10, source.context, capitals):
            yield 10, f"{capitals} is explained nowhere"
    yield from _banned(source, form, rules)
    yield from any_language(source, form, rules)


def _banned(source: Source, form: str, rules: Rules) -> Iterator[tuple[int, str]]:
    for banned in rules.banned:
        if banned.except_set == source.of:
            continue
        for found in banned.pattern.findall(form):
            if not rules.excepted(banned.rule, source.context, found.casefold()):
                yield banned.rule, f"“{found}” {banned.why}"


def any_language(source: Source, form: str, rules: Rules) -> Iterator[tuple[int, str]]:
    """What holds for a sentence in every language."""
    if "!" in form or "\uff01" in form:
        yield 17, "has an exclamation mark"
    if EMOJI.search(form):
        yield 18, "has an emoji or a pictogram"
    if URL.search(form):
        yield 36, "has an address"
    if source.label and len(form) > rules.limits.label_listed:
        yield 4, f"a label of {len(form)} characters; at most {rules.limits.label_listed}"
    if source.cls == "push":
        if source.reveals != "none":
            yield 25, "is a push and must be marked as revealing nothing"
        if found := rules.push.search(form):
            yield 25, f"“{found.group()}” may be seen on a locked phone"


def check_ease(
    where: str, texts: Iterable[str], terms: Iterable[str], rules: Rules
) -> Iterator[Finding]:
    """Rule 8 of sentences that are read together: a conversation, a page."""
    found = ease(texts, terms)
    if found.words < SHORTEST:
        return
    if found.mean > rules.limits.mean_words:
        what = f"{found.mean:.1f} words a sentence; at most {rules.limits.mean_words}"
        yield Finding(8, where, "en", what)
    if found.grade > rules.limits.grade:
        what = f"Flesch-Kincaid grade {found.grade:.1f}; at most {rules.limits.grade}"
        yield Finding(8, where, "en", what)
