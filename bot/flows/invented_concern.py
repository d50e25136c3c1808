"""The part of an invented world that worries and complaints ask about."""
# ruff: noqa: D102 - what each method means stands in ``facts.Facts``

from dataclasses import dataclass
from typing import Literal

from bot.flows import concern_words as words
from bot.flows.came import by_time
from bot.flows.invented_meeting import DAY, HOUR
from bot.flows.says import Fill, Moment, Option, Text, Verbatim
from bot.flows.state import BEGUN, Answers

LETTER = "c" * 32
DANGEROUS = ("hit me", "threat")
KEPT = ("closed",)
STATES = {
    "submitted": "It is kept. A person will look at it.",
    "needs_information": "We have a question for you. You do not have to answer.",
    "outcome_sent": "We have answered.",
    "closed": "It is closed.",
}
DECISIONS = ("home office", "nrm")


@dataclass
class InventedConcerns:
    """What is true of her complaints.

    Attributes:
        team: who would open it.
        own: references of what this phone made under its link.
        letter: what waits to be read in it.
        asked: whether that is a question.
        state: how it stands.
        six: the digits that open it from any phone.
    """

    at: int = 0
    is_linked: bool = True
    name: str = ""
    team: str = "hub"
    own: tuple[str, ...] = ()
    letter: Verbatim | None = None
    asked: bool = False
    state: str = "submitted"
    six: str = ""

    def fresh_reference(self) -> str:
        return "7KQ4M2"

    def concern_begun(self, answers: Answers) -> str:
        return str(answers.get(BEGUN, ""))

    def concern_reference(self, answers: Answers) -> Fill:  # noqa: ARG002
        return Verbatim("C-7KQ4-M2")

    def concern_promised(self, answers: Answers) -> Fill:  # noqa: ARG002
        return Moment(self.at + DAY, "day")

    def concern_team(self, answers: Answers) -> str:  # noqa: ARG002
        return self.team

    def shut_out(self, answers: Answers) -> Fill:
        if not self.is_linked and answers.get("about_whom") != "hub":
            return words.SHUT["stranger"]
        about = str(answers.get("about") or answers.get("about_whom"))
        return words.SHUT[about] if about in words.SHUT else Verbatim(self.name)

    def concern_readers(self, answers: Answers) -> Fill:
        about = answers.get("about") or answers.get("about_whom")
        return words.READERS["reviewer" if about == "hub" else self.team]

    def concern_about(self, answers: Answers) -> Fill:
        about = str(answers.get("about") or answers.get("about_whom") or "advocate")
        return words.ABOUT["mine" if about == "advocate" and self.is_linked else about]

    def concern_words(self, answers: Answers) -> Fill:
        return words.WORDS["no" if answers.get("words") in {"none", "skip"} else "yes"]

    def concern_level(self, answers: Answers) -> Fill:
        return words.LEVEL[str(answers.get("level", "team"))]

    def sounds_dangerous(self, areas: tuple[str, ...], texts: tuple[str, ...]) -> bool:
        text = " ".join(texts).casefold()
        return "afraid" in areas or any(one in text for one in DANGEROUS)

    def names_decision(self, texts: tuple[str, ...]) -> bool:
        text = " ".join(texts).casefold()
        return any(one in text for one in DECISIONS)

    def my_concerns(self, answers: Answers) -> tuple[Option, ...]:  # noqa: ARG002
        return tuple(Option(one, Verbatim(f"C-{one[:4]}-{one[4:]}")) for one in self.own)

    def pin_proof(self, reference: str, pin: str) -> str:
        return f"{reference}:{pin}"

    def concern_opened(self, answers: Answers) -> tuple[Option, ...]:
        right = bool(self.six) and str(answers.get("pin", "")).endswith(self.six)
        return (Option("7KQ4M2", Verbatim("C-7KQ4-M2")),) if right else ()

    def concern_id(self, answers: Answers) -> str:
        return str(answers.get("mine") or answers.get("opened") or "")

    def concern_number(self, answers: Answers) -> Fill:  # noqa: ARG002
        return Verbatim("C-7KQ4-M2")

    def concern_state(self, answers: Answers) -> Fill:  # noqa: ARG002
        stands = Text(f"complaints.state.{self.state}", STATES[self.state])
        if self.state == "outcome_sent":
            return stands
        whole = words.STANDS_KEPT if self.state in KEPT else words.STANDS
        style: Literal["date", "day"] = "date" if self.state in KEPT else "day"
        later = 2 * 365 * DAY if self.state in KEPT else DAY
        return whole.filled(state=stands, day=Moment(self.at + later, style))

    def concern_choices(self, answers: Answers) -> tuple[Option, ...]:
        names = ["letters"] if self.letter is not None else []
        names += ["answer", "decline"] if self.state == "needs_information" else ["add"]
        names = [] if self.state in KEPT else names
        names += ["review"] if self.state in {"outcome_sent", "closed"} else ["look"]
        names += ["withdraw"] if answers.get("mine") and self.state not in KEPT else []
        names += ["readers", "outside"]
        return tuple(Option(name, words.CHOICES[name]) for name in names)

    def concern_unread(self, answers: Answers) -> tuple[Option, ...]:  # noqa: ARG002
        if self.letter is None:
            return ()
        return by_time([(LETTER, self.at - HOUR)])

    def concern_letter(self, answers: Answers) -> Fill:  # noqa: ARG002
        return self.letter or ""

    def concern_asks(self, answers: Answers) -> bool:  # noqa: ARG002
        return self.asked

    def review_day(self, answers: Answers) -> Fill:  # noqa: ARG002
        return Moment(self.at + DAY, "day")

    def look_day(self, answers: Answers) -> Fill:  # noqa: ARG002
        return Moment(self.at + DAY, "day")

    def concern_hears(self, answers: Answers) -> Fill:  # noqa: ARG002
        if self.state in STATES.keys() - {"submitted", "needs_information"}:
            return words.READ
        return words.WRITES.filled(day=Moment(self.at + DAY, "day"))

    def concern_looked(self, answers: Answers) -> Fill:  # noqa: ARG002
        return words.LOOKED_TODAY

    def concern_kept(self, answers: Answers) -> Fill:  # noqa: ARG002
        if self.state in KEPT:
            return words.KEPT_UNTIL.filled(day=Moment(self.at + 2 * 365 * DAY, "date"))
        return words.KEPT_FOR.filled(count=24)

    def concern_holders(self, answers: Answers) -> tuple[Text | Verbatim, ...]:  # noqa: ARG002
        since = Moment(self.at - 28 * DAY, "day")
        return tuple(one.filled(count=2, when=since) for one in words.HOLDERS.values())

    def outside_bodies(self, answers: Answers) -> tuple[Text | Verbatim, ...]:  # noqa: ARG002
        return (Verbatim("ICO: Looks at how your data was used."),)

    def concern_waits(self) -> bool:
        return self.letter is not None and bool(self.own)

    def call_team(self, answers: Answers) -> bool:  # noqa: ARG002
        return self.team != "nobody"

    def called_about(self, answers: Answers) -> str:
        return str(answers.get("mine") or answers.get("opened") or answers.get(BEGUN, ""))

    def call_reference(self, answers: Answers) -> Fill:  # noqa: ARG002
        return Verbatim("C-7KQ4-M2")

    def is_concern(self, answers: Answers) -> bool:
        return answers.get("payload") == LETTER
