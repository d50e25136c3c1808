"""What a conversation may ask about meetings, answered from the diary of the same unit."""

from babel import Locale
from propcache.api import cached_property

from bot import clocks
from bot.clock import HOUR_MS
from bot.diary import Diary
from bot.facts.turn import TurnFacts
from bot.flows import wishes
from bot.flows.facts import Consent
from bot.flows.facts_meeting import Meeting
from bot.flows.says import Fill, Moment, Option, Verbatim
from bot.flows.state import Answers
from bot.storage import links, waiting


class BookingFacts(TurnFacts):
    """The part of ``Known`` that is about meetings."""

    @cached_property
    def _diary(self) -> Diary | None:
        if self._survivor_id is None:
            return None
        return Diary(
            self._conn, self._vault, self._content, self._link, self._key, self._turning.now
        )

    @property
    def _book(self) -> Diary:
        if self._diary is None:
            raise LookupError("a conversation asked for a diary where there is no advocate")
        return self._diary

    # --- the meeting that is to come ----------------------------------------------------------

    def meeting(self) -> Meeting | None:
        """Return the meeting that is to come."""
        found = self._diary.next if self._diary else None
        if found is None:
            return None
        return Meeting(found.starts_at, found.how, asked=found.state == "asked")

    def meeting_said(self) -> Fill:
        """Return how and when it is."""
        found = self.meeting()
        return "" if found is None else wishes.meeting(found, self.advocate())

    def meeting_at(self) -> Fill:
        """Return the day and time of it."""
        found = self.meeting()
        return "" if found is None else Moment(found.at, "both")

    def meeting_time(self) -> Fill:
        """Return the time of it."""
        found = self.meeting()
        return "" if found is None else Moment(found.at)

    def meeting_place(self) -> Fill:
        """Return where it is."""
        place = self._diary.place if self._diary else ""
        return Verbatim(place) if place else ""

    # --- free times ---------------------------------------------------------------------------

    def slots(self, answers: Answers) -> tuple[Option, ...]:
        """Return three free times."""
        return self._offered(answers, 0)

    def other_slots(self, answers: Answers) -> tuple[Option, ...]:
        """Return three others."""
        return self._offered(answers, 1)

    def last_slots(self, answers: Answers) -> tuple[Option, ...]:
        """Return three others again."""
        return self._offered(answers, 2)

    def _offered(self, answers: Answers, times: int) -> tuple[Option, ...]:
        return wishes.options(self._book.offered(times, self._wanted(answers).get("hours", "")))

    def slot_chosen(self, answers: Answers) -> int:
        """Return the time that she chose."""
        return wishes.slot(answers)

    def slot_free(self, answers: Answers) -> bool:
        """Say whether it is free."""
        return self._book.is_free(wishes.slot(answers))

    def slot_at(self, answers: Answers) -> Fill:
        """Return the day and time that she chose."""
        return Moment(wishes.slot(answers), "both")

    def plan_said(self, answers: Answers) -> Fill:
        """Return what is about to be booked."""
        wanted = self._wanted(answers)
        how = wishes.how(answers, self.meeting())
        return wishes.plan(how, wishes.slot(answers), wanted, self._language_of(wanted))

    def books_at_once(self) -> bool:
        """Say whether a time is booked at once."""
        return self._book.calendar.rules.at_once

    def confirm_by(self) -> Fill:
        """Return the day by which the advocate says yes or no."""
        return Moment(clocks.moment(self._book.confirm_day(), 12), "day")

    # --- wishes -------------------------------------------------------------------------------

    def _wanted(self, answers: Answers) -> dict[str, str]:
        return {**self._book.wishes, **wishes.given(answers)}

    def wished(self) -> dict[str, str]:
        """Return how she likes to meet."""
        return self._book.wishes

    def wishes_said(self, answers: Answers) -> Fill:
        """Return how she likes to meet, in one line."""
        wanted = self._wanted(answers)
        return wishes.line(wanted, self._language_of(wanted))

    def _language_of(self, wanted: dict[str, str]) -> str:
        """Return the interpreter's language as her own language calls it; empty: not said.

        Who reads English and wants an interpreter was asked which; passing that over names none.
        """
        content, code = self._content, wanted.get("language") or self.language()
        if code == wishes.SOURCE and "language" not in wanted:
            return ""
        known = {one.code: one for one in content.languages}
        locale = known[self.language() or "en"].locale if self.language() in known else "en"
        name = Locale.parse(locale).languages.get(code.replace("-", "_"))
        return str(name) if name else known[code].endonym if code in known else code

    def interpreter_languages(self, answers: Answers) -> tuple[Option, ...]:  # noqa: ARG002 - of the protocol
        """Return the languages of interpreters."""
        known = self._content.languages
        return tuple(Option(one.code, Verbatim(one.endonym, one.code)) for one in known)

    # --- reminders, and what is asked behind a note -------------------------------------------

    def reminders_consent(self) -> Consent:
        """Return whether she wants reminders."""
        turn = self._turning
        if turn.contact.survivor_id is None:
            return ""
        given = links.consent(turn.conn, turn.contact.survivor_id, "reminders")
        return "" if given is None else ("yes" if given else "no")

    def way_back(self) -> Fill:
        """Return how she comes back to her meeting."""
        return wishes.BY_NUMBER if self._turning.contact.channel == "sms" else wishes.BY_NAME

    def asks_to_meet(self, answers: Answers) -> bool:
        """Say whether the words that are open ask her to meet another time."""
        turn = self._turning
        return any(
            row.id.hex() == answers.get("which") and row.lane == "meeting"
            for row in waiting.of_contact(turn.conn, turn.contact.id, turn.now)
        )

    # --- away ---------------------------------------------------------------------------------

    def away(self) -> Fill:
        """Return until when the advocate is away: the day of the return."""
        back = self._diary.back_on if self._diary else None
        return "" if back is None else Moment(clocks.moment(back) + 12 * HOUR_MS, "day")

    def covered(self) -> bool:
        """Say whether somebody covers who is not away today as well."""
        return self._diary is not None and self._diary.there_id is not None

    def cover(self) -> Fill:
        """Return the short name of who covers; empty: nobody."""
        name = self._diary.cover if self._diary else ""
        return Verbatim(name) if name else ""

    def cover_day(self) -> Fill:
        """Return the day by which who covers answers: their days, not those of the advocate."""
        return Moment(clocks.moment(self._book.cover_day(), 12), "day")
