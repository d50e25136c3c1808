"""What every part of the real facts stands on: the turn, who she is, and who her advocate is.

The rule kept here: read-only, and each thing read when it is first needed.
"""

from propcache.api import cached_property

from bot.acts.act import data_key
from bot.channels.wire import Channel
from bot.content import Content
from bot.flows.says import Fill, Verbatim
from bot.storage import links
from bot.storage.links import LinkRow
from bot.turning import Turning
from bot.vault import DataKey


class TurnFacts:
    """The facts of one turn that the others ask for, too."""

    def __init__(self, turning: Turning) -> None:
        self._turning = turning
        self._conn = turning.conn
        self._vault = turning.vault
        self._contact = turning.contact
        self._survivor_id = turning.contact.survivor_id if turning.contact.linked else None

    @property
    def _content(self) -> Content:
        return self._turning.service.content

    @property
    def _channel(self) -> Channel:
        return self._contact.channel

    @cached_property
    def _key(self) -> DataKey:
        if self._survivor_id is None or self._survivor_id == self._contact.survivor_id:
            return self._contact.key
        return data_key(self._conn, self._vault, self._survivor_id)

    @cached_property
    def _link(self) -> LinkRow:
        row = None if self._survivor_id is None else links.find(self._conn, self._survivor_id)
        if row is None:
            raise LookupError("a conversation named an advocate where there is none")
        return row

    def _of_survivor(self, column: str, sealed: bytes) -> str:
        contract = f"survivors.{column}"
        return self._vault.open(contract, self._link.survivor_id, sealed, self._key).decode()

    def now(self) -> int:
        """Return the moment of intake."""
        return self._turning.now

    def language(self) -> str:
        """Return her language; after a code, that of the invitation."""
        if self._turning.language or self._survivor_id is None:
            return self._turning.language
        return self._of_survivor("language", self._link.language)

    def nation(self) -> str:
        """Return her nation where it is known."""
        if self._survivor_id is None:
            return ""
        return self._of_survivor("nation", self._link.nation)

    def advocate(self) -> Fill:
        """Return the advocate's short name."""
        name = self._vault.open(
            "staff.sms_name", self._link.advocate_id, self._link.sms_name
        ).decode()
        return Verbatim(name)
