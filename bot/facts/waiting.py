"""What a conversation may ask of the words that wait to be read (``flows.facts``).

The rule kept here: what was opened is shown again only where a note of it is tapped.
"""

from typing import Final

from propcache.api import cached_property

from bot.clocks import local_date
from bot.facts.turn import TurnFacts
from bot.flows.came import by_time
from bot.flows.facts import Waiting
from bot.flows.says import Fill, Moment, Option, Text, Verbatim
from bot.flows.state import Answers
from bot.storage import waiting
from bot.vault import entries

CAME_BEFORE: Final = Text("facts.came_before", "{when}: {words}")


def dated(words: Verbatim, at: int, now: int) -> Fill:
    """Return what a person wrote, behind its day where that isn't today: *I called you today*."""
    if local_date(at) == local_date(now):
        return words
    return CAME_BEFORE.filled(when=Moment(at, "day"), words=words)


class WaitingFacts(TurnFacts):
    """The part of the real facts about what waits."""

    @cached_property
    def _all(self) -> tuple[Waiting, ...]:
        if self._contact.survivor_id is None or not self._contact.linked:
            return ()
        found = []
        for row in waiting.of_contact(self._conn, self._contact.id, self._turning.now):
            body = self._vault.open("waiting.body", row.id, row.body, self._contact.key)
            words = entries.unpack(body)
            text = Verbatim(words.body.decode(), words.language)
            opened = row.opened_at is not None
            found.append(Waiting(row.id.hex(), row.created_at, text, opened=opened))
        return tuple(found)

    def waiting(self) -> tuple[Waiting, ...]:
        """Return what waits to be read, oldest first."""
        return tuple(item for item in self._all if not item.opened)

    def waiting_count(self) -> Fill:
        """Return how many things wait."""
        return len(self.waiting())

    def waiting_list(self, answers: Answers) -> tuple[Option, ...]:
        """Return what waits as choices named by time; of a note that was tapped, only that one."""
        wanted = answers.get("payload", "")
        items = [item for item in self._all if item.ref == wanted] if wanted else self.waiting()
        return by_time((item.ref, item.at) for item in items)

    def waiting_words(self, answers: Answers) -> Fill:
        """Return the words behind ``answers["which"]``."""
        found = next((item for item in self._all if item.ref == answers.get("which")), None)
        return "" if found is None else dated(found.words, found.at, self._turning.now)
