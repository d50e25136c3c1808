"""What is looked at on the try-it page, and the names of its parts."""

from dataclasses import dataclass
from typing import Final

from aiohttp import web

from bot.demo.stage import Stage

COLUMNS: Final = {"phones": "Phones", "staff": "Console", "xray": "X-ray"}
PHONES: Final = {"chat": "Chat phone", "text": "SMS phone"}
LOOKS: Final = {
    "carrier": "Carrier sees",
    "database": "Database holds",
    "logs": "Logs",
    "keys": "Who can open",
    "thief": "Thief",
}


@dataclass(slots=True)
class View:
    """What is looked at: one visitor, one page."""

    column: str = "phones"
    phone: str = "chat"
    look: str = "carrier"
    keys_too: bool = False


STAGE: Final = web.AppKey("stage", Stage)
VIEW: Final = web.AppKey("view", View)
