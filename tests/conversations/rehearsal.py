"""A conversation without carrier, storage or network: for transcripts, the terminal and tests.

It is the real engine, the real rendering and the real reading, over an invented person. The state
is stored and read again between turns. What a flow asks to be done is done to the invention and
told in brackets.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial

from bot.channels import menus, sms, telegram
from bot.channels.wire import Channel, Entry, Inbound, Rendered
from bot.contact import pack, unpack
from bot.content.crisis import read_crisis
from bot.content.reading import Faults
from bot.flows import effects as do
from bot.flows import lines
from bot.flows.book import BOOK
from bot.flows.effects import Effect
from bot.flows.effects_concern import OpenConcern
from bot.flows.effects_meeting import BookMeeting, CancelMeeting, KeepWishes
from bot.flows.effects_words import Deliver, OpenWaiting, StopTexts
from bot.flows.engine import advance
from bot.flows.events import Alarmed, Attached, Chose, Due, Event, Picked, Started, Unkept, Wrote
from bot.flows.facts_meeting import Meeting
from bot.flows.invented import Invented
from bot.flows.says import Say, Text
from bot.flows.state import State
from bot.gates import QUESTIONS, meaning_of
from bot.reading import LEAVE, WISHES, in_words, named, several
from bot.words import Catalogues
from bot.words.catalogues import CONFIG
from bot.words.languages import Meaning, fold
from tests.conversations.told import told

RINGS = "To talk to a person now: {person}"
QUARTER_MS = 15 * 60_000
CRISIS = read_crisis(CONFIG, Faults())


@dataclass
class Rehearsal:
    """One invented person on one phone.

    Attributes:
        channel: which kind of phone.
        catalogues: the languages.
        facts: what is true of her; changed by what is done.
        state: between turns only as stored bytes.
        stopped: she has asked for no more texts.
        silent: fifteen minutes pass before what she does next.
        locked: the chat opens only to her word.
        fails: our own code fails on what she does next, which is then parked.
        sent: what left a draft, in order.
        said: the steps that spoke, in order.
        page: the last message that offered anything, as it was shown.
    """

    channel: Channel
    catalogues: Catalogues
    facts: Invented = field(default_factory=Invented)
    stored: bytes = b""
    stopped: bool = False
    silent: bool = False
    locked: bool = False
    fails: bool = False
    parked: Callable[[], list[str]] | None = None
    sent: list[Deliver] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    page: str = ""

    def __post_init__(self) -> None:
        """Let the invention fit the phone."""
        chat = self.channel == "telegram"
        self.facts.lockable = self.facts.files = chat
        self.facts.forgeable = not chat

    @property
    def state(self) -> State:
        """What is stored."""
        return unpack(self.stored) if self.stored else State()

    # --- what she does ----------------------------------------------------------------------------

    def texts(self, text: str) -> list[str]:
        """Take words, a number, or a whole reserved word, as the gates would."""
        if self.fails:
            return self._parks(partial(self.texts, text))
        return self._unlocks(text) if self.locked else self._takes(text)

    def _takes(self, text: str) -> list[str]:
        meaning = meaning_of(text, self.catalogues)
        if self.stopped and meaning != "start":
            return ["(kept quiet)"]
        if meaning == "stop":
            self.stopped = True
            return [*self._shown(lines.STOPPED), "(no more texts until START)"]
        if meaning == "start":
            self.stopped = False
            return self.happens(Started())
        if meaning == "leave":
            return self.happens(Chose("leave"))
        if meaning == "help":
            return self.happens(Started(entry="help"))
        state = self.state
        if meaning in QUESTIONS and self.facts.speaks:
            choice = self._event(self._read(self._inbound("text", text=text), state))
            asked = Started(text, entry=meaning)
            return self.happens(choice if isinstance(choice, Chose) else asked)
        name = self.catalogues.names.get(fold(text), "")
        if name and self.facts.speaks:
            asked = Started(payload=name, entry="language")
            return self.happens(named(name, state) or asked)
        event = self._wishes(
            self._event(self._read(self._inbound("text", text=text), state)), meaning
        )
        event = in_words(event, state, self.catalogues)
        found = CRISIS.find(text)
        if found and isinstance(event, Wrote):
            return self.happens(Alarmed(found.category, event, found.language))
        if not state.frames and not self.facts.speaks and not isinstance(event, Chose | Picked):
            event = Started(payload=text)
        return self.happens(event)

    @staticmethod
    def _wishes(event: Event, meaning: Meaning | None) -> Event:
        wish = WISHES.get(meaning or "start")
        return replace(event, near=wish) if wish and isinstance(event, Wrote) else event

    def taps(self, label: str) -> list[str]:
        """Press the button that shows this label on the present card."""
        if self.fails:
            return self._parks(partial(self.taps, label))
        state = self.state
        data = next(
            (f"c:{state.revision}:{one.key}" for one in state.menu if one.label == label), ""
        )
        if not data:
            raise LookupError(f"no button shows {label!r}")
        return self.happens(self._event(self._read(self._inbound("tap", data=data), state)))

    def tries_again(self) -> list[str]:
        """Let our code, which is mended, take what was parked."""
        parked, self.parked = self.parked, None
        return parked() if parked else []

    def _parks(self, again: Callable[[], list[str]]) -> list[str]:
        self.fails, self.parked = False, again
        first, _ = lines.KEPT.parts
        rings = Text(f"{lines.KEPT.id}.text1", RINGS, {"person": self.facts.person_number()})
        return [*self._shown(lines.KEPT._replace(parts=(first, rings))), "(parked, sealed)"]

    def _unlocks(self, text: str) -> list[str]:
        if fold(text) != fold(self.facts.word):
            kept = "(kept for her advocate: written while locked, may not be her)"
            return [kept, *self._shown(lines.NEUTRAL)]
        self.locked = False
        return ["(her word is deleted from the chat)", *self.happens(Started())]

    def sends_file(self, kind: str) -> list[str]:
        """Send a voice note, a photo, or something that cannot be kept."""
        if kind in {"voice", "photo"} and self.facts.files:
            return self.happens(Attached("voice" if kind == "voice" else "photo", f"{kind}-1"))
        return self.happens(Unkept(kind))

    def happens(self, event: Event) -> list[str]:
        """Take one event, do what it came to, and return what the phone shows."""
        if self.silent:
            self.silent = False
            self.facts.at += QUARTER_MS + 1
            shows = not isinstance(event, Alarmed) and event != LEAVE
            if not self.state.covered and shows:
                missed = event if isinstance(event, Wrote | Attached | Started) else None
                event = Due("curtain", missed)
        turn = advance(self.state, event, self.facts, BOOK)
        self.stored = pack(turn.state)
        return [line for effect in turn.effects for line in self._perform(effect)]

    def _inbound(self, kind: str, text: str = "", data: str = "") -> Inbound:
        return Inbound(
            channel=self.channel,
            source="rehearsal",
            external="1",
            address="1",
            sequence=1,
            kind="tap" if kind == "tap" else "text",
            at=self.facts.at,
            text=text,
            data=data,
        )

    def _read(self, inbound: Inbound, state: State) -> menus.Reading:
        menu = tuple(Entry(one.number, one.key, one.label) for one in state.menu)
        multi = several(state)
        if self.channel == "sms":
            return sms.read(inbound, menu, multi=multi)
        return telegram.read(inbound, menu, revision=state.revision, multi=multi)

    @staticmethod
    def _event(reading: menus.Reading) -> Event:
        match reading:
            case menus.Picked(key):
                return Chose(key)
            case menus.Picks(keys):
                return Picked(keys)
            case menus.Words(text, near):
                return Wrote(text, near)
            case menus.Opened(note):
                return Started(payload=note, entry="note")
            case menus.Stale():
                return Chose("again")
            case _:
                return Unkept("empty")

    # --- what comes of it -------------------------------------------------------------------------

    def _perform(self, effect: Effect) -> Iterator[str]:
        if isinstance(effect, Say):
            yield from self._shown(effect)
            return
        if isinstance(effect, StopTexts):
            self.stopped = True
            yield from [*self._shown(lines.STOPPED), "(no more texts until START)"]
            return
        self._change(effect)
        if done := told(effect):
            yield f"({done})"

    def _change(self, effect: Effect) -> None:  # noqa: C901, PLR0912 - one case an effect
        facts = self.facts
        match effect:
            case Deliver():
                self.sent.append(effect)
            case do.SetLanguage(language):
                facts.speaks = language
            case do.SetConsent(kind="notes", given=given):
                facts.consent = "yes" if given else "no"
            case do.SetConsent(kind="reminders", given=given):
                facts.reminders = "yes" if given else "no"
            case BookMeeting(at, how, wishes):
                facts.likes = {**facts.likes, **dict(wishes)}
                facts.meets = Meeting(at, how, asked=not facts.instant)
            case CancelMeeting():
                facts.meets = None
            case KeepWishes(wishes):
                facts.likes = {**facts.likes, **dict(wishes)}
            case do.SetSetting(name, value):
                facts.settings[name] = value
            case do.SetWord(word):
                facts.word = word
            case do.DropWord():
                facts.word = ""
            case do.SayAdult(answer):
                facts.said_adult = "yes" if answer == "yes" else ""
            case OpenConcern():
                facts.letter = None if not facts.asked else facts.letter
            case OpenWaiting(ref):
                facts.items = tuple(
                    replace(item, opened=True) if item.ref == ref else item for item in facts.items
                )
            case _:
                pass

    def _shown(self, say: Say) -> list[str]:
        self.said.append(say.id)
        tongue = self.catalogues.tongue(self.facts.speaks or "en")
        if self.channel == "sms":
            rendered = sms.render(say, tongue)
        else:
            rendered = telegram.render(say, tongue, revision=self.state.revision)
        page = _page(rendered)
        if rendered.menu:
            self.stored = pack(self.state.offering(rendered.menu))
            self.page = page
        return [page]


def _page(rendered: Rendered) -> str:
    """Return a message as the phone shows it: a text, or a card with its rows of buttons."""
    payload = json.loads(rendered.payload)
    if "body" in payload:
        return str(payload["body"])
    rows = payload.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = [" ".join(f"[{button['text']}]" for button in row) for row in rows]
    return "\n".join([payload["text"], *buttons])


def talk(rehearsal: Rehearsal, hers: Iterable[str]) -> Iterator[str]:
    """Give what the phone shows after each line of hers; the terminal's conversation.

    A line is a number, words, or ``/voice``, ``/photo``, ``/sticker``, ``/silence`` for what a
    terminal cannot do.
    """
    for line in hers:
        words = line.strip()
        if words == "/silence":
            rehearsal.silent = True
        elif words in {"/voice", "/photo", "/sticker"}:
            yield from rehearsal.sends_file(words[1:])
        elif words:
            yield from rehearsal.texts(words)
