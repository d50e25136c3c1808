"""The part of an invented world that meetings ask about."""
# ruff: noqa: D102 - what each method means stands in ``facts.Facts``

from dataclasses import dataclass, field

from bot.flows import wishes
from bot.flows.facts import Consent
from bot.flows.facts_meeting import Meeting
from bot.flows.says import Fill, Moment, Option, Verbatim
from bot.flows.state import Answers

HOUR = 3_600_000
DAY = 24 * HOUR
ENGLISH = {"ti": "Tigrinya", "ar": "Arabic", "so": "Somali", "vi": "Vietnamese"}


@dataclass
class InventedMeetings:
    """What is true of her meetings, and of her advocate's diary.

    Attributes:
        meets: the meeting to come.
        place: where it is.
        likes: how she likes to meet, as kept.
        instant: whether a time is booked at once.
        reminders: whether she wants them.
        taken: times that are free no more.
        no_show: whether what she reads asks to meet another time.
        away_for: days until the advocate works again; 0: not away.
        covered_by: who stands in; empty: nobody.
    """

    at: int = 0
    name: str = ""
    speaks: str = ""
    forgeable: bool = True
    meets: Meeting | None = None
    place: str = ""
    likes: dict[str, str] = field(default_factory=dict)
    instant: bool = False
    reminders: Consent = ""
    taken: frozenset[int] = frozenset()
    no_show: bool = False
    away_for: int = 0
    covered_by: str = ""

    def meeting(self) -> Meeting | None:
        return self.meets

    def meeting_said(self) -> Fill:
        return wishes.meeting(self.meets, self.name) if self.meets else ""

    def meeting_at(self) -> Fill:
        return Moment(self.meets.at, "both") if self.meets else ""

    def meeting_time(self) -> Fill:
        return Moment(self.meets.at) if self.meets else ""

    def meeting_place(self) -> Fill:
        return Verbatim(self.place) if self.place else ""

    def times(self) -> tuple[int, ...]:
        afternoon = self.at - self.at % DAY + 14 * HOUR
        spread = (afternoon + (days + 3) * DAY + days % 3 * HOUR for days in range(9))
        return tuple(at for at in spread if at not in self.taken)

    def slots(self, answers: Answers) -> tuple[Option, ...]:  # noqa: ARG002
        return wishes.options(self.times()[:3])

    def other_slots(self, answers: Answers) -> tuple[Option, ...]:  # noqa: ARG002
        return wishes.options(self.times()[3:6])

    def last_slots(self, answers: Answers) -> tuple[Option, ...]:  # noqa: ARG002
        return wishes.options(self.times()[6:9])

    def slot_chosen(self, answers: Answers) -> int:
        return wishes.slot(answers)

    def slot_free(self, answers: Answers) -> bool:
        return self.slot_chosen(answers) not in self.taken

    def slot_at(self, answers: Answers) -> Fill:
        return Moment(self.slot_chosen(answers), "both")

    def plan_said(self, answers: Answers) -> Fill:
        how = wishes.how(answers, self.meets)
        wanted = {**self.likes, **wishes.given(answers)}
        return wishes.plan(how, self.slot_chosen(answers), wanted, self._interpreted(wanted))

    def wished(self) -> dict[str, str]:
        return self.likes

    def wishes_said(self, answers: Answers) -> Fill:
        wanted = {**self.likes, **wishes.given(answers)}
        return wishes.line(wanted, self._interpreted(wanted))

    def _interpreted(self, wanted: dict[str, str]) -> str:
        if "language" not in wanted and self.speaks in {"", wishes.SOURCE}:
            return ""
        return ENGLISH.get(wanted.get("language", self.speaks), "English")

    def books_at_once(self) -> bool:
        return self.instant

    def confirm_by(self) -> Fill:
        return Moment(self.at + DAY, "day")

    def reminders_consent(self) -> Consent:
        return self.reminders

    def way_back(self) -> Fill:
        return wishes.BY_NUMBER if self.forgeable else wishes.BY_NAME

    def asks_to_meet(self, answers: Answers) -> bool:  # noqa: ARG002
        return self.no_show

    def away(self) -> Fill:
        return Moment(self.at + self.away_for * DAY, "day") if self.away_for else ""

    def covered(self) -> bool:
        return bool(self.covered_by)

    def cover(self) -> Fill:
        return self.covered_by

    def cover_day(self) -> Fill:
        return Moment(self.at + DAY, "day")
