import logging
from collections.abc import AsyncIterator

import pytest
from twilio.base.exceptions import TwilioRestException

from bot.channels import sms
from bot.channels.sms_client import API_URL, address, classified
from bot.channels.sms_sender import SmsSender
from bot.channels.wire import Outgoing, Sent
from bot.clock import ManualClock
from bot.demo.text_phone import TextPhone
from bot.demo.twilio_api import ACCOUNT, NUMBER, TOKEN, TwilioApi
from bot.errors import SendError
from bot.flows.says import Say, Verbatim
from tests.channels.speech import ENGLISH

HERS = "+447700900123"


@pytest.fixture
async def api(clock: ManualClock) -> AsyncIterator[TwilioApi]:
    async with TwilioApi(clock=clock) as api:
        yield api


@pytest.fixture
async def phone(api: TwilioApi) -> TextPhone:
    return api.phone(HERS)


@pytest.fixture
async def sender(api: TwilioApi) -> AsyncIterator[SmsSender]:
    sender = SmsSender(ACCOUNT, TOKEN, NUMBER, api_url=api.url)
    await sender.open()
    yield sender
    await sender.close()


def out(words: str, *, validity: int = 0) -> Outgoing:
    return Outgoing(
        HERS, sms.render(Say("t", (Verbatim(words),)), ENGLISH).payload, "reply", validity=validity
    )


async def refused(sender: SmsSender, words: str = "x") -> SendError:
    with pytest.raises(SendError) as caught:
        await sender.send(out(words))
    return caught.value


async def test_a_text_arrives_letter_for_letter(
    api: TwilioApi, phone: TextPhone, sender: SmsSender
) -> None:
    words = "Đúng “rồi”: 1 ትግርኛ 2 العربية"
    sent = await sender.send(out(words, validity=600))
    assert await phone.answered() == words
    await api.messages.settled()
    kept = api.messages.kept[sent.message]
    assert (kept.status, kept.valid, kept.smart_encoded) == ("delivered", 600, "false")


async def test_a_text_is_valid_for_no_longer_than_the_carrier_allows(
    api: TwilioApi, phone: TextPhone, sender: SmsSender
) -> None:
    sent = await sender.send(out("hello", validity=48 * 3600))
    await phone.answered()
    assert api.messages.kept[sent.message].valid == 36_000


async def test_a_messaging_service_sends_instead_of_a_number(
    api: TwilioApi, phone: TextPhone
) -> None:
    sender = SmsSender(ACCOUNT, TOKEN, "MG" + "1" * 32, api_url=api.url)
    await sender.open()
    await sender.send(out("hello"))
    assert await phone.answered() == "hello"
    await sender.close()


async def test_opted_out_is_a_state(api: TwilioApi, phone: TextPhone, sender: SmsSender) -> None:
    await phone.write("STOP")
    error = await refused(sender)
    assert (error.opted_out, error.permanent, error.code) == (True, True, "21610")
    await phone.write("start")
    assert not api.opted_out
    await sender.send(out("hello"))


async def test_too_many_calls_wait_and_an_outage_passes(api: TwilioApi, sender: SmsSender) -> None:
    api.floods = 1
    slow = await refused(sender)
    assert (slow.permanent, slow.retry_after) == (False, 1.0)
    api.down = True
    assert not (await refused(sender)).permanent


@pytest.mark.parametrize("words", ["", "x" * 1601])
async def test_what_can_never_be_sent_is_permanent(sender: SmsSender, words: str) -> None:
    assert (await refused(sender, words)).permanent


async def test_wrong_credentials_are_the_operators_and_not_permanent(api: TwilioApi) -> None:
    sender = SmsSender(ACCOUNT, "wrong", NUMBER, api_url=api.url)
    await sender.open()
    error = await refused(sender)
    await sender.close()
    assert (error.code, error.permanent) == ("20003", False)


@pytest.mark.parametrize(
    ("status", "code", "permanent"),
    [
        (401, 20003, False),
        (400, 21408, False),
        (400, 21608, False),
        (400, 21703, False),
        (403, 90010, False),
        (429, 63038, False),
        (503, None, False),
        (400, 21211, True),
        (400, 21614, True),
        (400, 21610, True),
    ],
)
def test_what_the_operator_can_put_right_is_tried_again_and_a_number_that_is_none_is_not(
    status: int, code: int | None, *, permanent: bool
) -> None:
    said = TwilioRestException(status, "/Messages.json", "To +447700900123", code)
    error = classified(said)
    assert error.permanent is permanent
    assert str(code or status) in str(error)
    assert "7700" not in str(error)


async def test_a_server_that_is_not_there_is_not_permanent(unused_tcp_port: int) -> None:
    sender = SmsSender(ACCOUNT, TOKEN, NUMBER, api_url=f"http://127.0.0.1:{unused_tcp_port}")
    await sender.open()
    assert not (await refused(sender)).permanent
    await sender.close()


async def test_a_body_is_deleted_at_the_carrier_once_it_is_final(
    api: TwilioApi, phone: TextPhone, sender: SmsSender
) -> None:
    phone.off = True
    sent = await sender.send(out("words"))
    with pytest.raises(SendError) as early:
        await sender.redact(sent.message)
    assert not early.value.permanent
    await api.messages.settled()
    await phone.turn_on()
    redact = Outgoing(HERS, sms.redaction(sent.message), "redact")
    assert await sender.send(redact) == Sent(sent.message)
    assert not api.messages.kept
    assert await sender.send(redact) == Sent(sent.message)


async def test_the_client_reaches_numbers_and_the_account(
    api: TwilioApi, sender: SmsSender
) -> None:
    account = await sender.client.api.accounts(ACCOUNT).fetch_async()
    assert account.status == "active"
    (number,) = await sender.client.incoming_phone_numbers.list_async(phone_number=NUMBER)
    await sender.client.incoming_phone_numbers(number.sid).update_async(
        sms_url="https://bot.example.org/twilio/sms#rc=3&rp=all",
        voice_url="https://bot.example.org/twilio/voice",
    )
    assert api.settings["sms_url"] == "https://bot.example.org/twilio/sms#rc=3&rp=all"
    assert api.settings["voice_url"] == "https://bot.example.org/twilio/voice"


@pytest.mark.usefixtures("api")
@pytest.mark.parametrize(
    "url",
    [
        "https://api.twilio.com/2010-04-01/Accounts/AC0/Messages.json",
        "https://messaging.twilio.com/v1/Services/MG0",
    ],
)
def test_each_of_twilios_hosts_is_called_unless_the_operator_names_another(url: str) -> None:
    assert address(API_URL, url) == address(API_URL + "/", url) == url
    assert address("http://127.0.0.1:1", url).startswith("http://127.0.0.1:1/")


async def test_neither_words_nor_numbers_nor_the_token_are_logged_or_kept(
    phone: TextPhone, sender: SmsSender, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        await sender.send(out("canary words"))
        await sender.client.incoming_phone_numbers.list_async(phone_number=NUMBER)
        await phone.write("STOP")
        error = await refused(sender, "canary words")
    for told in (caplog.text, repr(error), str(error.__dict__)):
        assert not [secret for secret in (TOKEN, "canary", HERS, NUMBER) if secret in told]
    assert "canary" not in str(vars(sender._http))
