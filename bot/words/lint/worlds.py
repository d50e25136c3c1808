"""The worlds in which the conversations are walked: what ``Facts`` answers, and how it changes.

Every placeholder has its worst case: the longest name that staff may have for text messages, the
longest day, four working days named one by one.
"""

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.channels.wire import Channel
from bot.clock import DAY_MS, HOUR_MS
from bot.content import Content
from bot.flows import wishes
from bot.flows.codes import check_digit
from bot.flows.concern_words import STANDS
from bot.flows.effects import (
    Effect,
    SayAdult,
    SetConsent,
    SetLanguage,
    SetSetting,
    SetWord,
    UseCode,
)
from bot.flows.effects_meeting import BookMeeting, CancelMeeting, KeepWishes
from bot.flows.facts import Waiting
from bot.flows.facts_meeting import Meeting
from bot.flows.invented import Invented
from bot.flows.rights_pages import RECONSIDERATION, Rights
from bot.flows.says import Fill, Moment, Option, Text, Verbatim
from bot.flows.state import Answers
from bot.words.languages import Language
from bot.words.week import week

LONGEST_NAME = "Wilhelmina"  # the short name of staff has at most ten letters
WORKS = frozenset((0, 2, 3, 4))
NOON = 1_790_768_700_000  # Wed 30 Sept 2026, 12:45 pm in London
LIKES = {
    "interpreter": "woman",
    "community": "yes",
    "gender": "woman",
    "hours": "afternoon",
    "voicemail": "neutral",
}
LANGUAGE = "Vietnamese"
PLACE = "Sandringham Community Centre, second floor"
DRAWN = "407193586"
CODE = DRAWN + check_digit(DRAWN)
STAFF_WORDS = "strawberry, waterfall"
LETTER = Verbatim("Thank you. Somebody will ring you on Thursday.", "en")


@dataclass
class Worst(Invented):
    """An invented person for whom everything is as long as it can be."""

    content: Content | None = None
    offered: tuple[Language, ...] = ()
    at: int = NOON
    name: str = LONGEST_NAME
    code: str = CODE
    settings: dict[str, str] = field(default_factory=dict)
    guessed: int = 42

    def times(self) -> tuple[int, ...]:
        """Long days and times."""
        return tuple(NOON - days * DAY_MS for days in range(9))

    def plan_said(self, answers: Answers) -> Fill:  # noqa: ARG002
        """Everything that can be agreed for a call."""
        return wishes.plan("phone", NOON, LIKES, LANGUAGE)

    def wishes_said(self, answers: Answers) -> Fill:  # noqa: ARG002
        """Everything that is said again."""
        return wishes.line(LIKES, LANGUAGE)

    def confirm_by(self) -> Fill:
        """A long day."""
        return Moment(NOON, "day")

    def works(self) -> Fill:
        """Days that cannot be said as a span."""
        return week(WORKS)

    def day(self) -> Fill:
        """A long day."""
        return Moment(NOON, "day")

    def cover_day(self) -> Fill:
        """A long day."""
        return Moment(NOON, "day")

    def staff_words(self) -> Fill:
        """Two long words."""
        return Verbatim(STAFF_WORDS, "en")

    def helplines(self, answers: Answers) -> tuple[Text | Verbatim, ...]:  # noqa: ARG002
        """The first numbers as configured."""
        return self._lines(self.lives_in, first=True)

    def more_helplines(self, answers: Answers) -> tuple[Text | Verbatim, ...]:
        """The other numbers as configured."""
        return self._lines(self.lives_in or str(answers.get("nation", "")), first=False)

    def _lines(self, nation: str, *, first: bool) -> tuple[Text | Verbatim, ...]:
        if self.content is None:
            return ()
        return tuple(one.line for one in self.content.helplines.of(nation) if one.first is first)

    def childlines(self) -> tuple[Text | Verbatim, ...]:
        """The numbers as configured."""
        if self.content is None:
            return ()
        return tuple(line.line for line in self.content.helplines.children())

    def rights(self) -> Rights:
        """Invented pages, but the real one that a worry refers to: lint.rights reads the others."""
        found = self.content.rights.topic(RECONSIDERATION) if self.content else None
        if found is None:
            return super().rights()
        others = (one for one in super().rights().topics if one.id != RECONSIDERATION)
        return Rights((*others, found))

    def concern_state(self, answers: Answers) -> Fill:
        """How it stands, as configured, with a date."""
        if self.content is None:
            return super().concern_state(answers)
        state = self.content.complaints.states[self.state or "submitted"]
        return STANDS.filled(state=state, day=Moment(NOON, "day"))

    def outside_bodies(self, answers: Answers) -> tuple[Text | Verbatim, ...]:
        """Every one of every nation."""
        if self.content is None:
            return super().outside_bodies(answers)
        return tuple(one.line for one in self.content.complaints.bodies)

    def languages(self, answers: Answers) -> tuple[Option, ...]:  # noqa: ARG002 - of the protocol
        """Every language, reviewed or not: it will be."""
        return tuple(Option(one.code, Verbatim(one.endonym, one.code)) for one in self.offered)

    def language_pair(self, answers: Answers) -> tuple[Option, ...]:
        """The two longest names."""
        return self.languages(answers)[:2]


def worlds(channel: Channel, content: Content, languages: tuple[Language, ...]) -> Iterator[Worst]:
    """The people whom the conversations meet: each what decides about words, in one of its ways."""
    phone = channel == "telegram"
    plain = Worst(content=content, offered=languages, lockable=phone, files=phone)
    plain.forgeable = not phone
    waiting = tuple(
        Waiting(f"{number:032x}", NOON - number * HOUR_MS, Verbatim("Thank you.", "en"))
        for number in range(1, 4)
    )
    known = {"word_offered": "yes"}
    changes: tuple[dict[str, object], ...] = (
        {},
        {"at_work": False, "lives_in": "scotland"},
        {"consent": "yes", "settings": known, "word": "green river", "items": waiting[:1]},
        {"consent": "no", "settings": known, "items": waiting},
        {
            "consent": "yes",
            "operator_sentence": "x",
            "likes": LIKES,
            "instant": True,
            "away_for": 3,
            "reads_now": "nobody",
        },
        {
            "consent": "yes",
            "settings": {**known, "reminder": "time"},
            "meets": Meeting(NOON, "decide", asked=True),
            "reminders": "yes",
            "likes": LIKES,
            "items": waiting[:1],
            "no_show": True,
            "place": PLACE,
        },
        {
            "settings": {**known, "reminder": "hello"},
            "meets": Meeting(NOON, "there"),
            "away_for": 3,
            "covered_by": LONGEST_NAME,
            "reads_now": "near",
        },
        {"is_linked": False, "said_adult": ""},
        {"is_linked": False, "said_adult": "", "speaks": ""},
        {"said_adult": ""},
        {"said_adult": "no"},
        {"consent": "yes", "settings": known, "own": ("7KQ4M2",), "letter": LETTER},
        {"own": ("7KQ4M2",), "letter": LETTER, "asked": True, "state": "needs_information"},
        {"own": ("7KQ4M2",), "state": "outcome_sent", "team": "others"},
        {"is_linked": False, "said_adult": "", "six": "204518", "team": "reviewer"},
        {"team": "nobody"},
    )
    for change in changes:
        world = copy.copy(plain)
        for name, value in change.items():
            setattr(world, name, value)
        yield world


def apply(facts: Invented, effects: Iterable[Effect]) -> None:
    """Let an invented world change as ``perform`` changes the real one."""
    for effect in effects:
        if isinstance(effect, SetLanguage):
            facts.speaks = effect.language
        elif isinstance(effect, UseCode):
            facts.is_linked = True
        elif isinstance(effect, SayAdult) and effect.answer in {"yes", "no", "unsure"}:
            facts.said_adult = effect.answer  # type: ignore[assignment]  # one of three
        elif isinstance(effect, SetConsent) and effect.kind == "reminders":
            facts.reminders = "yes" if effect.given else "no"
        elif isinstance(effect, SetConsent):
            facts.consent = "yes" if effect.given else "no"
        elif isinstance(effect, SetSetting):
            facts.settings[effect.name] = effect.value
        elif isinstance(effect, SetWord):
            facts.word = effect.word
        else:
            _apply_meeting(facts, effect)


def _apply_meeting(facts: Invented, effect: Effect) -> None:
    if isinstance(effect, BookMeeting):
        facts.likes = {**facts.likes, **dict(effect.wishes)}
        facts.meets = Meeting(effect.at, effect.how, asked=not facts.instant)
    elif isinstance(effect, CancelMeeting):
        facts.meets = None
    elif isinstance(effect, KeepWishes):
        facts.likes = {**facts.likes, **dict(effect.wishes)}
