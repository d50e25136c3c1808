"""The Messages resource of the simulated Twilio, and what becomes of a text on its way.

Statuses come as the real ones do: queued, sent, then delivered, undelivered or failed, each posted
to the address the text named. A phone out of reach is waited for, as long as the text is valid.
"""

import asyncio
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.channels.segments import LONGEST, segments

if TYPE_CHECKING:
    from bot.demo.text_phone import TextPhone
    from bot.demo.twilio_api import TwilioApi

_E164 = re.compile(r"\+[1-9]\d{6,14}")
_VALID = 36_000  # seconds that a text is tried where it doesn't say
_EXPIRED = 30036
_FINAL = frozenset({"delivered", "undelivered", "failed", "received"})


class Refused(Exception):
    """An answer that is not what was asked for."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


@dataclass(slots=True)
class Message:
    """One text, as the carrier keeps it until it is told to delete it."""

    sid: str
    sender: str
    to: str
    body: str
    status: str
    at: int
    valid: int = _VALID
    callback: str = ""
    error: int | None = None
    smart_encoded: str = ""


class TwilioMessages:
    """Every text the carrier still has."""

    def __init__(self, api: "TwilioApi") -> None:
        self.kept: dict[str, Message] = {}
        """What the carrier sees and keeps, in plain words."""
        self._api = api
        self._lanes: dict[str, asyncio.Lock] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def stop(self) -> None:
        """Leave everything where it is."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def settled(self) -> None:
        """Wait until every text that can go on has done so, receipts included."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    def keep_inbound(self, sid: str, sender: str, body: str) -> None:
        """Keep a text that came in."""
        now = self._api.now()
        self.kept[sid] = Message(sid, sender, self._api.number, body, "received", now)

    async def collection(self, method: str, _: str, given: Mapping[str, str]) -> Any:  # noqa: ANN401 - JSON
        """Create a text, or list them."""
        if method != "POST":
            return {"messages": [_described(self._api, one) for one in self.kept.values()]}
        self._check(given)
        message = Message(
            sid=f"SM{secrets.token_hex(16)}",
            sender=self._api.number,
            to=given["To"],
            body=given["Body"],
            status="queued",
            at=self._api.now(),
            valid=int(given.get("ValidityPeriod", _VALID)),
            callback=given.get("StatusCallback", ""),
            smart_encoded=given.get("SmartEncoded", ""),
        )
        self.kept[message.sid] = message
        answer = _described(self._api, message)
        self._go_on(message)
        return answer

    async def one(self, method: str, sid: str, given: Mapping[str, str]) -> Any:  # noqa: ANN401 - JSON
        """Fetch a text, blank its body, or delete it."""
        message = self.kept.get(sid)
        if message is None:
            raise Refused(404, 20404, "The requested resource was not found")
        if method in ("POST", "DELETE") and message.status not in _FINAL:
            raise Refused(409, 20009, "Cannot delete this resource before it is complete")
        if method == "DELETE":
            del self.kept[sid]
            if message.to in self._api.phones:
                self._api.phones[message.to].changed()
            return None
        if method == "POST":
            message.body = given.get("Body", message.body)
        return _described(self._api, message)

    async def retry(self, phone: "TextPhone") -> None:
        """Go on with what waits for a phone, oldest first."""
        for message in list(self.kept.values()):
            if message.to == phone.number and message.status == "sent":
                await self._arrive(message)

    def _check(self, given: Mapping[str, str]) -> None:
        to = given.get("To", "")
        if not _E164.fullmatch(to):
            raise Refused(400, 21211, "Invalid 'To' Phone Number")
        if not given.get("From") and not given.get("MessagingServiceSid"):
            raise Refused(400, 21603, "A 'From' phone number is required")
        if not given.get("Body"):
            raise Refused(400, 21602, "Message body is required")
        if len(given["Body"]) > LONGEST:
            raise Refused(400, 21617, "The concatenated message body exceeds the limit")
        if to in self._api.opted_out:
            raise Refused(400, 21610, "Attempt to send to unsubscribed recipient")

    def _go_on(self, message: Message) -> None:
        task = asyncio.create_task(self._travel(message))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _travel(self, message: Message) -> None:
        async with self._lanes.setdefault(message.to, asyncio.Lock()):
            await self._now_is(message, "sent")
            await self._arrive(message)

    async def _arrive(self, message: Message) -> None:
        phone = self._api.phone(message.to)
        if self._api.now() > message.at + message.valid * 1000:
            await self._now_is(message, "failed", _EXPIRED)
        elif phone.fault:
            await self._now_is(message, "undelivered", phone.fault)
        elif not phone.off:
            phone.receive(message.sid, message.body, self._api.now())
            await self._now_is(message, "delivered")

    async def _now_is(self, message: Message, status: str, error: int | None = None) -> None:
        message.status, message.error = status, error
        if message.callback:
            form = {
                "MessageSid": message.sid,
                "MessageStatus": status,
                "SmsSid": message.sid,
                "SmsStatus": status,
                "To": message.to,
                "From": message.sender,
                "AccountSid": self._api.account,
                "ApiVersion": "2010-04-01",
                **({"ErrorCode": str(error)} if error else {}),
            }
            await self._api.webhooks.post(message.callback, form)


def _described(api: "TwilioApi", message: Message) -> dict[str, Any]:
    return {
        "sid": message.sid,
        "account_sid": api.account,
        "from": message.sender,
        "to": message.to,
        "body": message.body,
        "status": message.status,
        "num_segments": str(segments(message.body)),
        "num_media": "0",
        "direction": "inbound" if message.status == "received" else "outbound-api",
        "error_code": message.error,
        "error_message": None,
        "price": None,
        "uri": f"/2010-04-01/Accounts/{api.account}/Messages/{message.sid}.json",
    }
