"""Whatever comes in by either door: clear behaviour, an answer, nothing lost, never a 500."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.acts import conversation
from bot.clock import ManualClock
from bot.demo.clock import MONDAY
from bot.flows.state import MOST_FILES, MOST_UNSENT
from bot.handlers.sms import SMS, STATUS, VOICE
from bot.storage.database import Database
from bot.storage.tables.messages import parked
from bot.storage.tables.survivors import contacts
from bot.storage.tables.threads import entries
from tests.handlers.way_in import WayIn, way_in

ODD = (
    "👍🏽",
    "👨‍👩‍👧‍👦" * 50,
    "x" * 10_000,
    "ب" * 4_000,
    "a\x00b\x1b[31m",
    "half \ud83d of a pair",
    "\u202eabc",
    "\u200b",
    "½",
    "൰",
    "1" * 5_000,
    "9" * 10,
    "407 193 5866",
    "/start " + "a" * 3_000,
    "/start \x00",
    "/help@somebody_bot",
    "{advocate} {x.y} %s <b>",
    "\u2028\u2029",
    "ﷺ" * 300,
    "\U0010ffff",
    "ก" + "็" * 200,
    "-1",
    "999999999999999999999",
)
ENOUGH = 10  # answers that every stranger's day has room for
FILE = {"file_id": "f", "file_unique_id": "u"}
NOT_WORDS: tuple[dict[str, Any], ...] = (
    {"contact": {"phone_number": "+447700900001", "first_name": "x"}},
    {"location": {"latitude": 51.5, "longitude": -0.1}},
    {"sticker": {**FILE, "emoji": "x"}},
    {"document": FILE, "caption": "my letter"},
    {"video": FILE},
    {"video_note": FILE},
    {"poll": {"question": "x"}},
    {"dice": {"value": 6}},
    {"voice": {**FILE, "file_size": 2**62}},
    {"voice": {"file_id": "x" * 500, "file_size": -1}},
    {"photo": [FILE], "caption": "\x00"},
    {"text": ""},
    {"text": "passed on", "forward_origin": {"type": "user"}, "quote": {}, "via_bot": {"id": 1}},
)
DATA = (
    "",
    "n:",
    "n:zz",
    f"n:{'00' * 16}",
    "n:" + "ab" * 200,
    "c:",
    "c:²:x",
    "c:1:",
    "\x00",
    "x" * 5_000,
)


@pytest.fixture
async def doors(database: Database, clock: ManualClock) -> AsyncIterator[WayIn]:
    async with way_in(database, clock) as opened:
        yield opened


async def test_odd_messages_on_telegram_are_answered_and_none_is_a_fault(doors: WayIn) -> None:
    town = doors.town
    amina = await town.office.hire("Amina", "advocate")
    hers = await town.linked(amina, await town.office.survivor(amina, "River-12"), "telegram")
    for phone in (hers, town.phone("telegram")):
        messages: list[dict[str, Any]] = [{"text": text} for text in ODD]
        for message in (*messages, *NOT_WORDS):
            sent = len(town.sent)
            assert await doors.update(phone, **message) == 200
            assert len(town.sent) > sent, f"no answer to {message}"
        for data in DATA:
            assert await doors.taps(phone, data) == 200
    assert await town.rows(parked) == []


async def test_odd_texts_are_answered_and_none_is_a_fault(doors: WayIn) -> None:
    town = doors.town
    amina = await town.office.hire("Amina", "advocate")
    hers = await town.linked(amina, await town.office.survivor(amina, "River-12"))
    for phone in (hers, town.phone()):
        for text in (*ODD, "", " \r\n\t"):
            lit, wrote = len(phone.lit), text.replace("\ud83d", "x")
            assert await doors.texts(SMS, From=phone.address, Body=wrote, NumMedia="x") == 200
            spent = phone is not hers and lit > ENOUGH  # a stranger's day, said in its own test
            assert len(phone.lit) > lit or spent, f"no answer to {text!r}"
    assert await town.rows(parked) == []


async def test_odd_words_reach_her_advocate_whole(doors: WayIn) -> None:
    town = doors.town
    amina = await town.office.hire("Amina", "advocate")
    river = await town.office.survivor(amina, "River-12")
    phone = await town.linked(amina, river, "telegram")
    await town.begins_words(phone)
    wrote = [text for text in ODD if not text.startswith("/") and len(text.strip("0123456789")) > 9]
    for text in wrote:
        assert await doors.update(phone, text=text) == 200
    await phone.pick("Send")
    thread = await town.office.does(
        amina, lambda act: conversation.open_thread(act, river, amina.private)
    )
    body = b"".join(entry.words.body for entry in thread.entries if entry.words).decode()
    for text in wrote:
        assert text.translate(dict.fromkeys((0, 0x1B, 0xD83D), "�")) in body


UNDER = "my landlord wrote this"
TOO_LARGE = {**FILE, "file_size": 20 * 1024 * 1024}


@pytest.mark.parametrize("silent", [False, True], ids=["at once", "after a silence"])
@pytest.mark.parametrize(
    "brought",
    [{"document": FILE}, {"video": FILE}, {"voice": TOO_LARGE}, {"photo": [TOO_LARGE]}, None],
    ids=["document", "video", "a long voice note", "a large photo", "picture by text"],
)
async def test_words_under_what_cannot_be_kept_are_kept_and_she_is_told_what_can_be(
    doors: WayIn, brought: dict[str, Any] | None, *, silent: bool
) -> None:
    town = doors.town
    amina = await town.office.hire("Amina", "advocate")
    river = await town.office.survivor(amina, "River-12")
    phone = await town.linked(amina, river, "telegram" if brought else "sms")
    await town.begins_words(phone)
    if silent:
        await town.passes(minutes=20)
    if brought:
        assert await doors.update(phone, caption=UNDER, **brought) == 200
    else:
        assert await doors.texts(SMS, From=phone.address, Body=UNDER, NumMedia="1") == 200
    if silent:
        await phone.pick("Go on")
    else:
        assert ("I can keep words, voice" if brought else "I can only keep words") in phone.last
    await phone.pick("Send")
    thread = await town.office.does(
        amina, lambda act: conversation.open_thread(act, river, amina.private)
    )
    assert [entry.words.body.decode() for entry in thread.entries if entry.words] == [UNDER]


@pytest.mark.parametrize("files", [False, True])
async def test_what_waits_to_be_sent_has_an_end_and_she_is_told_to_send_it(
    doors: WayIn, *, files: bool
) -> None:
    """Each further message seals anew all that waits: without an end one person slows everybody."""
    town = doors.town
    amina = await town.office.hire("Amina", "advocate")
    river = await town.office.survivor(amina, "River-12")
    phone = await town.linked(amina, river, "telegram")
    await town.begins_words(phone)
    more: dict[str, Any] = {"voice": FILE} if files else {"text": "x" * 10_000}
    most = MOST_FILES if files else MOST_UNSENT // 10_000
    for _ in range(most):
        await doors.update(phone, **more)
        assert "keep no more words" not in phone.last
    await doors.update(phone, **more)
    assert "I can keep no more words here until these are sent." in phone.last
    await phone.pick("Send")
    assert len([row for row in await town.rows(entries) if row.kind == "words"]) == 1


async def test_a_choice_or_stop_beside_a_picture_is_what_it_says(doors: WayIn) -> None:
    town = doors.town
    amina = await town.office.hire("Amina", "advocate")
    phone = await town.linked(amina, await town.office.survivor(amina, "River-12"))
    assert await doors.texts(SMS, From=phone.address, Body="5", NumMedia="1") == 200
    assert "call 999" in phone.last, "5 is help numbers"
    assert await doors.texts(SMS, From=phone.address, Body="STOP", NumMedia="1") == 200
    assert (await town.contact_of(phone)).stopped


async def test_names_that_twilio_never_gives_are_no_fault(doors: WayIn) -> None:
    phone = doors.town.phone()
    for odd in ("\x00", "a\x00b", "b" * 100_000, "\n"):
        assert await doors.texts(SMS, From=phone.address, Body="x", MessageSid=odd) == 400
        assert await doors.texts(VOICE, From=phone.address, CallSid=odd) == 200
        assert await doors.texts(STATUS, MessageSid=odd, MessageStatus="delivered") == 200
        assert await doors.texts(STATUS, MessageSid="SM1", MessageStatus=odd) == 200
        assert await doors.texts(SMS, From=phone.address, Body="x", To=odd) == 200
    assert await doors.texts(SMS, From=f"{phone.address}\n", Body="x") == 200
    assert len(await doors.town.rows(contacts)) == 1
    assert await doors.town.rows(parked) == []


TEXTS = st.one_of(
    st.sampled_from((*ODD, "1", "2", "0", "8", "9", "13", "menu", "HELP", "STOP", "START")),
    st.text(max_size=60),
)


@settings(max_examples=4)
@given(st.lists(st.tuples(st.sampled_from(["card", "text", "tap", "file"]), TEXTS), max_size=20))
def test_no_list_of_anything_is_a_fault(sqlite_template: Path, told: list[tuple[str, str]]) -> None:
    asyncio.run(_tell(sqlite_template, told))


async def _tell(template: Path, told: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        copied = shutil.copyfile(template, Path(folder) / "bot.db")
        database = await Database.open(f"sqlite:///{copied}")
        async with way_in(database, ManualClock(MONDAY)) as doors:
            town = doors.town
            amina = await town.office.hire("Amina", "advocate")
            card = await town.linked(amina, await town.office.survivor(amina, "A"), "telegram")
            sms = await town.linked(amina, await town.office.survivor(amina, "B"))
            for how, text in told:
                if how == "card":
                    status = await doors.update(card, text=text)
                elif how == "text":
                    plain = text.encode(errors="replace").decode()
                    status = await doors.texts(SMS, From=sms.address, Body=plain)
                elif how == "tap":
                    status = await doors.taps(card, text)
                else:
                    status = await doors.update(card, voice=FILE, caption=text)
                assert status == 200
            assert await town.rows(parked) == []
        await database.close()
