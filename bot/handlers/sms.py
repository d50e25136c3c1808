"""``/twilio/sms``, ``/twilio/voice`` and ``/twilio/status``: genuine when Twilio signed them.

The signature is over the public address, with the raw path and query, never the inner one behind a
proxy. Answers are empty: replies go out by REST. A text that nobody takes is lost: Twilio tries a
few times in a row and never later. So while nothing can be stored, such as with a database that
starts again, it waits here. A call is always rejected as busy, whatever goes wrong here, because
the carrier would read a failure aloud.
"""

import asyncio
import re
from collections.abc import Sequence
from urllib.parse import parse_qsl

import structlog
from aiohttp import web
from multidict import MultiDict
from twilio.request_validator import RequestValidator

from bot.channels.wire import Inbound, InboundKind
from bot.clock import Clock
from bot.errors import Rejected
from bot.handlers.edge import Door, Intake, read_body, shown

SMS, VOICE, STATUS = "/twilio/sms", "/twilio/voice", "/twilio/status"

_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_EMPTY = b'<?xml version="1.0" encoding="UTF-8"?><Response/>'
_BUSY = b'<?xml version="1.0" encoding="UTF-8"?><Response><Reject reason="busy"/></Response>'
_FIELDS = 200  # of a form; Twilio sends about twenty
_LONGEST_NAME = 100  # characters; Twilio's own have 34
_PAUSES_S = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 3.2)  # of the 15 seconds in which it wants an answer
_LARGEST = 128 * 1024  # bytes, from somebody nobody knows yet; Twilio's 1,600 signs have a sixth
_BODY_S = 10.0
_OVERTAKEN = 4  # pauses for a receipt: what isn't known by then is somebody else's message

Form = MultiDict[str]

_log = structlog.get_logger()


class TwilioEdge:
    """The three webhooks of one account.

    Args:
        intake: whom what came in is handed to.
        token: ``TWILIO_AUTH_TOKEN``, the key of signatures.
        public_url: the origin that Twilio calls.
        clock: for the moment of intake.
        pauses: seconds between the tries of what can't be stored yet.
        body_s: seconds in which a body has to come: until then nobody knows who sends it.
    """

    def __init__(
        self,
        intake: Intake,
        *,
        token: str,
        public_url: str,
        clock: Clock,
        pauses: Sequence[float],
        body_s: float,
    ) -> None:
        self._intake = intake
        self._signatures = RequestValidator(token)
        self._origin = public_url.rstrip("/")
        self._clock = clock
        self._pauses = pauses
        self._body_s = body_s

    async def sms(self, request: web.BaseRequest) -> web.Response:
        """Take a text."""
        form = await self._genuine(request)
        body = shown(form.get("Body", ""))
        picture = form.get("NumMedia", "").strip("0").isdecimal()
        kind: InboundKind = "text" if body.strip() and not picture else "unsupported"
        inbound = self._inbound(form, "MessageSid", kind, body)
        if inbound is not None:
            await self._take(inbound)
        return _xml(_EMPTY)

    async def voice(self, request: web.BaseRequest) -> web.Response:
        """Reject a call as busy, and pass on that somebody rang."""
        form = await self._genuine(request)
        try:
            inbound = self._inbound(form, "CallSid", "call", "")
            if inbound is not None:
                await self._intake.take(inbound)
        except Exception as error:  # noqa: BLE001 - nothing may be said aloud on her phone
            _log.error("call not taken", error=type(error).__name__)
        return _xml(_BUSY)

    async def status(self, request: web.BaseRequest) -> web.Response:
        """Take a delivery receipt; it may overtake what we still write down of the message."""
        form = await self._genuine(request)
        sid, status = _name(form, "MessageSid"), _name(form, "MessageStatus")
        error = _name(form, "ErrorCode")
        if sid and status:
            for pause in (*self._pauses[:_OVERTAKEN], 0.0):
                if await self._intake.receipt(sid, status, error):
                    break
                await asyncio.sleep(pause)
        return _xml(_EMPTY)

    async def _take(self, inbound: Inbound) -> None:
        for tries, pause in enumerate(self._pauses):
            try:
                await self._intake.take(inbound)
            except Exception as error:  # noqa: BLE001 - whatever it was, it may pass
                if not tries:
                    _log.warning("a text waits", error=type(error).__name__)
                await asyncio.sleep(pause)
            else:
                return
        await self._intake.take(inbound)

    async def _genuine(self, request: web.BaseRequest) -> Form:
        """Return the form; raises ``Rejected`` with 403 where the signature is not Twilio's."""
        given = request.headers.get("X-Twilio-Signature", "")
        if not given:
            raise Rejected(403)
        body = await read_body(request, _LARGEST, self._body_s)
        try:
            pairs = parse_qsl(
                body.decode(), keep_blank_values=True, max_num_fields=_FIELDS, errors="strict"
            )
        except ValueError:
            raise Rejected(400) from None
        form = MultiDict(pairs)
        if not self._signatures.validate(self._origin + request.raw_path, form, given):
            raise Rejected(403)
        return form

    def _inbound(self, form: Form, key: str, kind: InboundKind, text: str) -> Inbound | None:
        """Make an ``Inbound``; ``None`` for a sender that nobody can answer."""
        sender, external = form.get("From", ""), _name(form, key)
        if not external:
            raise Rejected(400)
        if not _NUMBER.fullmatch(sender):
            return None
        now = self._clock.now()
        return Inbound(
            channel="sms",
            source=_name(form, "To"),
            external=external,
            address=sender,
            sequence=now,
            kind=kind,
            at=now,
            text=text,
            message=external,
        )


def add_twilio(
    door: Door,
    *,
    token: str,
    public_url: str,
    clock: Clock,
    pauses: Sequence[float] = _PAUSES_S,
    body_s: float = _BODY_S,
) -> None:
    """Add the three webhooks."""
    edge = TwilioEdge(
        door.intake,
        token=token,
        public_url=public_url,
        clock=clock,
        pauses=pauses,
        body_s=body_s,
    )
    door.add("POST", SMS, edge.sms)
    door.add("POST", VOICE, edge.voice)
    door.add("POST", STATUS, edge.status)


def _name(form: Form, field: str) -> str:
    """Return a name of Twilio's own, or nothing where none could look like it."""
    value = form.get(field, "")
    return value if len(value) <= _LONGEST_NAME and value.isprintable() else ""


def _xml(body: bytes) -> web.Response:
    return web.Response(body=body, content_type="text/xml", charset="utf-8")
