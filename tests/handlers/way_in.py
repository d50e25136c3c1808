"""Both doors of carriers before a whole street: real HTTP, gates, rows and answers behind it."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

from aiohttp.test_utils import RawTestServer, TestClient
from twilio.request_validator import RequestValidator

from bot.clock import ManualClock
from bot.handlers.edge import Door
from bot.handlers.sms import add_twilio
from bot.handlers.telegram import PATH, add_telegram
from bot.storage.database import Database
from tests.street import Handset, Street, street

TOKEN, SECRET, PUBLIC = "the account's token", "the_webhooks-secret", "https://bot.example.org"
GENUINE = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


class WayIn:
    """Posts as the carriers do, and waits until what follows was sent."""

    def __init__(self, town: Street, client: TestClient[Any, Any]) -> None:
        self.town, self.client = town, client
        self._number = 5_000

    async def update(self, phone: Handset, **message: object) -> int:
        """Post a message of hers; returns the status."""
        self._number += 1
        whole = {
            "message_id": self._number,
            "from": {"id": int(phone.address), "is_bot": False, "first_name": "x"},
            "chat": {"id": int(phone.address), "type": "private"},
            "date": 1,
            **message,
        }
        return await self.posts({"message": whole})

    async def taps(self, phone: Handset, data: str) -> int:
        """Post a press of hers on a button; returns the status."""
        who = {"id": int(phone.address), "is_bot": False, "first_name": "x"}
        on = {"message_id": 1, "chat": {"id": int(phone.address), "type": "private"}}
        return await self.posts(
            {"callback_query": {"id": "1", "from": who, "data": data, "message": on}}
        )

    async def posts(self, update: dict[str, object]) -> int:
        """Post an update; returns the status."""
        self._number += 1
        self.town.clock.forward(seconds=2)
        body = json.dumps({"update_id": self._number, **update}).encode()
        response = await self.client.post(PATH, data=body, headers=GENUINE)
        await self.town.outbox.idle()
        return response.status

    async def texts(self, path: str, **form: str) -> int:
        """Post a signed form; returns the status."""
        self._number += 1
        self.town.clock.forward(seconds=2)
        whole = {"MessageSid": f"SM{self._number}", "To": "+447700900999", "Body": "", **form}
        signature = RequestValidator(TOKEN).compute_signature(PUBLIC + path, whole)
        headers = {
            "X-Twilio-Signature": signature,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        response = await self.client.post(path, data=urlencode(whole).encode(), headers=headers)
        await self.town.outbox.idle()
        return response.status


@asynccontextmanager
async def way_in(database: Database, clock: ManualClock) -> AsyncIterator[WayIn]:
    """Open both doors before a street of this database."""
    async with street(database, clock) as town:
        door = Door(town.intake)
        add_telegram(door, secret=SECRET, source="1", clock=clock)
        add_twilio(door, token=TOKEN, public_url=PUBLIC, clock=clock)
        client: TestClient[Any, Any] = TestClient(RawTestServer(door))
        async with client:
            yield WayIn(town, client)
