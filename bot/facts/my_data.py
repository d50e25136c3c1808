"""What a conversation may ask about what is kept of her, from the rows and grants themselves."""

from bot.acts import erasure, holds
from bot.clock import DAY_MS
from bot.facts.turn import TurnFacts
from bot.flows import data_lines
from bot.flows.says import Fill, Text, Verbatim
from bot.routing import cover_of, recovery, survivor
from bot.storage import erasures, people, survivors
from bot.storage.survivors import SurvivorRow
from bot.storage.waiting import LIFE_MS


class MyDataFacts(TurnFacts):
    """The part of ``Known`` that is about her data."""

    def _her(self) -> SurvivorRow:
        turning = self._turning
        survivor_id = turning.contact.survivor_id
        row = None if survivor_id is None else survivor(turning.conn, turning.vault, survivor_id)
        if row is None:
            raise LookupError("a conversation asked for the data of nobody")
        return row

    def data_kinds(self) -> tuple[Text | Verbatim, ...]:
        """Return what is kept of her: a line for each kind, with its dates."""
        turning, her = self._turning, self._her()
        found = erasures.counted(turning.conn, her.id, turning.now)
        plan = survivors.plan(turning.conn, her.id)
        keep = self._content.service.retention
        kept = data_lines.Kept(
            linked_at=turning.contact.row.created_at,
            messages=found.messages,
            first_at=found.first_at,
            waiting=found.waiting,
            agreed=found.agreed,
            plan_at=0 if plan is None else plan.changed_at,
            meetings=found.meetings,
            message_days=keep.thread_days,
            waiting_days=LIFE_MS // DAY_MS,
        )
        return tuple(data_lines.kinds(kept))

    def data_readers(self) -> tuple[Text | Verbatim, ...]:
        """Return who can read her messages: a line for each reader, from the keys themselves."""
        turning, her = self._turning, self._her()
        cover = cover_of(turning.conn, turning.vault, her.advocate_id, turning.now)
        pair = recovery(turning.conn, turning.vault)
        lines: list[Text | Verbatim] = []
        for holder_id, since in erasures.readers(turning.conn, her.id):
            if holder_id == her.advocate_id:
                lines.append(data_lines.advocate(self._name(holder_id), since))
            elif cover is not None and holder_id == cover.id:
                lines.append(data_lines.cover(self._name(holder_id), since))
            elif pair is not None and holder_id == pair.id:
                lines.append(data_lines.officers(since))
            elif people.get(turning.conn, holder_id) is not None:
                lines.append(data_lines.earlier(since))
        return tuple(lines) or (data_lines.NOBODY,)

    def _name(self, staff_id: bytes) -> Fill:
        turning = self._turning
        row = people.get(turning.conn, staff_id)
        if row is None:
            return ""
        return Verbatim(turning.vault.open("staff.sms_name", row.id, row.sms_name).decode())

    def erase_asked(self) -> bool:
        """Say whether she has asked for everything to be erased."""
        turning = self._turning
        survivor_id = turning.contact.survivor_id
        return survivor_id is not None and erasure.asked(turning.act, survivor_id)

    def erase_held(self) -> bool:
        """Say whether a rule makes us keep it for now, and she may know."""
        turning = self._turning
        survivor_id = turning.contact.survivor_id
        return survivor_id is not None and holds.tells_her(
            turning.conn, turning.vault, survivor_id, turning.now
        )
