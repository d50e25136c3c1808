"""A time that the advocate chooses: put in or moved, with one note, and a warning before it."""

import re
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from bot.acts import calendars, invites, meetings, meetings_after, relations
from bot.acts.meetings import Wanted
from bot.booking import Rules
from bot.clock import DAY_MS, HOUR_MS
from bot.clocks import moment
from bot.storage.tables.meetings import appointments, quarters
from bot.storage.tables.threads import entries, waiting
from tests.office import Office, Person
from tests.visitor import Visitor

WEDNESDAY = moment(date(2026, 3, 4), 14)
NEW_TIME = "Your meeting has a new time: Thu 5 Mar, 10:30 am, UK time. To change: menu, 2."


@pytest.fixture
async def amina(office: Office) -> Person:
    return await office.hire("Amina", "advocate")


@pytest.fixture
async def river(office: Office, amina: Person) -> bytes:
    made = await office.survivor(amina, "River-12")
    await office.phone(amina, made, "sms")
    return made


async def asked(office: Office, survivor: bytes, at: int = WEDNESDAY) -> bytes:
    wanted = Wanted(survivor, at, "video", {"voicemail": "no"})
    return await office.does(None, lambda act: meetings.ask(act, wanted, Rules()))


async def rows(office: Office, table: sa.Table) -> list[Any]:
    return await office.database.read(lambda conn: list(conn.execute(sa.select(table))))


async def away(office: Office, amina: Person, at: int) -> None:
    await office.does(amina, lambda act: calendars.add_span(act, "away", at, at + DAY_MS))


async def move(visitor: Visitor, one: bytes, day: str, time: str, **also: str) -> str:
    path = f"/meeting/{one.hex()}"
    await visitor.get(path)
    return await visitor.post(f"{path}/move", day=day, time=time, **also)


def anyway(page: str) -> str:
    found = re.search(r'name="(?:move\.)?anyway" value="(\d+)"', page)
    assert found, page
    return found.group(1)


@pytest.mark.parametrize(
    ("day", "time", "wrong"),
    [
        ("", "", ["day", "time"]),
        ("2026-03-01", "10:30", ["day"]),
        ("2026-03-05", "", ["time"]),
        ("2026-03-05", "10:20", ["time"]),
        ("2026-03-02", "09:00", ["time"]),
    ],
)
async def test_what_is_to_be_entered_anew_is_said_at_its_field(
    office: Office, amina: Person, river: bytes, day: str, time: str, wrong: list[str]
) -> None:
    visitor = await office.signed_in(amina)
    place = f"/conversation/{river.hex()}/meeting"
    await visitor.get(place)
    page = await visitor.post(place, day=day, time=time, how="phone")
    assert re.findall(r'id="(\w+)-error"', page) == wrong


async def test_it_is_moved_in_one_step_with_one_note(
    office: Office, amina: Person, river: bytes
) -> None:
    visitor, one = await office.signed_in(amina), await asked(office, river)
    await office.does(amina, lambda act: meetings_after.keep_place(act, one, "12 Zebrafinch Lane"))
    page = await move(visitor, one, "2026-03-05", "10:30")
    assert "It is moved. They read the new time behind a neutral note." in page
    assert "Thu 5 Mar 2026, 10:30" in page.partition("<h1")[2]
    assert "Video" in page
    assert "no voice message" in page
    assert "12 Zebrafinch Lane" in page
    assert len(await rows(office, waiting)) == 1
    assert len(await rows(office, entries)) == 1
    assert NEW_TIME in await visitor.get(f"/conversation/{river.hex()}")
    states = {row.starts_at: row.state for row in await rows(office, appointments)}
    assert states == {WEDNESDAY: "cancelled", moment(date(2026, 3, 5), 10) + HOUR_MS // 2: "booked"}
    page = await visitor.get("/calendar")
    assert "Waiting for your yes" not in page, "the time that was asked for is answered by it"
    assert "Asks for a time to meet" not in await visitor.get("/")


async def test_the_old_time_is_free_and_her_own_time_is_in_nobodys_way(
    office: Office, amina: Person, river: bytes
) -> None:
    visitor, one = await office.signed_in(amina), await asked(office, river)
    page = await move(visitor, one, "2026-03-04", "14:15")
    assert "It is moved." in page
    first = WEDNESDAY // (15 * 60_000)
    assert sorted(row.quarter for row in await rows(office, quarters)) == [
        first + n for n in (1, 2, 3, 4)
    ]


async def test_a_time_that_another_holds_is_named_and_nothing_is_moved(
    office: Office, amina: Person, river: bytes
) -> None:
    visitor, one = await office.signed_in(amina), await asked(office, river)
    cedar = await office.survivor(amina, "Cedar-4")
    await asked(office, cedar, WEDNESDAY + DAY_MS)
    page = await move(visitor, one, "2026-03-05", "14:30")
    assert visitor.status == 422
    says = "You have another meeting at that time, or the pause after it: Cedar-4, Thu 5 Mar 2026"
    assert says in page
    assert "held until you answer" in page
    assert 'value="14:30"' in page
    await visitor.get(f"/conversation/{river.hex()}/meeting")
    assert {row.state for row in await rows(office, appointments)} == {"asked"}
    assert await rows(office, entries) == []


async def test_who_stands_in_learns_no_other_name(office: Office, amina: Person) -> None:
    joe = await office.hire("Joe", "advocate")
    office.clock.forward(hours=1)
    await office.does(None, lambda act: relations.record(act, amina.id, "cover", joe.id) and None)
    birch = await office.survivor(amina, "Birch-7")
    await office.phone(amina, birch, "sms")
    cedar = await office.survivor(amina, "Cedar-4")
    await asked(office, cedar, WEDNESDAY + DAY_MS)
    one = await asked(office, birch)
    page = await move(await office.signed_in(joe), one, "2026-03-05", "14:00")
    assert "Somebody, Thu 5 Mar 2026" in page
    assert "Cedar-4" not in page


async def test_an_absence_is_warned_of_before_anything_is_kept(
    office: Office, amina: Person, river: bytes
) -> None:
    visitor, one = await office.signed_in(amina), await asked(office, river)
    await away(office, amina, moment(date(2026, 3, 5)))
    page = await move(visitor, one, "2026-03-05", "10:30")
    assert visitor.status == 422
    assert "You are away then: Thu 5 Mar 2026, 10:30" in page
    assert "Move it all the same" in page
    assert [row.state for row in await rows(office, appointments)] == ["asked"]
    other = await move(visitor, one, "2026-03-05", "11:00", anyway=anyway(page))
    assert "You are away then: Thu 5 Mar 2026, 11:00" in other, "it is said of each time anew"
    page = await move(visitor, one, "2026-03-05", "10:30", anyway=anyway(page))
    assert "It is moved." in page
    assert NEW_TIME in await visitor.get(f"/conversation/{river.hex()}")


async def test_a_meeting_that_has_begun_is_moved_no_more(
    office: Office, amina: Person, river: bytes
) -> None:
    one = await asked(office, river)
    office.clock.forward(seconds=(WEDNESDAY - office.clock.now()) / 1000)
    visitor = await office.signed_in(amina)
    assert "Move it" not in await visitor.get(f"/meeting/{one.hex()}")
    await move(visitor, one, "2026-03-05", "10:30")
    assert visitor.status == 409
    assert "say whether you met" in visitor.text


async def test_where_nothing_can_be_sent_the_new_time_is_told_by_voice(
    office: Office, amina: Person
) -> None:
    cedar = await office.survivor(amina, "Cedar-4")
    await office.does(amina, lambda act: invites.make(act, cedar) and None)
    page = await move(
        await office.signed_in(amina), await asked(office, cedar), "2026-03-05", "10:30"
    )
    assert "It is moved. Nothing can be sent to their phone now: tell them by voice." in page
    assert await rows(office, waiting) == []


async def test_the_advocate_puts_a_meeting_in(office: Office, amina: Person, river: bytes) -> None:
    visitor, place = await office.signed_in(amina), f"/conversation/{river.hex()}/meeting"
    await visitor.get(place)
    await visitor.post(place, day="2026-03-05", time="10:10", how="phone")
    assert visitor.status == 422
    await visitor.post(place, day="2026-03-05", time="10:30", how="video")
    assert "Booked: Thu 5 Mar, 10:30 am" in visitor.text
    page = await visitor.get(place)
    assert "Thu 5 Mar 2026, 10:30" in page
    assert "To move it, open it" in page
    cedar = await office.survivor(amina, "Cedar-4")
    await visitor.get(f"/conversation/{cedar.hex()}/meeting")
    page = await visitor.post(
        f"/conversation/{cedar.hex()}/meeting", day="2026-03-05", time="10:30", how="video"
    )
    assert visitor.status == 422
    assert "another meeting at that time, or the pause after it: River-12" in page
    assert len(await rows(office, appointments)) == 1


@pytest.mark.parametrize("why", ["away", "bank holiday"])
async def test_a_time_off_is_warned_of_where_a_meeting_is_put_in(
    office: Office, amina: Person, river: bytes, why: str
) -> None:
    visitor, place = await office.signed_in(amina), f"/conversation/{river.hex()}/meeting"
    day = "2026-03-05" if why == "away" else "2026-04-03"
    if why == "away":
        await away(office, amina, moment(date(2026, 3, 5)))
    await visitor.get(place)
    wanted = {"day": day, "time": "10:30", "how": "there"}
    page = await visitor.post(place, **wanted)
    assert visitor.status == 422
    assert ("You are away then" if why == "away" else "is a bank holiday") in page
    assert "Book it all the same" in page
    assert "Nothing is kept yet." in page
    assert await rows(office, appointments) == []
    page = await visitor.post(place, **wanted, anyway=anyway(page))
    assert visitor.status == 200
    assert len(await rows(office, appointments)) == 1
