"""One survivor's meetings and her advocate's diary, read when first needed, in one unit.

The rule kept here: what is offered, what is booked and what is reminded of are read by the same
eyes, so that they never disagree within a unit.
"""

from datetime import date

import sqlalchemy as sa
from propcache.api import cached_property

from bot import booking, clocks
from bot.acts import calendars, meetings, plans
from bot.acts.meetings import Meeting
from bot.booking import QUARTER_MS, Calendar, Span
from bot.clocks import local_date
from bot.content import Content
from bot.routing import cover_of
from bot.storage import meetings as rows
from bot.storage import people
from bot.storage.links import LinkRow
from bot.vault import DataKey, Vault


class Diary:
    """The diary of one survivor's advocate, as of a moment.

    Args:
        conn: of the unit.
        vault: the server's keys.
        content: bank holidays and promises.
        link: who she is, and who her advocate is.
        key: her data key.
        now: the moment.
    """

    def __init__(
        self,
        conn: sa.Connection,
        vault: Vault,
        content: Content,
        link: LinkRow,
        key: DataKey,
        now: int,
    ) -> None:
        self._conn, self._vault, self._content = conn, vault, content
        self._link, self._key, self.now = link, key, now

    # --- the advocate -------------------------------------------------------------------------

    @property
    def advocate_id(self) -> bytes:
        """Who the advocate is."""
        return self._link.advocate_id

    @cached_property
    def working_days(self) -> frozenset[int]:
        """The advocate's working days."""
        days = self._vault.open(
            "staff.working_days", self._link.advocate_id, self._link.working_days
        )
        return clocks.parse_days(days.decode())

    @cached_property
    def holidays(self) -> frozenset[date]:
        """The bank holidays of the employer's nation."""
        nation = self._vault.open(
            "organisations.nation", self._link.organisation_id, self._link.organisation_nation
        )
        return self._content.holidays.of(nation.decode())

    @cached_property
    def calendar(self) -> Calendar:
        """The advocate's calendar."""
        return calendars.read(
            self._conn, self._link.advocate_id, self.working_days, self.holidays, self.now
        )

    @cached_property
    def days_away(self) -> frozenset[date]:
        """The days from today on which the advocate is away."""
        return self._days_away(self._link.advocate_id)

    def _days_away(self, staff_id: bytes) -> frozenset[date]:
        found = rows.spans_of(self._conn, staff_id, self.now - calendars.LOOK_BACK_MS)
        spans = (Span(one.kind, one.starts_at, one.ends_at) for one in found)
        return booking.days_away(spans, local_date(self.now))

    def answer_day(self) -> date:
        """Return the day by which to expect an answer: days away are no working days."""
        return clocks.answer_day(
            self.now,
            self.working_days,
            self.holidays | self.days_away,
            self._content.service.times.answer_working_days,
        )

    def cover_day(self) -> date:
        """Return the day by which to expect an answer of who covers: their own days count."""
        if self.cover_id is None:
            return self.answer_day()
        conn, vault, cover = self._conn, self._vault, self.cover_id
        return clocks.answer_day(
            self.now,
            calendars.working_days(conn, vault, cover),
            self._content.holidays.of(calendars.nation(conn, vault, cover))
            | self._days_away(cover),
            self._content.service.times.answer_working_days,
        )

    def confirm_day(self) -> date:
        """Return the day by which the advocate says yes or no to a time."""
        return clocks.answer_day(
            self.now,
            self.working_days,
            self.holidays | self.days_away,
            self._content.service.times.confirm_working_days,
        )

    @property
    def back_on(self) -> date | None:
        """The day on which an advocate who is away today works again."""
        return booking.back_on(
            self.days_away, local_date(self.now), self.working_days, self.holidays
        )

    @cached_property
    def cover_id(self) -> bytes | None:
        """Who covers the advocate, if anybody does."""
        holder = cover_of(self._conn, self._vault, self._link.advocate_id, self.now)
        return None if holder is None else holder.id

    @cached_property
    def there_id(self) -> bytes | None:
        """Who covers the advocate, where they are not away today themselves."""
        today = local_date(self.now)
        if self.cover_id is None or today in self._days_away(self.cover_id):
            return None
        return self.cover_id

    @cached_property
    def cover(self) -> str:
        """The short name of who covers; empty: nobody."""
        row = None if self.cover_id is None else people.get(self._conn, self.cover_id)
        if row is None:
            return ""
        return self._vault.open("staff.sms_name", row.id, row.sms_name).decode()

    # --- free times ---------------------------------------------------------------------------

    @cached_property
    def taken(self) -> frozenset[int]:
        """The quarters that are taken."""
        return rows.taken(self._conn, self._link.advocate_id, self.now // QUARTER_MS)

    @cached_property
    def free(self) -> tuple[int, ...]:
        """Every free time."""
        return tuple(self.calendar.free(self.taken, self.now))

    def offered(self, times: int, part: str) -> tuple[int, ...]:
        """Return three free times, after others were asked for so often."""
        return booking.offer(self.free, times, part)

    def is_free(self, at: int) -> bool:
        """Say whether a meeting may begin at this moment."""
        return self.calendar.fits(at, self.taken, self.now)

    # --- hers ---------------------------------------------------------------------------------

    @cached_property
    def meetings(self) -> tuple[Meeting, ...]:
        """Every meeting of hers, in order of time."""
        found = meetings.of_survivor(self._conn, self._vault, self._link.survivor_id, self._key)
        return tuple(found)

    @property
    def next(self) -> Meeting | None:
        """The next meeting that is to come."""
        return next(
            (one for one in self.meetings if one.is_open and one.starts_at > self.now), None
        )

    @cached_property
    def wishes(self) -> dict[str, str]:
        """How she likes to meet."""
        return meetings.wishes(self._conn, self._vault, self._link.survivor_id, self._key)

    @property
    def place(self) -> str:
        """Where the next meeting is; empty where nobody has said, or places are not to be sent."""
        if self.next is None or not self.next.place:
            return ""
        lines = plans.read(self._conn, self._vault, self._link.survivor_id).lines
        return "" if lines.get("places") == "no" else self.next.place
