"""``words …``: the linter, what each job costs, how far each language is, and the catalogues."""

import argparse
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from bot.channels import sms, telegram
from bot.clock import SystemClock
from bot.clocks import local_date
from bot.commands.opened import say, settings_of
from bot.content import Content
from bot.errors import BotError, SettingsError
from bot.flows.book import BOOK
from bot.words import lint
from bot.words.catalogue import po_path
from bot.words.catalogues import Catalogues
from bot.words.extract import begin
from bot.words.extract import extract as update
from bot.words.journeys import measure
from bot.words.lint.said import said_of, said_outside
from bot.words.review import coverage, due, lines_of
from bot.words.sources import gather


def check(_: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Print every breach of the rules of words."""
    config, content = _read(environment)
    found = lint.check(BOOK, content, Catalogues(config), lint.read_rules())
    _print([str(one) for one in found] or ["words: nothing to mend"])
    return 1 if found else 0


def journeys(_: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Print what each job costs in each language."""
    config, content = _read(environment)
    costs = list(measure(BOOK, content, Catalogues(config)))
    say(f"{'job':<30} {'lang':<4} {'her texts':>9} {'budget':>6} {'messages':>8} {'segments':>8}")
    for cost in costs:
        say(
            f"{cost.job.name:<30} {cost.language:<4} {cost.texts:>9} {cost.job.budget or '-':>6} "
            f"{cost.messages:>8} {cost.segments:>8}{'  OVER' if cost.over else ''}"
        )
    return 1 if any(cost.over for cost in costs) else 0


def status(_: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Print how far each language is, and what must be looked at again."""
    config, content = _read(environment)
    _print(standing(config, content, local_date(SystemClock().now())))
    return 0


def show(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Print one entry, or every message it is said in, as both channels render it."""
    config, content = _read(environment)
    _print(shown(config, content, arguments.id, arguments.lang))
    return 0


def extract(_: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Write the template and bring every catalogue up to date with the sentences."""
    _config, content = _read(environment)
    sources = gather(BOOK, content)
    say(f"bot.pot: {len(sources)} sentences")
    for one in update(sources, content.languages):
        say(
            f"{one.language}: {one.kept} kept, {one.reworded} reworded (now fuzzy), "
            f"{one.missing} to translate, {one.obsolete} obsolete"
        )
    return 0


def start(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Make the empty catalogue of a language of ``languages.toml``."""
    _config, content = _read(environment)
    code: str = arguments.language
    language = next((one for one in content.languages if one.code == code), None)
    if language is None:
        raise SettingsError([f"languages.toml has no block for {code}: write it first"])
    if code == "en":
        raise SettingsError(["en is the source: its sentences are in the code, not in a catalogue"])
    if po_path(code).is_file():
        raise SettingsError([f"{code} has a catalogue: `words extract` updates it"])
    say(f"{begin(language, gather(BOOK, content)).name}: made for {language.english}")
    return 0


def standing(config: Path, content: Content, today: date) -> Iterator[str]:
    """How far each language is, and what is due to be looked at again."""
    sources = gather(BOOK, content)
    yield f"en   {'English':<20} the source; {len(sources)} sentences"
    for one in coverage(Catalogues(config), sources):
        yield from lines_of(one)
    yield from (f"due: {one}" for one in due(content, today))


def shown(config: Path, content: Content, name: str, code: str) -> Iterator[str]:
    """One entry, or every message it is said in, as both channels render it.

    Args:
        config: the configuration folder.
        content: what it holds.
        name: a context (``flow.step.part``) or a message (``flow.step``).
        code: the language.

    Raises:
        BotError: nothing has this name.
        SettingsError: there is no such language.
    """
    if code not in (codes := [one.code for one in content.languages]):
        raise SettingsError([f"--lang must be one of: {', '.join(codes)}"])
    sources = {one.context: one for one in gather(BOOK, content)}
    if name not in sources.keys() | {context.rpartition(".")[0] for context in sources}:
        raise BotError(f"{name} is no entry and no message")
    catalogues = Catalogues(config, drafts=True)
    tongue = catalogues.tongue(code)
    source = sources.get(name)
    if source is not None:
        state = "draft" if tongue.draft(name) else "reviewed" if code != "en" else "source"
        yield from (f"{name} ({code}, {state}, set {source.of})", source.english)
        if row := tongue.catalogue.rows.get(name):
            yield from row.forms
    step = name.rpartition(".")[0] if source is not None else name
    for one in (*said_of(BOOK, content, catalogues.languages, step), *said_outside(content)):
        if one.say.id not in {name, step}:
            continue
        if one.channel == "sms":
            rendered = sms.render(one.say, tongue)
            yield from ("", f"--- SMS, {rendered.segments} segments", sms.body(rendered.payload))
        else:
            payload = telegram.render(one.say, tongue).payload.decode()
            yield from ("", "--- Telegram", payload)


def _read(environment: Mapping[str, str]) -> tuple[Path, Content]:
    config = settings_of(environment).config_dir
    return config, Content.load(config)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        say(line)
