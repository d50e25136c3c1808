"""What a conversation may ask of a worry or complaint that was sent before (``flows.facts``).

The rules kept here: a phone is not the person, so what was made under an earlier link is never
answered about; what she is told of a complaint is worked out from its row in the same transaction.
"""

from typing import NamedTuple

from propcache.api import cached_property

from bot import clocks, vouched
from bot.acts import (
    complaints_found,
    complaints_keys,
    complaints_more,
    complaints_over,
    holds,
)
from bot.acts.complaints_found import Status, Unread
from bot.acts.complaints_over import Rule
from bot.complaint_clocks import Rules
from bot.facts.turn import TurnFacts
from bot.flows import concern_words as words
from bot.flows.says import Fill, Moment, Option, Text, Verbatim
from bot.flows.state import Answers
from bot.proved import hubs
from bot.storage.complaints import ANSWERED, OVER, UNDATED, ComplaintRow
from bot.storage.complaints_over import RESTING

ENDS = frozenset((*OVER, *RESTING))
"""States in which a complaint has a day on which it goes, unless somebody goes on with it."""


class _Kept(NamedTuple):
    """The last day on which a complaint is kept; ``held``: a hold that she may know of says so."""

    day: Moment
    held: bool


class SentConcernFacts(TurnFacts):
    """The part of the real facts about what was sent before."""

    @cached_property
    def _rules(self) -> Rules:
        return Rules.of(self._content)

    @staticmethod
    def _day(at: int) -> Moment:
        return Moment(clocks.moment(clocks.local_date(at), 12), "day")

    # --- which one ----------------------------------------------------------------------------

    @cached_property
    def _mine(self) -> list[ComplaintRow]:
        return complaints_found.of_phone(self._conn, self._vault, self._contact.id)

    def my_concerns(self, answers: Answers) -> tuple[Option, ...]:  # noqa: ARG002 - of the protocol
        """Return what was made from this phone under its present link, by reference."""
        found = (complaints_found.status(self._conn, self._vault, row) for row in self._mine)
        return tuple(Option(one.id.hex(), Verbatim(one.reference)) for one in found)

    def pin_proof(self, reference: str, pin: str) -> str:
        """Return what six digits are compared by."""
        return complaints_found.pin_proof(self._conn, self._vault, reference, pin).hex()

    def _row(self, answers: Answers) -> ComplaintRow | None:
        wanted = answers.get("mine")
        if wanted:
            return next((row for row in self._mine if row.id.hex() == wanted), None)
        reference, _, proof = str(answers.get("opened", "")).partition(":")
        return self._by_digits(reference, proof)

    def _by_digits(self, reference: str, proof: str) -> ComplaintRow | None:
        if not proof:
            return None
        return complaints_found.opens(self._conn, self._vault, reference, bytes.fromhex(proof))

    def _status(self, answers: Answers) -> Status | None:
        row = self._row(answers)
        return None if row is None else complaints_found.status(self._conn, self._vault, row)

    def concern_opened(self, answers: Answers) -> tuple[Option, ...]:
        """Return the one that a reference and its digits open, keyed by what proves it."""
        reference, proof = str(answers.get("reference", "")), str(answers.get("pin", ""))
        row = self._by_digits(reference, proof)
        if row is None:
            return ()
        return (Option(f"{reference}:{proof}", Verbatim(reference)),)

    def concern_id(self, answers: Answers) -> str:
        """Return the id of the one that is open."""
        row = self._row(answers)
        return "" if row is None else row.id.hex()

    # --- how it stands ------------------------------------------------------------------------

    def concern_number(self, answers: Answers) -> Fill:
        """Return its reference."""
        found = self._status(answers)
        return Verbatim("" if found is None else found.reference)

    def concern_state(self, answers: Answers) -> Fill:
        """Return how it stands, and by when she hears."""
        found = self._status(answers)
        if found is None:
            return ""
        state = self._content.complaints.states[found.state]
        row = self._row(answers)
        if found.taken_back and found.runs:
            return words.STANDS_TAKEN_BACK
        kept = self._kept_until(row)
        if kept is not None:
            stands = words.STANDS_HELD if kept.held else words.STANDS_KEPT
            return stands.filled(state=state, day=kept.day)
        if row is None or row.state in UNDATED:
            return state
        return words.STANDS.filled(state=state, day=self._day(found.promised_at))

    def _kept_until(self, row: ComplaintRow | None) -> _Kept | None:
        """Return the last day on which one that is over, or rests, is kept; None: none, or now."""
        if row is None or row.state not in ENDS:
            return None
        now, her = self._turning.now, row.survivor_id
        until = max(complaints_over.kept_until(self._keeping, row) or 0, now)
        held = 0 if her is None else holds.told_until(self._conn, self._vault, her, now)
        if max(until, held) == now:
            return None
        return _Kept(Moment(max(until, held) - 1, "date"), held > until)

    @cached_property
    def _keeping(self) -> Rule:
        return Rule.of(self._content)

    def concern_kept(self, answers: Answers) -> Fill:
        """Return until when it is kept, or for how long once it has ended."""
        row = self._row(answers)
        if row is None:
            return ""
        kept = self._kept_until(row)
        if kept is not None:
            return (words.KEPT_HELD if kept.held else words.KEPT_UNTIL).filled(day=kept.day)
        if row.state in ENDS:
            return words.KEPT_NO_MORE
        return words.KEPT_FOR.filled(count=self._keeping.keeping.months(row.step))

    def concern_hears(self, answers: Answers) -> Fill:
        """Return what comes of words that were added: by when she is written to, or read."""
        row = self._row(answers)
        if row is None or row.state in UNDATED:
            return words.READ
        return words.WRITES.filled(day=self._day(row.promised_at))

    def _unread_of(self, answers: Answers) -> list[Unread]:
        row = self._row(answers)
        if row is None:
            return []
        found = complaints_found.unread(self._conn, self._vault, row, self._turning.now)
        return [one for one in found if not one.opened]

    def concern_choices(self, answers: Answers) -> tuple[Option, ...]:
        """Return what can be done with it on this phone.

        By digits one reads, adds and asks for more; what takes it back is for its own phone alone.
        """
        found, row = self._status(answers), self._row(answers)
        if found is None or row is None:
            return ()
        names = ["letters"] if self._unread_of(answers) else []
        if found.state == "needs_information":
            names += ["answer", "decline"]
        elif found.runs:
            names += ["add"]
        if found.step != "review" and found.state in {*ANSWERED, "closed"}:
            names.append("review")
        if complaints_more.may_look(row):
            names.append("look")
        if answers.get("mine") and found.runs and not found.taken_back:
            names.append("withdraw")
        names += ["readers", "outside"]
        return tuple(Option(name, words.CHOICES[name]) for name in names)

    def review_day(self, answers: Answers) -> Fill:
        """Return the day by which she is written to when she asks for a review now."""
        row = self._row(answers)
        if row is None:
            return ""
        return self._day(
            complaints_more.review_by(self._vault, self._rules, row, self._turning.now)
        )

    def look_day(self, answers: Answers) -> Fill:
        """Return the day by which she is written to when it is to be looked into now."""
        row = self._row(answers)
        if row is None:
            return ""
        return self._day(complaints_more.look_by(self._vault, self._rules, row, self._turning.now))

    def concern_holders(self, answers: Answers) -> tuple[Text | Verbatim, ...]:
        """Return who can read it, by role, from the keys themselves."""
        row = self._row(answers)
        if row is None:
            return ()
        conn, hub = self._conn, hubs(self._conn, self._vault)
        since: dict[str, list[int]] = {}
        for reader in complaints_keys.who_can_open(conn, self._vault, row.id):
            role: str = "officers" if reader.kind == "recovery" else reader.kind
            person = vouched.get(conn, self._vault, reader.staff_id) if reader.staff_id else None
            if person is not None:
                held = vouched.roles_of(conn, self._vault, person.id, self._turning.now)
                inside = "hub" if person.organisation_id in hub else "others"
                role = inside if "complaint_handler" in held else "reviewer"
            since.setdefault(role, []).append(reader.since)
        return tuple(
            text.filled(count=len(since[role]), when=Moment(min(since[role]), "day"))
            for role, text in words.HOLDERS.items()
            if role in since
        )

    def outside_bodies(self, answers: Answers) -> tuple[Text | Verbatim, ...]:
        """Return who else can look at what: where she lives, and where those it is about work.

        A charity answers to the regulator of its own nation, a hospital to that of hers.
        """
        found = self._status(answers)
        works = "" if found is None else found.nation
        lives = self._contact.settings.get("nation") or self.nation()
        return tuple(one.line for one in self._content.complaints.bodies_of(works, lives))
