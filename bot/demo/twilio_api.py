"""A simulated Twilio: a REST server that speaks its protocol to the real client, and its webhooks.

It validates as the real one does where the product acts on it, signs every webhook with the
account's token, tries one again as its address asks (``#rc=3``), then the fallback, and keeps a
phone for each number. On 127.0.0.1 only.
"""

import asyncio
import secrets
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Self

from aiohttp import encode_basic_auth, web

from bot.clock import Clock, SystemClock
from bot.demo.text_phone import TextMessage, TextPhone
from bot.demo.twilio_messages import Refused, TwilioMessages
from bot.demo.twilio_webhooks import TwilioWebhooks

ACCOUNT = "AC" + "0" * 32
TOKEN = "simulated-auth-token"  # noqa: S105 - it opens nothing
NUMBER = "+447700900000"
_NUMBER_SID = "PN" + "0" * 32

# The words the carrier takes for itself unless Support has turned that off.
_OPT_OUT = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"})
_OPT_IN = frozenset({"START", "YES", "UNSTOP"})
_HELP = frozenset({"HELP", "INFO"})
_REPLIES = {
    "STOP": "You have successfully been unsubscribed. You will not receive any more messages from "
    "this number. Reply START to resubscribe.",
    "START": "You have successfully been re-subscribed to messages from this number. Reply HELP "
    "for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
    "HELP": "Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
}

Parameters = Mapping[str, str]
Action = Callable[[str, str, Parameters], Awaitable[Any]]


class TwilioApi:
    """One account's carrier, with one number.

    Args:
        account: its id.
        token: its token: Basic authentication of calls, and the key of webhook signatures.
        number: the service's own.
        clock: for dates and validity.
        reach: where to post webhooks instead of the origin in their address, which is signed.
        default_opt_out: whether the carrier answers STOP, START and HELP itself.
    """

    def __init__(
        self,
        account: str = ACCOUNT,
        token: str = TOKEN,
        number: str = NUMBER,
        *,
        clock: Clock | None = None,
        reach: str = "",
        default_opt_out: bool = True,
    ) -> None:
        self.account, self.token, self.number = account, token, number
        self.default_opt_out = default_opt_out
        self.url = ""
        self.down = False
        """While true nothing passes, either way; ``recover`` when it is over."""
        self.slow = 0.0
        """Seconds that every call takes."""
        self.floods = 0
        """How many of the next calls are refused as too many."""
        self.settings: dict[str, Any] = {"sms_url": "", "sms_fallback_url": "", "voice_url": ""}
        """The number's addresses; IncomingPhoneNumbers changes them."""
        self.calls: Counter[str] = Counter()
        self.opted_out: set[str] = set()
        self.phones: dict[str, TextPhone] = {}
        self.messages = TwilioMessages(self)
        self.webhooks = TwilioWebhooks(token, reach)
        self._clock = clock or SystemClock()
        self._held: deque[dict[str, str]] = deque()
        self._last: dict[str, dict[str, str]] = {}
        self._runner: web.AppRunner | None = None

    def now(self) -> int:
        """The time on the carrier's clock."""
        return self._clock.now()

    # --- serving ------------------------------------------------------------------------------

    async def start(self, port: int = 0) -> Self:
        """Serve on 127.0.0.1; ``url`` is then what ``TWILIO_API_URL`` takes."""
        app = web.Application()
        account = f"/2010-04-01/Accounts/{self.account}"
        app.router.add_route("*", f"{account}.json", self._serve(self._account))
        app.router.add_route("*", account + "/Messages.json", self._serve(self.messages.collection))
        app.router.add_route("*", account + "/Messages/{sid}.json", self._serve(self.messages.one))
        for path in (
            account + "/IncomingPhoneNumbers.json",
            account + "/IncomingPhoneNumbers/{sid}.json",
            "/v1/Services/{sid}",
        ):
            app.router.add_route("*", path, self._serve(self._number))
        app.router.add_get("/v1/Services/{sid}/PhoneNumbers", self._serve(self._members))
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port, backlog=1024).start()
        host, bound = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{bound}"
        await self.webhooks.start()
        return self

    async def stop(self) -> None:
        """Stop serving."""
        await self.messages.stop()
        await self.webhooks.stop()
        if self._runner:
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        return self if self.url else await self.start()

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def phone(self, number: str) -> TextPhone:
        """Return a person's phone, the same one each time."""
        if number not in self.phones:
            self.phones[number] = TextPhone(self, number)
        return self.phones[number]

    # --- what comes in ------------------------------------------------------------------------

    async def send_sms(self, sender: str, body: str, *, media: int = 0) -> str:
        """Text the service; returns the id, once the bot took it or the carrier holds it."""
        sid = f"SM{secrets.token_hex(16)}"
        phone = self.phone(sender)
        phone.texts.append(TextMessage(sid, hers=True, body=body, at=self.now()))
        form = {
            "ToCountry": "GB",
            "SmsMessageSid": sid,
            "NumMedia": str(media),
            "SmsSid": sid,
            "SmsStatus": "received",
            "Body": body,
            "FromCountry": "GB",
            "To": self.number,
            "NumSegments": "1",
            "MessageSid": sid,
            "AccountSid": self.account,
            "From": sender,
            "ApiVersion": "2010-04-01",
        }
        self.messages.keep_inbound(sid, sender, body)
        self._opt(phone, body.strip().upper())
        self._last[sender] = form
        await self._deliver(form)
        return sid

    async def ring(self, sender: str) -> str:
        """Ring the service; returns the answer of its webhook."""
        form = {
            "CallSid": f"CA{secrets.token_hex(16)}",
            "AccountSid": self.account,
            "From": sender,
            "To": self.number,
            "CallStatus": "ringing",
            "Direction": "inbound",
            "ApiVersion": "2010-04-01",
        }
        return await self.webhooks.post(self.settings["voice_url"], form) or ""

    async def redeliver_last(self, sender: str) -> None:
        """Deliver somebody's last text again."""
        await self._deliver(self._last[sender])

    async def recover(self) -> None:
        """End an outage: texts that were held arrive, in both directions."""
        self.down = False
        while self._held:
            await self._deliver(self._held.popleft())
        for phone in self.phones.values():
            await self.retry(phone)

    async def retry(self, phone: TextPhone) -> None:
        """Try what is held for a phone."""
        await self.messages.retry(phone)

    async def _deliver(self, form: dict[str, str]) -> None:
        service = self.settings.get("inbound_request_url")  # it goes before the number's own
        fallback = self.settings.get("fallback_url" if service else "sms_fallback_url", "")
        if self.down:
            self._held.append(form)
        elif url := service or self.settings["sms_url"]:
            await self.webhooks.post(url, form, fallback=fallback)

    def _opt(self, phone: TextPhone, word: str) -> None:
        """Handle the carrier's own words, where it does so by itself."""
        if not self.default_opt_out:
            return
        kind = "STOP" if word in _OPT_OUT else "START" if word in _OPT_IN else ""
        if kind == "STOP":
            self.opted_out.add(phone.number)
        elif kind == "START" and phone.number in self.opted_out:
            self.opted_out.discard(phone.number)
        elif word in _HELP:
            kind = "HELP"
        else:
            return
        phone.receive(f"SM{secrets.token_hex(16)}", _REPLIES[kind], self.now())

    # --- what is called -----------------------------------------------------------------------

    def _serve(self, action: Action) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def run(request: web.Request) -> web.Response:
            self.calls[f"{request.method} {_resource(request.path)}"] += 1
            if self.slow:
                await asyncio.sleep(self.slow)
            given = {**request.query, **{k: str(v) for k, v in (await request.post()).items()}}
            try:
                self._admit(request)
                answer = await action(request.method, request.match_info.get("sid", ""), given)
            except Refused as error:
                body = {"code": error.code, "message": str(error), "status": error.status}
                return web.json_response(body, status=error.status)
            if answer is None:
                return web.Response(status=204)
            created = request.method == "POST" and "sid" not in request.match_info
            return web.json_response(answer, status=201 if created else 200)

        return run

    def _admit(self, request: web.Request) -> None:
        if self.down:
            raise Refused(503, 20500, "Service unavailable")
        if request.headers.get("Authorization") != encode_basic_auth(self.account, self.token):
            raise Refused(401, 20003, "Authenticate")
        if self.floods:
            self.floods -= 1
            raise Refused(429, 20429, "Too many requests")

    async def _account(self, _: str, __: str, ___: Parameters) -> dict[str, str]:
        return {"sid": self.account, "friendly_name": "Demo", "status": "active", "type": "Full"}

    async def _number(self, method: str, sid: str, given: Parameters) -> dict[str, Any]:
        """Describe or change the number, or the messaging service it belongs to."""
        if method == "POST":
            names = {name: _snake(name) for name in given}
            said: dict[str, Any] = {"true": True, "false": False}
            self.settings |= {names[one]: said.get(value, value) for one, value in given.items()}
        number = {
            "sid": sid or _NUMBER_SID,
            "account_sid": self.account,
            "phone_number": self.number,
            **self.settings,
        }
        if sid:
            return number
        wanted = given.get("PhoneNumber", self.number) == self.number
        return {"incoming_phone_numbers": [number] if wanted else [], "page": 0, "page_size": 50}

    async def _members(self, _: str, __: str, ___: Parameters) -> dict[str, Any]:
        """List the numbers of a messaging service."""
        member = {"sid": _NUMBER_SID, "phone_number": self.number}
        return {"phone_numbers": [member], "meta": {"key": "phone_numbers", "page": 0}}


def _resource(path: str) -> str:
    parts = path.removesuffix(".json").split("/")
    return parts[4] if len(parts) > 4 else parts[2]  # noqa: PLR2004


def _snake(name: str) -> str:
    return "".join(f"_{one.lower()}" if one.isupper() else one for one in name).lstrip("_")
