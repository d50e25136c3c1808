"""Facts as plain fields, for tests and the terminal: change one, and the world has changed."""
# ruff: noqa: D102 - what each method means stands in ``facts.Facts``

from dataclasses import dataclass, field
from typing import Literal

from bot.flows import data_lines
from bot.flows.came import by_time
from bot.flows.facts import Adult, Consent, Waiting
from bot.flows.invented_concern import InventedConcerns
from bot.flows.invented_meeting import DAY, InventedMeetings
from bot.flows.invented_rights import InventedRights
from bot.flows.proof import length
from bot.flows.says import Fill, Moment, Option, Text, Verbatim
from bot.flows.state import Answers

ENDONYMS = (
    ("en", "English"),
    ("ti", "ትግርኛ"),
    ("ar", "العربية"),
    ("so", "Soomaali"),
    ("sq", "Shqip"),
    ("am", "አማርኛ"),
    ("vi", "Tiếng Việt"),
    ("ro", "Română"),
)


@dataclass
class Invented(InventedMeetings, InventedConcerns, InventedRights):
    """An invented person on an invented phone, without a channel."""

    at: int = 1_795_615_500_000  # Wed 25 Nov 2026, 14:05 in London
    is_linked: bool = True
    said_adult: Adult = "yes"
    speaks: str = "en"
    lives_in: str = ""
    name: str = "Amina"
    at_work: bool = True
    code: str = "4071935866"
    items: tuple[Waiting, ...] = ()
    settings: dict[str, str] = field(default_factory=dict)
    consent: Consent = ""
    word: str = ""
    lockable: bool = False
    forgeable: bool = True
    guessed: int = 0
    files: bool = False
    operator_sentence: str = ""
    reads_now: Literal["far", "near", "nobody"] = "far"
    erasing: bool = False
    must_keep: bool = False

    def now(self) -> int:
        return self.at

    def fresh_number(self) -> str:
        return "417803526"[: length(self.guessed)]

    def linked(self) -> bool:
        return self.is_linked

    def adult(self) -> Adult:
        return self.said_adult

    def language(self) -> str:
        return self.speaks

    def nation(self) -> str:
        return self.lives_in

    def advocate(self) -> Fill:
        return self.name

    def works(self) -> Fill:
        return Verbatim("Mon-Thu")

    def answer_days(self) -> Fill:
        return 2

    def day(self) -> Fill:
        return Moment(self.at + max(2, self.away_for + 1) * DAY, "day")

    def time(self) -> Fill:
        return Moment(self.at)

    def staff_words(self) -> Fill:
        return "river, lamp"

    def not_told(self) -> Fill | None:
        return self.operator_sentence or None

    def open_now(self) -> bool:
        return self.at_work

    def code_opens(self, code: str) -> bool:
        if code != self.code:
            return False
        self.is_linked, self.speaks = True, self.speaks or "en"
        return True

    def waiting(self) -> tuple[Waiting, ...]:
        return tuple(item for item in self.items if not item.opened)

    def waiting_count(self) -> Fill:
        return len(self.waiting())

    def waiting_list(self, answers: Answers) -> tuple[Option, ...]:
        wanted = answers.get("payload")
        return by_time(
            (item.ref, item.at)
            for item in self.items
            if (item.ref == wanted if wanted else not item.opened)
        )

    def waiting_words(self, answers: Answers) -> Fill:
        return next((item.words for item in self.items if item.ref == answers.get("which")), "")

    def helplines(self, answers: Answers) -> tuple[Text | Verbatim, ...]:  # noqa: ARG002
        return (
            Verbatim("Danger now: 999 / 112. Free, day and night."),
            Verbatim("Helpline 08000 121 700. Free. We have not checked the hours."),
            Verbatim("Samaritans 116 123. Free, day and night."),
        )

    def more_helplines(self, answers: Answers) -> tuple[Text | Verbatim, ...]:
        wales = (Verbatim("Live Fear Free 0808 80 10 800. Day and night."),)
        everywhere = (Verbatim("Shout, text 85258. Free, day and night."),)
        nation = self.lives_in or answers.get("nation")
        return wales + everywhere if nation == "wales" else everywhere

    def person_number(self) -> Fill:
        return Verbatim("08000 121 700")

    def childlines(self) -> tuple[Text | Verbatim, ...]:
        return (Verbatim("0800 1111: Childline. Free, 24 hours."),)

    def languages(self, answers: Answers) -> tuple[Option, ...]:  # noqa: ARG002
        return tuple(Option(code, Verbatim(name, code)) for code, name in ENDONYMS)

    def language_pair(self, answers: Answers) -> tuple[Option, ...]:
        wanted = (answers.get("payload", ""), self.speaks)
        return tuple(
            Option(code, Verbatim(name, code)) for code, name in ENDONYMS if code in wanted
        )

    def asked_language(self, answers: Answers) -> Fill:
        names = {**dict(ENDONYMS), "ps": "پښتو"}
        code = str(answers.get("payload", ""))
        return Verbatim(names.get(code, code), code)

    def interpreter_languages(self, answers: Answers) -> tuple[Option, ...]:
        return self.languages(answers)

    def setting(self, name: str) -> str:
        return self.settings.get(name, "")

    def notes_consent(self) -> Consent:
        return self.consent

    def has_word(self) -> bool:
        return bool(self.word)

    def is_word(self, word: str) -> bool:
        return bool(self.word) and word.casefold().split() == self.word.casefold().split()

    def can_lock(self) -> bool:
        return self.lockable

    def tidies(self) -> bool:
        return self.lockable

    def keeps_files(self) -> bool:
        return self.files

    def can_be_forged(self) -> bool:
        return self.forgeable

    def wrong_numbers(self) -> int:
        return self.guessed

    # --- crisis -------------------------------------------------------------------------------

    def on_call(self) -> Literal["far", "near", "nobody"]:
        return self.reads_now

    # --- my data ------------------------------------------------------------------------------

    def data_kinds(self) -> tuple[Text | Verbatim, ...]:
        since = self.at - 30 * DAY
        return tuple(data_lines.kinds(data_lines.Kept(since, 12, since, 1, 2, since, 3)))

    def data_readers(self) -> tuple[Text | Verbatim, ...]:
        since = self.at - 30 * DAY
        return (
            data_lines.advocate(self.name, since),
            data_lines.cover("Joe", since),
            data_lines.officers(since),
        )

    def erase_asked(self) -> bool:
        return self.erasing

    def erase_held(self) -> bool:
        return self.must_keep
