import re
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, CookieJar
from aiohttp.test_utils import TestServer
from pyotp import random_base32
from yarl import URL

from bot.acts import again, enrolment, staff
from bot.acts.act import Act
from bot.acts.again import Lost
from bot.clocks import local_time
from bot.demo.clock import MONDAY
from bot.demo.hand import Hand
from bot.demo.log_tail import LogTail
from bot.demo.page import create
from bot.demo.stage import Stage
from bot.demo.stories.complaining import complains, reference_in
from bot.demo.view import LOOKS
from bot.vault.passphrase import Cost
from bot.vault.people import generate_pair


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with Stage(LogTail(), (0, 0), cost=Cost(kib=64, passes=1), begins=MONDAY) as stage:
        yield stage


@pytest.fixture
async def visitor(stage: Stage) -> AsyncIterator[ClientSession]:
    """A browser without scripts, on the try-it page."""
    server = TestServer(create(stage), host="127.0.0.1")
    await server.start_server()
    origin = URL(f"http://127.0.0.1:{server.port}")
    jar = CookieJar(unsafe=True, treat_as_secure_origin=[origin, URL(stage.world.console_url)])
    async with ClientSession(origin, cookie_jar=jar) as session:
        yield session
    await server.close()


async def read(visitor: ClientSession, path: str) -> str:
    async with visitor.get(path) as response:
        assert response.status == 200
        return await response.text()


async def press(visitor: ClientSession, path: str, **fields: str) -> str:
    async with visitor.post(path, data=fields) as response:
        assert response.status == 200
        return await response.text()


async def test_the_page_is_usable_without_scripts_and_says_what_it_is(
    visitor: ClientSession,
) -> None:
    page = await read(visitor, "/")
    assert "Demonstration. Invented people. Do not enter real information." in page
    assert page.index("Exit this page") < page.index("Skip to main content")
    assert "Amina" in page
    assert "<script>" not in page


async def test_a_message_is_written_answered_and_seen_from_every_side(
    visitor: ClientSession,
) -> None:
    await press(visitor, "/card/start", case="River-12")
    page = await press(visitor, "/phone/chat/write", text="Kanaryjade")
    assert "Kanaryjade" in page
    assert "Kanaryjade" in await read(visitor, "/?look=carrier")
    for look in set(LOOKS) - {"carrier"}:
        xray = (await read(visitor, f"/?look={look}")).partition('id="xray-title"')[2]
        assert "Kanaryjade" not in xray


async def test_the_carrier_saw_what_was_taken_out_of_the_chat(
    stage: Stage, visitor: ClientSession
) -> None:
    hand = Hand(stage.world, stage.chat)
    await hand.open_link(stage.cards["River-12"].link)
    for label in ("Yes", "Yes", "Write to my advocate", "Go on"):
        await hand.pick(label)
    await hand.write("Kanaryjade")
    await hand.pick("Send")
    assert "Kanaryjade" not in hand.screen
    seen = (await read(visitor, "/?look=carrier")).partition("Kanaryjade</p>")[0]
    assert seen.rpartition("seen__meta")[2].count("from her · seen, and taken out of the chat") == 1


async def test_who_can_open_a_worry_is_shown_and_it_is_not_whom_it_is_about(
    stage: Stage, visitor: ClientSession
) -> None:
    hand = Hand(stage.world, stage.chat)
    await hand.open_link(stage.cards["River-12"].link)
    for label in ("Yes", "Yes"):
        await hand.pick(label)
    number = reference_in(await complains(hand, "She was late."))
    page = await read(visitor, "/?look=keys")
    names = re.findall(r'<th scope="col"><span>([^<]+)</span>', page)
    row = page.partition(f"Worry {number}")[2].partition("</tr>")[0]
    held = dict(zip(names, re.findall(r"opens|closed", row), strict=True))
    assert held["Mara"] == "opens"
    assert {held[name] for name in ("Amina", "Joe", "Dee", "Sol")} == {"closed"}


async def test_what_a_card_does_is_shown_on_the_phone_and_the_page_goes_there(
    visitor: ClientSession,
) -> None:
    await read(visitor, "/?column=staff")
    card = {"case": "River-12"}
    async with visitor.post("/card/text", data=card, allow_redirects=False) as response:
        assert response.headers["Location"] == "/#phone"
    page = await read(visitor, "/")
    assert re.search(r'demo-column--shown" aria-labelledby="phones-title"', page)


async def test_each_link_opens_the_console_as_that_person(
    visitor: ClientSession,
) -> None:
    for name in ("Amina", "Sol"):
        page = await read(visitor, f"/as/{name}")
        assert f"Signed in as {name}" in page
    page = await read(visitor, "/as/Amina?case=River-12")
    assert "River-12" in page


async def lets_in_again(stage: Stage, lost: Lost) -> str:
    """Two of the Hub let Amina in again; returns the token of her link."""
    people = stage.world.people
    made = await stage.world.does(people.sol, lambda act: again.propose(act, people.amina.id, lost))
    link = await stage.world.does(people.mara, lambda act: again.decide(act, made, yes=True))
    assert link is not None
    return link.token


@pytest.mark.parametrize("lost", ["words", "factor"])
async def test_who_waits_for_a_link_is_not_signed_in_and_it_is_said_what_to_do(
    stage: Stage, visitor: ClientSession, lost: Lost
) -> None:
    await lets_in_again(stage, lost)
    page = await read(visitor, "/as/Amina")
    assert "Amina can't be signed in from here" in page
    assert "with the link that was made" in page
    assert 'href="/"' in page
    assert "Signed in as Sol" in await read(visitor, "/as/Sol")


async def test_who_has_a_new_key_signs_in_by_hand_and_who_left_not_at_all(
    stage: Stage, visitor: ClientSession
) -> None:
    people, vault = stage.world.people, stage.world.bot.service.vault
    token = await lets_in_again(stage, "words")
    private, public = generate_pair()
    kept = vault.enrol(people.amina.id, "six quite new and other words", private)
    secret = random_base32()

    def accept(act: Act) -> bytes:
        return enrolment.accept(act, token, enrolment=kept, public=public, totp_secret=secret)

    await stage.world.does(people.sol, accept)
    page = await read(visitor, "/as/Amina")
    assert "Only who typed the new words knows them" in page
    assert f'href="{stage.world.console_url}/sign-in"' in page
    await stage.world.does(people.sol, lambda act: staff.disable(act, people.joe.id))
    assert "Joe has left" in await read(visitor, "/as/Joe")


async def test_a_button_of_the_chat_can_be_pressed(visitor: ClientSession) -> None:
    page = await press(visitor, "/card/start", case="River-12")
    message = re.findall(r'name="message" value="(\d+)"', page)[-1]
    page = await press(visitor, "/press", message=message, label="1")
    assert "Are you 18 or over?" in page


async def test_time_passes_and_somebody_else_sees_only_the_curtain(
    visitor: ClientSession, stage: Stage
) -> None:
    await press(visitor, "/card/start", case="River-12")
    before = stage.world.clock.now()
    page = await press(visitor, "/hand")
    assert stage.world.clock.now() - before >= 16 * 60_000
    assert "Hello." in page
    assert (
        "Is this a good time?"
        not in page.partition('id="xray-title"')[0].partition("phone__screen")[2]
    )
    for path in ("quarter", "hour", "working-day", "two-days"):
        before = stage.world.clock.now()
        await press(visitor, f"/clock/{path}")
        assert stage.world.clock.now() > before + 15 * 60_000


async def test_the_clock_goes_to_both_changes_of_2027_and_the_button_goes_after_the_last(
    visitor: ClientSession, stage: Stage
) -> None:
    shown = []
    for month in (3, 10):
        page = await press(visitor, "/clock/change")
        found = local_time(stage.world.clock.now())
        assert (found.year, found.month, found.hour, found.minute) == (2027, month, 0, 30)
        shown.append('action="/clock/change"' in page)
        before = found.utcoffset()
        await press(visitor, "/clock/hour")
        await press(visitor, "/clock/hour")
        assert local_time(stage.world.clock.now()).utcoffset() != before
    assert shown == [True, False]
    before_press = stage.world.clock.now()
    await press(visitor, "/clock/change")
    assert stage.world.clock.now() - before_press < 60_000


async def test_while_telegram_is_down_nothing_is_answered_and_then_it_is(
    visitor: ClientSession, stage: Stage
) -> None:
    await press(visitor, "/switch/telegram")
    page = await press(visitor, "/phone/chat/write", text="hello")
    assert "Telegram is down" in page
    assert stage.chat.acts == 0
    await press(visitor, "/switch/telegram")
    assert stage.chat.acts > 0


async def test_a_lost_phone_stays_what_it_was_and_reset_begins_again(
    visitor: ClientSession, stage: Stage
) -> None:
    await press(visitor, "/phone/text/write", text="Kanaryplum")
    page = await press(visitor, "/phone/text/lose")
    assert "What can be read on lost phone 1" in page
    assert not stage.text.texts
    page = await press(visitor, "/again")
    assert "Kanaryplum" not in page
    assert not stage.lost


async def test_forms_of_other_pages_and_other_names_of_this_machine_are_refused(
    visitor: ClientSession,
) -> None:
    async with visitor.post("/again", headers={"Sec-Fetch-Site": "cross-site"}) as response:
        assert response.status == 403
    async with visitor.get("/", headers={"Host": "rebound.example"}) as response:
        assert response.status == 403
