"""What a conversation may ask where words sound like a crisis."""

from propcache.api import cached_property

from bot import alerting
from bot.turning import Turning


class CrisisFacts:
    """The part of ``Known`` that is about who can be told."""

    def _turn(self) -> Turning:
        raise NotImplementedError

    @cached_property
    def _reads_now(self) -> alerting.OnCall:
        turning = self._turn()
        survivor_id = turning.contact.survivor_id
        if survivor_id is None:
            return "nobody"
        return alerting.on_call(turning.conn, turning.vault, survivor_id, turning.now)

    def on_call(self) -> alerting.OnCall:
        """Say who is on call now whom she can have told."""
        return self._reads_now
