"""The cores of ``python -m bot words …``: each returns the lines to print.

``check`` and ``journeys`` also say whether all is well, which is the command's exit status.
"""

from datetime import date
from pathlib import Path

from bot.channels import sms, telegram
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

Lines = list[str]


def check(config: Path) -> tuple[bool, Lines]:
    """Every breach of the rules of words."""
    content = Content.load(config)
    found = lint.check(BOOK, content, Catalogues(config), lint.read_rules())
    return not found, [str(one) for one in found] or ["words: nothing to mend"]


def extract(config: Path) -> Lines:
    """Write the template and update every catalogue."""
    content = Content.load(config)
    sources = gather(BOOK, content)
    return [f"bot.pot: {len(sources)} sentences"] + [
        f"{one.language}: {one.kept} kept, {one.reworded} reworded (now fuzzy), "
        f"{one.missing} to translate, {one.obsolete} obsolete"
        for one in update(sources, content.languages)
    ]


def start_language(config: Path, code: str) -> Lines:
    """Make the empty catalogue of a language of ``languages.toml``."""
    content = Content.load(config)
    language = next((one for one in content.languages if one.code == code), None)
    if language is None:
        raise SettingsError([f"languages.toml has no block for {code}: write it first"])
    if code == "en":
        raise SettingsError(["en is the source: its sentences are in the code, not in a catalogue"])
    if po_path(code).is_file():
        raise SettingsError([f"{code} has a catalogue: `words extract` updates it"])
    return [f"{begin(language, gather(BOOK, content)).name}: made for {language.english}"]


def journeys(config: Path) -> tuple[bool, Lines]:
    """What each job costs in each language."""
    costs = list(measure(BOOK, Content.load(config), Catalogues(config)))
    head = f"{'job':<30} {'lang':<4} {'her texts':>9} {'budget':>6} {'messages':>8} {'segments':>8}"
    rows = [
        f"{cost.job.name:<30} {cost.language:<4} {cost.texts:>9} {cost.job.budget or '-':>6} "
        f"{cost.messages:>8} {cost.segments:>8}{'  OVER' if cost.over else ''}"
        for cost in costs
    ]
    return not any(cost.over for cost in costs), [head, *rows]


def status(config: Path, today: date) -> Lines:
    """How far each language is, and what must be looked at again."""
    content = Content.load(config)
    sources = gather(BOOK, content)
    lines = [f"en   {'English':<20} the source; {len(sources)} sentences"]
    for one in coverage(Catalogues(config), sources):
        lines += lines_of(one)
    return lines + [f"due: {one}" for one in due(content, today)]


def show(config: Path, name: str, code: str) -> Lines:
    """One entry, or every message it is said in, as both channels render it.

    Args:
        config: the configuration folder.
        name: a context (``flow.step.part``) or a message (``flow.step``).
        code: the language.

    Raises:
        BotError: nothing has this name.
        SettingsError: there is no such language.
    """
    content = Content.load(config)
    if code not in (codes := [one.code for one in content.languages]):
        raise SettingsError([f"--lang must be one of: {', '.join(codes)}"])
    sources = {one.context: one for one in gather(BOOK, content)}
    if name not in sources.keys() | {context.rpartition(".")[0] for context in sources}:
        raise BotError(f"{name} is no entry and no message")
    catalogues = Catalogues(config, drafts=True)
    tongue = catalogues.tongue(code)
    source = sources.get(name)
    lines: Lines = []
    if source is not None:
        state = "draft" if tongue.draft(name) else "reviewed" if code != "en" else "source"
        lines += [f"{name} ({code}, {state}, set {source.of})", source.english]
        if row := tongue.catalogue.rows.get(name):
            lines += list(row.forms)
    step = name.rpartition(".")[0] if source is not None else name
    said = (*said_of(BOOK, content, catalogues.languages, step), *said_outside(content))
    for one in said:
        if one.say.id not in {name, step}:
            continue
        if one.channel == "sms":
            rendered = sms.render(one.say, tongue)
            lines += ["", f"--- SMS, {rendered.segments} segments", sms.body(rendered.payload)]
        else:
            payload = telegram.render(one.say, tongue).payload.decode()
            lines += ["", "--- Telegram", payload]
    return lines
