"""The simulated Twilio, through its REST client and its signed webhooks."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from twilio.base.exceptions import TwilioRestException
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from bot.channels.sms_client import connect
from bot.clock import ManualClock
from bot.demo.twilio_api import ACCOUNT, NUMBER, TOKEN, TwilioApi

HERS = "+447700900123"
PUBLIC = "https://bot.example.org"


class Bot:
    """Webhooks that keep what they were told, and whether it was signed."""

    def __init__(self) -> None:
        self.forms: list[dict[str, str]] = []
        self.forged = 0
        self.statuses = [200]

    async def take(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        given = request.headers["X-Twilio-Signature"]
        if not RequestValidator(TOKEN).validate(PUBLIC + request.raw_path, form, given):
            self.forged += 1
        self.forms.append(form)
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        return web.Response(status=status, text="<Response/>")

    def receipts(self) -> list[tuple[str, str]]:
        return [
            (form["MessageStatus"], form.get("ErrorCode", ""))
            for form in self.forms
            if "MessageStatus" in form
        ]


@pytest.fixture
async def hook() -> Bot:
    return Bot()


@pytest.fixture
async def api(hook: Bot, clock: ManualClock) -> AsyncIterator[TwilioApi]:
    app = web.Application()
    app.router.add_post("/{kind}", hook.take)
    server = TestServer(app)
    await server.start_server()
    async with TwilioApi(clock=clock, reach=str(server.make_url("/"))) as api:
        api.settings |= {"sms_url": f"{PUBLIC}/sms#rc=3&rp=all", "voice_url": f"{PUBLIC}/voice"}
        yield api
    await server.close()


@pytest.fixture
async def client(api: TwilioApi) -> AsyncIterator[Client]:
    client, http = connect(ACCOUNT, TOKEN, api.url, pool=2)
    yield client
    await http.close()


async def send(client: Client, body: str = "hello", **more: int) -> str:
    message = await client.messages.create_async(
        to=HERS, from_=NUMBER, body=body, status_callback=f"{PUBLIC}/status", **more
    )
    assert message.status == "queued"
    return str(message.sid)


async def test_a_text_is_queued_sent_delivered_and_each_step_is_told(
    api: TwilioApi, client: Client, hook: Bot
) -> None:
    sid = await send(client, "hello ệ" + "x" * 70)
    await api.messages.settled()
    phone = api.phone(HERS)
    assert phone.screen() == "hello ệ" + "x" * 70
    assert phone.notifications == [phone.screen()]
    assert phone.last.cost == "UCS-2, 77 characters, 2 segments"
    assert hook.receipts() == [("sent", ""), ("delivered", "")]
    assert hook.forged == 0
    fetched = await client.messages(sid).fetch_async()
    assert (fetched.status, fetched.num_segments) == ("delivered", "2")


async def test_texts_arrive_in_order(api: TwilioApi, client: Client) -> None:
    for number in range(5):
        await send(client, str(number))
    assert await api.phone(HERS).answered(5) == "0\n1\n2\n3\n4"


async def test_an_unreachable_phone_gets_what_is_still_valid(
    api: TwilioApi, client: Client, hook: Bot, clock: ManualClock
) -> None:
    phone = api.phone(HERS)
    phone.off = True
    await send(client, "short", validity_period=600)
    await send(client, "long")
    await api.messages.settled()
    assert phone.screen() == ""
    clock.forward(hours=6)
    await phone.turn_on()
    assert phone.screen() == "long"
    assert hook.receipts()[2:] == [("failed", "30036"), ("delivered", "")]


async def test_a_text_that_cannot_arrive_is_undelivered_with_its_code(
    api: TwilioApi, client: Client, hook: Bot
) -> None:
    api.phone(HERS).fault = 30005
    await send(client)
    await api.messages.settled()
    assert hook.receipts()[-1] == ("undelivered", "30005")
    assert api.phone(HERS).screen() == ""


async def refused(client: Client, **more: str) -> tuple[int, int]:
    given = {"to": HERS, "from_": NUMBER, "body": "x", **more}
    with pytest.raises(TwilioRestException) as caught:
        await client.messages.create_async(**given)
    return caught.value.status, caught.value.code


async def test_what_twilio_refuses_is_refused(api: TwilioApi, client: Client) -> None:
    assert await refused(client, to="0770") == (400, 21211)
    assert await refused(client, from_="") == (400, 21603)
    assert await refused(client, body="") == (400, 21602)
    assert await refused(client, body="x" * 1601) == (400, 21617)
    api.floods = 1
    assert await refused(client) == (429, 20429)
    api.down = True
    assert (await refused(client))[0] == 503
    api.down = False
    wrong, http = connect(ACCOUNT, "wrong", api.url, pool=1)
    assert await refused(wrong) == (401, 20003)
    await http.close()


async def test_the_carriers_own_words_opt_out_and_in_unless_that_is_off(
    api: TwilioApi, client: Client, hook: Bot
) -> None:
    phone = api.phone(HERS)
    for word in ("Cancel", "end", " QUIT "):
        await phone.write(word)
        assert await refused(client) == (400, 21610)
        assert "unsubscribed" in phone.last.body
        await phone.write("Yes")
    await phone.write("help")
    assert "Reply STOP" in phone.last.body
    assert hook.forms[-1]["Body"] == "help"
    api.default_opt_out = False
    count = phone.acts
    await phone.write("STOP")
    await send(client)
    await api.messages.settled()
    assert phone.acts == count + 1


async def test_a_body_can_be_blanked_and_a_message_deleted_once_it_is_final(
    api: TwilioApi, client: Client
) -> None:
    phone = api.phone(HERS)
    phone.off = True
    sid = await send(client)
    with pytest.raises(TwilioRestException) as early:
        await client.messages(sid).delete_async()
    assert (early.value.status, early.value.code) == (409, 20009)
    await api.messages.settled()
    await phone.turn_on()
    blank = await client.messages(sid).update_async(body="")
    assert blank.body == ""
    assert await client.messages(sid).delete_async()
    assert api.messages.kept == {}
    inbound = await phone.write("hers")
    assert await client.messages(inbound).delete_async()
    assert api.messages.kept == {}


async def test_a_text_of_hers_is_posted_signed_and_tried_as_the_address_asks(
    api: TwilioApi, hook: Bot
) -> None:
    hook.statuses = [503, 503, 503, 200]
    sid = await api.phone(HERS).write("Đúng & 1+1")
    assert [form["MessageSid"] for form in hook.forms] == [sid] * 4
    assert (hook.forms[0]["Body"], hook.forms[0]["From"]) == ("Đúng & 1+1", HERS)
    assert (hook.forged, api.webhooks.lost) == (0, [])
    hook.statuses = [503]
    await api.phone(HERS).write("lost")
    assert [form["Body"] for form in api.webhooks.lost] == ["lost"]


async def test_a_fallback_address_gets_what_the_first_did_not_take(
    api: TwilioApi, hook: Bot
) -> None:
    api.settings |= {"sms_url": f"{PUBLIC}/sms", "sms_fallback_url": f"{PUBLIC}/fallback"}
    hook.statuses = [503, 200]
    await api.phone(HERS).write("x")
    assert (len(hook.forms), api.webhooks.lost) == (2, [])


async def test_during_an_outage_her_texts_wait_at_the_carrier(api: TwilioApi, hook: Bot) -> None:
    api.down = True
    await api.send_sms(HERS, "one")
    assert hook.forms == []
    await api.recover()
    assert [form["Body"] for form in hook.forms] == ["one"]
    await api.phone(HERS).again()
    assert hook.forms[0] == hook.forms[1]


async def test_a_call_is_answered_as_the_webhook_says(api: TwilioApi, hook: Bot) -> None:
    assert await api.phone(HERS).ring() == "<Response/>"
    assert hook.forms[0]["CallSid"].startswith("CA")


async def test_addresses_of_the_number_and_the_account_can_be_read_and_changed(
    api: TwilioApi, client: Client
) -> None:
    assert (await client.api.accounts(ACCOUNT).fetch_async()).status == "active"
    (number,) = await client.incoming_phone_numbers.list_async(phone_number=NUMBER)
    assert await client.incoming_phone_numbers.list_async(phone_number="+15550000000") == []
    changed = await client.incoming_phone_numbers(number.sid).update_async(sms_url="https://x/y")
    assert changed.sms_url == api.settings["sms_url"] == "https://x/y"
