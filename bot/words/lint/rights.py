"""The pages about rights, walked through the engine: every topic, nation and age (A3: 3-9, 19, 37).

A page is measured as somebody of one nation reads it: its cards one by one, on both kinds of phone,
fresh, and old under its warning; and its sentences together for how hard they are.
"""

from collections.abc import Iterable, Iterator

from bot.channels.wire import Channel
from bot.clock import DAY_MS
from bot.content import NATIONS
from bot.flows.engine import advance
from bot.flows.events import Chose, Event, Started, Wrote
from bot.flows.flow import Book
from bot.flows.invented import Invented
from bot.flows.rights_pages import EVERYWHERE, OLD_DAYS, Rights, Topic
from bot.flows.says import Say
from bot.flows.state import State
from bot.words.lint.english import check_ease
from bot.words.lint.rules import Finding, Rules

CHANNELS: tuple[Channel, ...] = ("sms", "telegram")
ONWARD = ("read", "go_on")

Read = tuple[Say, Channel, tuple[Event, ...]]


def check_pages(rights: Rights, terms: Iterable[str], rules: Rules) -> Iterator[Finding]:
    """Every breach of a page as it is read in one nation."""
    for topic in rights.topics:
        for nation in NATIONS:
            for card in topic.of(nation):
                if not card.sources:
                    yield Finding(37, f"rights.{topic.id}.{card.id}", "en", "names no source")
            texts = [card.text.english for card in topic.of(nation)]
            yield from check_ease(f"rights.{topic.id} ({nation})", texts, terms, rules)


def pages_read(book: Book, rights: Rights) -> Iterator[Read]:
    """Every message of every page, and what led to it."""
    for topic in rights.topics:
        for nation in (*NATIONS, EVERYWHERE):
            for channel in CHANNELS:
                for days in (0, OLD_DAYS):
                    yield from _read(book, rights, topic, nation, channel, days)


def _read(
    book: Book, rights: Rights, topic: Topic, nation: str, channel: Channel, days: int
) -> Iterator[Read]:
    world = Invented(pages=rights, settings={"nation": nation, "word_offered": "yes"})
    world.at, world.lockable = topic.day.at + days * DAY_MS, channel == "telegram"
    state = State()
    path: tuple[Event, ...] = ()
    following: Event | None = Started(entry="menu")
    while following is not None:
        path = (*path, following)
        turn = advance(state, following, world, book)
        state = turn.state
        says = [effect for effect in turn.effects if isinstance(effect, Say)]
        if len(path) > len(("menu", "rights")):
            for say in says:
                yield say._replace(id=f"{say.id} {topic.id} {nation}"), channel, path
        following = _following(len(path), says[-1], topic, days)


def _following(steps: int, say: Say, topic: Topic, days: int) -> Event | None:
    """What leads to the page, and on to its end."""
    if steps == len(("menu",)):
        return Chose("rights")
    offered = {option.key for option in say.options}
    if topic.id in offered:
        return Chose(topic.id)
    if steps == len(("menu", "rights")) and days >= OLD_DAYS:  # not offered: she looks for it
        return Wrote(min(topic.keywords["en"]))
    return next((Chose(key) for key in ONWARD if key in offered), None)
