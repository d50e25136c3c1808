"""What a conversation about rights may ask, answered from the configured pages."""

from bot.flows.rights_pages import Rights
from bot.flows.rights_read import ReadsRights
from bot.turning import Turning


class RightsFacts(ReadsRights):
    """The pages of the configuration folder, as this contact reads them."""

    def _turn(self) -> Turning:
        raise NotImplementedError

    def rights(self) -> Rights:
        """Return every topic."""
        return self._turn().service.content.rights

    def turns_cards(self) -> bool:
        """Say whether one card can be turned over again and again, and nothing stays."""
        return self._turn().contact.channel == "telegram"
