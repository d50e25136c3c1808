"""The account at Twilio: the addresses that its number or messaging service calls, and redaction.

Twilio posts a text once and forgets it unless the address asks for retries (``#rc=3&rp=all``); the
same address is the fallback. Calls are no business of a messaging service: each of its numbers says
where they go. Redaction is switched on by a person in Twilio's console: whether it
is can only be seen on messages already sent.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.rest import Client

from bot.channels.sms_sender import SmsSender
from bot.commands.findings import Finding, NotConnected, off, right, wrong
from bot.handlers.sms import SMS, STATUS, VOICE
from bot.settings import Settings, Twilio

RETRIES = "#rc=3&rp=all"
NAME = "text messages"
UNREACHED = "does this machine reach it, and is TWILIO_API_URL right? Else once more later"
UNKNOWN = 20_003  # Twilio's code for credentials that it does not take
REDACTED = "__REDACTED__"
SEEN = 20  # messages looked at for redaction
BEING_SENT = timedelta(minutes=10)


@asynccontextmanager
async def _client(twilio: Twilio) -> AsyncIterator[Client]:
    sender = SmsSender(
        twilio.account_sid,
        twilio.auth_token,
        twilio.messaging_service_sid or twilio.from_number,
        api_url=twilio.api_url,
    )
    await sender.open()
    try:
        yield sender.client
    except TwilioRestException as error:
        if error.code == UNKNOWN:
            raise NotConnected(
                "Twilio does not know TWILIO_ACCOUNT_SID with this TWILIO_AUTH_TOKEN"
            ) from None
        code = error.code or error.status
        raise NotConnected(f"Twilio refused (error {code}): its console explains it") from None
    except TwilioException:  # a list that could not be read doesn't say why
        raise NotConnected("Twilio refused the call: its console says why") from None
    except (aiohttp.ClientError, TimeoutError) as error:
        fault = type(error).__name__
        raise NotConnected(f"Twilio does not answer ({fault}): {UNREACHED}") from None
    finally:
        await sender.close()


def wanted(settings: Settings, twilio: Twilio) -> Mapping[str, Any]:
    """Return what the number, or the messaging service, should hold."""
    url = settings.public_url
    if twilio.messaging_service_sid:
        return {
            "inbound_request_url": url + SMS + RETRIES,
            "inbound_method": "POST",
            "fallback_url": url + SMS,
            "fallback_method": "POST",
            "status_callback": url + STATUS,
            "use_inbound_webhook_on_number": False,
            "smart_encoding": False,  # it must not rewrite letters to save a segment
        }
    return {
        "sms_url": url + SMS + RETRIES,
        "sms_method": "POST",
        "sms_fallback_url": url + SMS,
        "sms_fallback_method": "POST",
        "sms_application_sid": "",  # with one, the addresses of texts are passed over
        "status_callback": url + STATUS,
        **_calls(settings),
    }


def _calls(settings: Settings) -> Mapping[str, Any]:
    """Return what every number should hold of calls."""
    return {
        "voice_url": settings.public_url + VOICE,
        "voice_method": "POST",
        "voice_application_sid": "",
    }


def _others(here: object, values: Mapping[str, Any]) -> list[str]:
    """Return the names of what is not as it should be; nothing said is as good as empty, or off."""
    return [
        name for name, value in values.items() if (getattr(here, name, "") or "") != (value or "")
    ]


async def status(settings: Settings) -> list[Finding]:
    """Compare the account with what it should be."""
    twilio = settings.twilio
    if twilio is None:
        return [off(NAME, "not set")]
    try:
        async with _client(twilio) as client:
            await client.api.accounts(twilio.account_sid).fetch_async()
            found = [right(NAME, "the account takes our credentials")]
            here = await _place(client, twilio)
            others = _others(await here.fetch_async(), wanted(settings, twilio))
            numbers = [await number.fetch_async() for number in await _members(client, twilio)]
            theirs = {name for one in numbers for name in _others(one, _calls(settings))}
            others += sorted(theirs)
            if twilio.messaging_service_sid and not numbers:
                found.append(wrong(NAME, "the messaging service has no number: add it there"))
            if others:
                words = f"{', '.join(others)}: not what it should be: `carriers connect`"
                found.append(wrong(NAME, words))
            else:
                found.append(right(NAME, "its addresses are ours, with retries and a fallback"))
            found.append(await _redaction(client))
            return found
    except NotConnected as error:
        return [wrong(NAME, str(error))]


async def connect(settings: Settings) -> list[str]:
    """Set the addresses; returns what was done."""
    twilio = settings.twilio
    if twilio is None:
        return ["Text messages: not set"]
    async with _client(twilio) as client:
        await client.api.accounts(twilio.account_sid).fetch_async()  # a list doesn't say why not
        here = await _place(client, twilio)
        await here.update_async(**wanted(settings, twilio))
        for number in await _members(client, twilio):
            await number.update_async(**_calls(settings))
    return [
        f"Text messages: addresses set to {settings.public_url}, with retries and a fallback",
        "Text messages: switch redaction of bodies and numbers on in Twilio's console yourself",
    ]


async def _place(client: Client, twilio: Twilio) -> Any:  # noqa: ANN401 - the library has no types
    if twilio.messaging_service_sid:
        return client.messaging.v1.services(twilio.messaging_service_sid)
    found = await client.incoming_phone_numbers.list_async(phone_number=twilio.from_number, limit=1)
    if not found:
        raise NotConnected("TWILIO_FROM_NUMBER is no number of this account")
    return client.incoming_phone_numbers(found[0].sid)


async def _members(client: Client, twilio: Twilio) -> list[Any]:
    """Return the numbers of the messaging service, where there is one."""
    if not twilio.messaging_service_sid:
        return []
    service = client.messaging.v1.services(twilio.messaging_service_sid)
    found = await service.phone_numbers.list_async()
    return [client.incoming_phone_numbers(one.sid) for one in found]


async def _redaction(client: Client) -> Finding:
    """Look at bodies that stayed at the carrier longer than a message takes."""
    messages = await client.messages.list_async(limit=SEEN)
    settled = datetime.now(UTC) - BEING_SENT
    old = [one for one in messages if one.date_created and one.date_created < settled]
    plain = [one for one in old if one.body and one.body != REDACTED]
    if plain:
        words = f"{len(plain)} of {len(old)} recent bodies are kept by the carrier"
        return wrong(NAME, f"{words}: ask its support for redaction (operations, 5)")
    if not old:
        return off(NAME, "redaction can be seen only once messages were sent")
    return right(NAME, "no recent body is kept by the carrier")
