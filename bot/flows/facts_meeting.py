"""What a conversation may know of meetings (``facts.Facts``)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.flows.says import Fill, Option
from bot.flows.state import Answers


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that is to come; ``asked``: the advocate has not said yes yet."""

    at: int
    how: str
    asked: bool = False


class FactsOfMeetings(Protocol):
    """Everything a flow may ask of meetings."""

    def meeting(self) -> Meeting | None:
        """Return the meeting that is to come, if there is one."""

    def meeting_said(self) -> Fill:
        """Return how and when it is, and whether it is only asked for yet."""

    def meeting_at(self) -> Fill:
        """Return the day and time of it."""

    def meeting_time(self) -> Fill:
        """Return the time of it, without the day."""

    def meeting_place(self) -> Fill:
        """Return where it is; empty: nobody has said, or places are not to be sent."""

    def slots(self, answers: Answers) -> tuple[Option, ...]:
        """Return three free times, in the part of the day that she likes where there are any."""

    def other_slots(self, answers: Answers) -> tuple[Option, ...]:
        """Return three others."""

    def last_slots(self, answers: Answers) -> tuple[Option, ...]:
        """Return three others again."""

    def slot_chosen(self, answers: Answers) -> int:
        """Return the time that she chose in milliseconds; 0: none."""

    def slot_free(self, answers: Answers) -> bool:
        """Say whether the time that she chose is free at this moment."""

    def slot_at(self, answers: Answers) -> Fill:
        """Return the day and time that she chose."""

    def plan_said(self, answers: Answers) -> Fill:
        """Return what is about to be booked, in one line."""

    def wished(self) -> Mapping[str, str]:
        """Return how she likes to meet, as it was kept; empty: never asked."""

    def wishes_said(self, answers: Answers) -> Fill:
        """Return how she likes to meet, in one line."""

    def interpreter_languages(self, answers: Answers) -> tuple[Option, ...]:
        """Return the languages of interpreters, by endonym."""

    def books_at_once(self) -> bool:
        """Say whether a time is booked at once; otherwise the advocate says yes or no."""

    def confirm_by(self) -> Fill:
        """Return the day by which the advocate says yes or no."""

    def way_back(self) -> Fill:
        """Return how she comes back to her meeting on this phone, in words."""

    def asks_to_meet(self, answers: Answers) -> bool:
        """Say whether the words behind ``answers["which"]`` ask her to meet another time."""

    def away(self) -> Fill:
        """Return until when the advocate is away; empty: not away."""

    def covered(self) -> bool:
        """Say whether somebody covers the advocate who is not away today as well."""

    def cover(self) -> Fill:
        """Return the short name of who covers; empty: nobody."""

    def cover_day(self) -> Fill:
        """Return the day by which she can expect an answer of who covers."""
