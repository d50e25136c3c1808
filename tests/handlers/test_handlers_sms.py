import asyncio
import gzip
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp.test_utils import RawTestServer, TestClient
from twilio.request_validator import RequestValidator

from bot.channels.sms_sender import SmsSender
from bot.channels.wire import Outgoing
from bot.clock import ManualClock
from bot.demo.twilio_api import ACCOUNT, NUMBER, TOKEN, TwilioApi
from bot.handlers.edge import Door
from bot.handlers.sms import SMS, STATUS, VOICE, add_twilio
from tests.handlers.desk import Desk

PUBLIC = "https://bot.example.org"
HERS = "+447700900123"
BUSY = '<Response><Reject reason="busy"/></Response>'


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
async def client(desk: Desk, clock: ManualClock) -> AsyncIterator[TestClient[Any, Any]]:
    door = Door(desk)
    add_twilio(door, token=TOKEN, public_url=PUBLIC, clock=clock, pauses=(0.0,) * 7)
    client: TestClient[Any, Any] = TestClient(RawTestServer(door))
    async with client:
        yield client


@pytest.fixture
async def api(client: TestClient[Any, Any], clock: ManualClock) -> AsyncIterator[TwilioApi]:
    async with TwilioApi(clock=clock, reach=str(client.make_url("/"))) as api:
        api.settings |= {
            "sms_url": f"{PUBLIC}{SMS}#rc=3&rp=all",
            "sms_fallback_url": f"{PUBLIC}{SMS}",
            "voice_url": f"{PUBLIC}{VOICE}",
        }
        yield api


# --- what is genuine ------------------------------------------------------------------------------


async def test_a_text_arrives_as_she_wrote_it(
    api: TwilioApi, desk: Desk, clock: ManualClock
) -> None:
    sid = await api.phone(HERS).write("Đúng rồi & 1+1=2; ትግርኛ\n٢")
    inbound = desk.last
    assert (inbound.kind, inbound.text) == ("text", "Đúng rồi & 1+1=2; ትግርኛ\n٢")
    assert (inbound.channel, inbound.source, inbound.address) == ("sms", NUMBER, HERS)
    assert (inbound.external, inbound.message, inbound.at) == (sid, sid, clock.now())


async def test_the_address_may_carry_a_query_which_is_signed_too(
    api: TwilioApi, desk: Desk
) -> None:
    api.settings["sms_url"] = f"{PUBLIC}{SMS}?a=%20b&c=d%2Fe#rc=1"
    await api.phone(HERS).write("hello")
    assert desk.last.text == "hello"
    assert not api.webhooks.lost


async def test_a_picture_is_something_that_cannot_be_kept_and_the_words_beside_it_come_along(
    api: TwilioApi, desk: Desk
) -> None:
    await api.phone(HERS).write("", media=1)
    assert (desk.last.kind, desk.last.text) == ("unsupported", "")
    await api.phone(HERS).write("words too", media=1)
    assert (desk.last.kind, desk.last.text) == ("unsupported", "words too")


async def test_a_text_not_stored_comes_again_three_times_and_then_to_the_fallback(
    api: TwilioApi, desk: Desk
) -> None:
    desk.fail = RuntimeError("x")
    await api.phone(HERS).write("one")
    assert [form["Body"] for form in api.webhooks.lost] == ["one"]
    desk.fail = None
    await api.phone(HERS).again()
    assert desk.last.text == "one"


async def test_a_call_is_busy_and_told(api: TwilioApi, desk: Desk) -> None:
    assert BUSY in await api.phone(HERS).ring()
    assert (desk.last.kind, desk.last.address) == ("call", HERS)


async def test_a_call_is_busy_also_when_nothing_can_be_stored(api: TwilioApi, desk: Desk) -> None:
    desk.fail = RuntimeError("x")
    assert BUSY in await api.phone(HERS).ring()


async def test_receipts_are_handed_over_in_order(api: TwilioApi, desk: Desk) -> None:
    sender = SmsSender(ACCOUNT, TOKEN, NUMBER, status_url=PUBLIC + STATUS, api_url=api.url)
    await sender.open()
    sent = await sender.send(Outgoing(HERS, b'{"body":"hello"}', "reply"))
    await api.messages.settled()
    assert desk.receipts == [(sent.message, "sent", ""), (sent.message, "delivered", "")]
    api.phone(HERS).fault = 30005
    sent = await sender.send(Outgoing(HERS, b'{"body":"hello"}', "reply"))
    await api.messages.settled()
    assert desk.receipts[-1] == (sent.message, "undelivered", "30005")
    await sender.close()


@pytest.mark.parametrize("sender", ["Vodafone", "80999", "", "whatsapp:+447700900123", "+44"])
async def test_a_sender_nobody_can_answer_is_taken_and_left(
    api: TwilioApi, desk: Desk, sender: str
) -> None:
    await api.send_sms(sender, "hello")
    assert desk.taken == []
    assert not api.webhooks.lost
    assert BUSY in await api.ring(sender)


# --- what is refused ------------------------------------------------------------------------------


async def post(
    client: TestClient[Any, Any], path: str, body: bytes, signature: str | None
) -> tuple[int, str]:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if signature is not None:
        headers["X-Twilio-Signature"] = signature
    response = await client.post(path, data=body, headers=headers)
    return response.status, await response.text()


def signed(path: str, form: dict[str, str], token: str = TOKEN, origin: str = PUBLIC) -> str:
    return str(RequestValidator(token).compute_signature(origin + path, form))


FORM = {"From": HERS, "To": NUMBER, "Body": "hello", "MessageSid": "SM1", "CallSid": "CA1"}


@pytest.mark.parametrize("path", [SMS, VOICE, STATUS])
async def test_what_twilio_did_not_sign_is_403_and_nothing_is_stored(
    client: TestClient[Any, Any], desk: Desk, path: str
) -> None:
    body = urlencode(FORM).encode()
    for signature in (
        None,
        "",
        "x",
        "é",
        signed(path, FORM, token="another"),
        signed(path, FORM, origin=str(client.make_url("")).rstrip("/")),
        signed(path, {**FORM, "Body": "other"}),
        signed("/twilio/other", FORM),
    ):
        assert await post(client, path, body, signature) == (403, "")
    assert (desk.taken, desk.receipts) == ([], [])
    assert (await post(client, path, body, signed(path, FORM)))[0] == 200


async def test_what_is_no_form_is_refused(client: TestClient[Any, Any], desk: Desk) -> None:
    many = b"&".join(b"a=1" for _ in range(500))
    for body, status in ((b"\xff\xfe", 400), (many, 400), (b"{}", 403), (b"a=%ff", 400)):
        assert (await post(client, SMS, body, None))[0] == 403
        assert (await post(client, SMS, body, "x"))[0] == status
    without = {"From": HERS, "Body": "x"}
    assert await post(client, SMS, urlencode(without).encode(), signed(SMS, without)) == (400, "")
    assert desk.taken == []


async def test_what_does_not_unpack_is_refused(client: TestClient[Any, Any], desk: Desk) -> None:
    for signature, status in ((None, 403), ("x", 400)):
        headers = {"Content-Encoding": "gzip", "Connection": "close"}
        if signature:
            headers["X-Twilio-Signature"] = signature
        response = await client.post(SMS, data=BytesIO(b"not packed"), headers=headers)
        assert (response.status, await response.text()) == (status, "")
    assert desk.taken == []


async def test_a_body_that_never_comes_whole_is_waited_for_no_longer(
    desk: Desk, clock: ManualClock
) -> None:
    async def stalls() -> AsyncIterator[bytes]:
        yield b"Body="
        await asyncio.Event().wait()

    door = Door(desk)
    add_twilio(door, token=TOKEN, public_url=PUBLIC, clock=clock, body_s=0.01)
    client: TestClient[Any, Any] = TestClient(RawTestServer(door))
    async with client:
        response = await client.post(SMS, data=stalls(), headers={"X-Twilio-Signature": "x"})
        assert response.status == 408
    assert desk.taken == []


async def test_of_somebody_unknown_little_is_read(client: TestClient[Any, Any], desk: Desk) -> None:
    body = b"Body=" + b"a" * 128 * 1024

    async def unannounced() -> AsyncIterator[bytes]:
        yield body

    packed = {"Content-Encoding": "gzip", "Connection": "close"}
    for data, headers in ((body, {}), (unannounced(), {}), (gzip.compress(body), packed)):
        signature = {"X-Twilio-Signature": "x"}
        response = await client.post(SMS, data=data, headers={**signature, **headers})
        assert response.status == 413
    assert desk.taken == []


async def test_an_odd_text_is_kept_and_never_an_error(
    client: TestClient[Any, Any], desk: Desk
) -> None:
    for sent, kept in (("👍", "👍"), ("x" * 10_000, "x" * 10_000), ("a\x00b\x1b", "a�b�")):
        form = {**FORM, "Body": sent}
        body = urlencode(form).encode()
        assert (await post(client, SMS, body, signed(SMS, form)))[0] == 200
        assert desk.last.text == kept


async def test_what_could_not_be_stored_is_503(client: TestClient[Any, Any], desk: Desk) -> None:
    desk.fail = RuntimeError("x")
    body = urlencode(FORM).encode()
    assert await post(client, SMS, body, signed(SMS, FORM)) == (503, "")


async def test_a_text_waits_while_nothing_can_be_stored_because_it_comes_only_once(
    api: TwilioApi, desk: Desk
) -> None:
    desk.away = 5
    await api.phone(HERS).write("hello")
    assert [one.text for one in desk.taken] == ["hello"]
    assert api.webhooks.lost == []


async def test_a_receipt_that_overtakes_our_own_row_of_the_message_is_not_lost(
    client: TestClient[Any, Any], desk: Desk
) -> None:
    desk.unknown = 4
    form = {"MessageSid": "SM1", "MessageStatus": "delivered"}
    body = urlencode(form).encode()
    assert (await post(client, STATUS, body, signed(STATUS, form)))[0] == 200
    assert desk.receipts == [("SM1", "delivered", "")]


async def test_an_unknown_receipt_is_accepted(client: TestClient[Any, Any], desk: Desk) -> None:
    form = {"SomethingElse": "1"}
    body = urlencode(form).encode()
    assert (await post(client, STATUS, body, signed(STATUS, form)))[0] == 200
    assert desk.receipts == []
