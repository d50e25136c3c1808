"""Sending texts: one call to Twilio, what its failures mean, and deleting bodies afterwards."""

import json
from typing import Any

import aiohttp
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.rest import Client

from bot.channels.sms_client import API_URL, SmsHttpClient, classified, connect
from bot.channels.wire import Outgoing, Sent
from bot.errors import SendError

_GONE = 404
POOL = 20  # connections held open at once
_SHORTEST, _LONGEST = 1, 36_000  # seconds of ValidityPeriod that Twilio takes


class SmsSender:
    """The async half of the SMS channel.

    Args:
        account: ``TWILIO_ACCOUNT_SID``.
        token: ``TWILIO_AUTH_TOKEN``.
        sender: a messaging service (``MG…``) or a number of ours.
        status_url: where delivery receipts are posted; none are asked for where it is empty.
        api_url: the origin of the API.
    """

    def __init__(
        self,
        account: str,
        token: str,
        sender: str,
        *,
        status_url: str = "",
        api_url: str = API_URL,
    ) -> None:
        self._account, self._token, self._api_url = account, token, api_url
        self._from: dict[str, Any] = (
            {"messaging_service_sid": sender} if sender.startswith("MG") else {"from_": sender}
        )
        if status_url:
            self._from["status_callback"] = status_url
        self._client: Client | None = None
        self._http: SmsHttpClient | None = None

    async def open(self) -> None:
        """Open the pool, inside the loop that will use it; again is harmless."""
        if self._client is None:
            self._client, self._http = connect(self._account, self._token, self._api_url, pool=POOL)

    async def close(self) -> None:
        """Release connections."""
        if self._http is not None:
            await self._http.close()
        self._client = self._http = None

    @property
    def client(self) -> Client:
        """Everything of the REST API that is not a message: numbers, accounts."""
        if self._client is None:
            raise RuntimeError("the sender is not open")
        return self._client

    async def send(self, outgoing: Outgoing) -> Sent:
        """Hand one payload to the carrier; raises ``SendError``."""
        payload = json.loads(outgoing.payload)
        if "redact" in payload:
            await self.redact(payload["redact"])
            return Sent(payload["redact"])
        more: dict[str, Any] = {}
        if outgoing.validity:
            more["validity_period"] = min(max(outgoing.validity, _SHORTEST), _LONGEST)
        try:
            message = await self.client.messages.create_async(
                to=outgoing.address,
                body=payload["body"],
                smart_encoded=False,  # it may rewrite letters
                **self._from,
                **more,
            )
        except (TwilioException, aiohttp.ClientError, TimeoutError) as error:
            raise classified(error) from None
        if not message.sid:
            raise SendError("no sid", permanent=False)
        return Sent(message.sid)

    async def redact(self, sid: str) -> None:
        """Delete a message and its body at the carrier; one that is gone already is as good."""
        try:
            await self.client.messages(sid).delete_async()
        except TwilioRestException as error:
            if error.status != _GONE:
                raise classified(error) from None
        except (TwilioException, aiohttp.ClientError, TimeoutError) as error:
            raise classified(error) from None
