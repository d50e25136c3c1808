"""The calendar: one tap to say yes, whether you met, hours, absences."""

import re
from datetime import date
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from bot.acts import meetings, meetings_after
from bot.acts.act import Act
from bot.acts.meetings import Wanted
from bot.booking import Rules
from bot.clock import HOUR_MS
from bot.clocks import moment
from bot.console.calendar_pages import read_hours
from bot.storage.tables.duties import tasks
from bot.storage.tables.meetings import absences, appointments, hours, quarters
from bot.storage.tables.survivors import contacts
from bot.storage.tables.threads import entries, waiting
from tests.office import Office, Person
from tests.visitor import Visitor

WEDNESDAY = moment(date(2026, 3, 4), 14)
PLACE = "12 Zebrafinch Lane"


async def _world(office: Office) -> tuple[Person, bytes, Visitor]:
    amina = await office.hire("Amina", "advocate")
    river = await office.survivor(amina, "River-12", "en", "Nguyen Thi Mai")
    await office.phone(amina, river, "sms")
    return amina, river, await office.signed_in(amina)


async def _asks(office: Office, survivor: bytes, at: int = WEDNESDAY, how: str = "phone") -> bytes:
    wanted = Wanted(survivor, at, how, {"interpreter": "woman", "voicemail": "no"})

    def deed(act: Act) -> bytes:
        return meetings.ask(act, wanted, Rules())

    return await office.does(None, deed)


async def _rows(office: Office, table: sa.Table) -> list[Any]:
    return await office.database.read(lambda conn: list(conn.execute(sa.select(table))))


async def test_who_reads_english_and_named_no_language_is_not_shown_as_wanting_english(
    office: Office,
) -> None:
    _, river, visitor = await _world(office)
    one = await _asks(office, river)
    for path in ("/calendar", f"/meeting/{one.hex()}"):
        page = await visitor.get(path)
        assert "language not said: interpreter, a woman" in page
        assert "English" not in page.partition("<main")[2]


async def test_a_language_that_was_named_is_shown_and_so_is_her_own(office: Office) -> None:
    amina, river, visitor = await _world(office)
    cedar = await office.survivor(amina, "Cedar-3", "vi", "Mai")
    named = Wanted(river, WEDNESDAY, "phone", {"interpreter": "any", "language": "ar"})
    own = Wanted(cedar, WEDNESDAY + 4 * HOUR_MS, "phone", {"interpreter": "any"})
    await office.does(None, lambda act: meetings.ask(act, named, Rules()))
    await office.does(None, lambda act: meetings.ask(act, own, Rules()))
    page = await visitor.get("/calendar")
    assert "Arabic interpreter" in page
    assert "Vietnamese interpreter" in page
    assert "not said" not in page


async def test_one_tap_confirms_and_she_reads_it_behind_a_note(office: Office) -> None:
    _, river, visitor = await _world(office)
    one = await _asks(office, river)
    day = await visitor.get("/")
    assert "Asks for a time to meet" in day
    (task,) = [row for row in await _rows(office, tasks) if row.kind == "meeting_confirm"]
    assert f"/task/{task.id.hex()}/done" not in day, "a tick is no yes: she would hear nothing"
    assert "goes off the list when it is done" in await visitor.post(f"/task/{task.id.hex()}/done")
    page = await visitor.get("/calendar")
    assert "Waiting for your yes" in page
    assert f"/meeting/{one.hex()}/off" not in page, "a no is written to somebody: not by one tap"
    assert "River-12" in page
    assert "Nguyen" not in page
    assert "interpreter, a woman" in page
    page = await visitor.post(f"/meeting/{one.hex()}/confirm")
    assert "Waiting for your yes" not in page
    assert "Booked" in page
    assert len(await _rows(office, waiting)) == 1
    talk = await visitor.get(f"/conversation/{river.hex()}")
    assert "Booked: Wed 4 Mar, 2 pm, UK time. To change: menu, 2." in talk
    assert "Asks for a time to meet" not in await visitor.get("/")
    assert f"/meeting/{one.hex()}" in talk


async def test_the_week_of_the_meeting_is_shown_after_a_yes(office: Office) -> None:
    _, river, visitor = await _world(office)
    one = await _asks(office, river, moment(date(2026, 3, 12), 14))
    await visitor.get("/calendar")
    page = await visitor.post(f"/meeting/{one.hex()}/confirm")
    assert "They read it behind a neutral note." in page
    assert "Week of Mon 9 Mar 2026" in page
    assert "14:00" in page


async def test_where_nothing_can_be_sent_it_is_said_that_she_is_not_told(office: Office) -> None:
    _, river, visitor = await _world(office)
    one, other = await _asks(office, river), await _asks(office, river, WEDNESDAY + 24 * HOUR_MS)
    stop = sa.update(contacts).values(stopped=True)
    await office.database.run(lambda conn: conn.execute(stop) and None)
    by_voice = "Nothing can be sent to their phone now: tell them by voice."
    await visitor.get("/calendar")
    page = await visitor.post(f"/meeting/{one.hex()}/confirm")
    assert f"Confirmed. {by_voice}" in page
    page = await visitor.post(f"/meeting/{other.hex()}/off")
    assert f"It is off. {by_voice}" in page
    assert not await _rows(office, waiting)


async def test_a_no_frees_the_time_and_says_how_to_choose_another(office: Office) -> None:
    _, river, visitor = await _world(office)
    one = await _asks(office, river)
    await visitor.get("/calendar")
    await visitor.post(f"/meeting/{one.hex()}/off")
    assert await _rows(office, quarters) == []
    talk = await visitor.get(f"/conversation/{river.hex()}")
    assert (
        "We are sorry. We cannot meet at Wed 4 Mar, 2 pm. To choose another time: menu, 2." in talk
    )


async def test_what_they_will_read_is_shown_in_english_too(office: Office) -> None:
    amina, _, _ = await _world(office)
    cedar = await office.survivor(amina, "Cedar-3", "vi")
    await office.phone(amina, cedar, "sms", "vi")
    one = await _asks(office, cedar)
    office.clock.forward(days=2, hours=5)
    visitor = await office.signed_in(amina)
    sheet = await visitor.get(f"/meeting/{one.hex()}/not-met")
    assert 'lang="vi"' in sheet
    assert "In English: We did not meet today. That is OK. Another time?" in sheet


async def test_my_day_says_of_which_day_a_meeting_was(office: Office) -> None:
    amina, river, _ = await _world(office)
    await _asks(office, river)
    for says in ("14:00 River-12", "Wed 4 Mar 2026, 14:00 River-12"):
        office.clock.forward(days=2 if says.startswith("14") else 1)
        visitor = await office.signed_in(amina)
        assert f">{says}<" in await visitor.get("/")


async def test_not_met_is_said_twice_and_then_a_person_looks_at_the_plan(office: Office) -> None:
    _, river, visitor = await _world(office)
    for times in range(3):
        at = office.clock.now() // HOUR_MS * HOUR_MS + 48 * HOUR_MS
        one = await _asks(office, river, at)
        office.clock.forward(hours=50)
        visitor = await office.signed_in(office.people["Amina"])
        page = await visitor.get("/calendar")
        assert "Did you meet?" in page
        sheet = await visitor.get(f"/meeting/{one.hex()}/not-met")
        assert ("We did not meet today. That is OK. Another time?" in sheet) is (times < 2)
        assert ("written to 2 times" in sheet) is (times == 2)
        page = await visitor.post(f"/meeting/{one.hex()}/not-met")
        assert ("Nothing more is said" in page) is (times == 2)
        assert len(await _rows(office, waiting)) == min(times + 1, 2)
    kinds = {row.kind for row in await _rows(office, tasks)}
    assert "meeting_check_plan" in kinds
    assert {row.lane for row in await _rows(office, waiting)} == {"meeting"}


async def test_meeting_again_begins_the_count_anew(office: Office) -> None:
    amina, river, _ = await _world(office)
    for outcome in ("no", "no", "yes", "no"):
        at = office.clock.now() // HOUR_MS * HOUR_MS + 48 * HOUR_MS
        one = await _asks(office, river, at)
        office.clock.forward(hours=50)
        if outcome == "yes":
            await office.does(amina, partial(meetings_after.met, appointment_id=one))
        else:
            assert await office.does(amina, partial(meetings_after.not_met, appointment_id=one))


async def test_nobody_says_beforehand_whether_they_met(office: Office) -> None:
    _, river, visitor = await _world(office)
    one = await _asks(office, river)
    await visitor.get(f"/meeting/{one.hex()}")
    page = await visitor.post(f"/meeting/{one.hex()}/met")
    assert "has not begun yet" in page


async def test_the_place_stays_sealed_and_on_its_page(office: Office) -> None:
    _, river, visitor = await _world(office)
    one = await _asks(office, river, how="there")
    await visitor.get(f"/meeting/{one.hex()}")
    page = await visitor.post(f"/meeting/{one.hex()}/place", place=PLACE)
    assert PLACE in page
    assert PLACE not in await visitor.get("/calendar")
    row = (await _rows(office, appointments))[0]
    assert b"Zebrafinch" not in bytes(row.place)
    assert b"phone" not in bytes(row.how)


async def test_hours_rules_and_absences_as_forms(office: Office) -> None:
    _, _, visitor = await _world(office)
    page = await visitor.get("/calendar")
    assert 'value="10:00-16:00"' in page, "until hours are set: working days, ten to four"
    form = dict.fromkeys(("mon", "tue", "wed"), "9:00-12:30, 13:30-17")
    rest = dict.fromkeys(("thu", "fri", "sat", "sun"), "")
    await visitor.post("/calendar/hours", **form, **rest)
    assert len(await _rows(office, hours)) == 6
    page = await visitor.post("/calendar/hours", mon="nine to five", **rest)
    assert visitor.status == 422
    assert "enter hours like" in page
    await visitor.post(
        "/calendar/rules", at_once="yes", length="60", buffer="30", notice="24", horizon="14"
    )
    assert "changed" in visitor.text
    await visitor.post("/calendar/span", kind="away", first="2026-03-09", last="2026-03-13")
    kept = (await _rows(office, absences))[0]
    assert kept.ends_at - kept.starts_at == 5 * 24 * HOUR_MS
    page = visitor.text
    assert "Week of Mon 9 Mar 2026" in page, "the week of the absence, with what is booked in it"
    assert page.count("Away") >= 5
    taken_out = re.search(r'action="(/calendar/span/[0-9a-f]+/remove)"', page)
    assert taken_out
    await visitor.post(taken_out.group(1))
    assert await _rows(office, absences) == []
    page = await visitor.post("/calendar/span", kind="away", first="2026-03-13", last="2026-03-09")
    assert visitor.status == 422


@pytest.mark.parametrize("week", ["0001-01-01", "9999-12-31", "0001-W01-1"])
async def test_a_week_at_either_end_of_time_is_answered_with_this_one(
    office: Office, week: str
) -> None:
    _, _, visitor = await _world(office)
    page = await visitor.get(f"/calendar?week={week}")
    assert visitor.status == 200
    assert "Week of Mon 2 Mar 2026" in page
    await visitor.post("/calendar/span", kind="away", first="2026-03-09", last="9999-12-31")
    assert visitor.status == 422


async def test_an_absence_moves_nothing_and_shows_the_clash(office: Office) -> None:
    _, river, visitor = await _world(office)
    await _asks(office, river)
    await visitor.get("/calendar")
    await visitor.post("/calendar/span", kind="away", first="2026-03-04")
    assert "You are away then" in visitor.text
    assert [row.state for row in await _rows(office, appointments)] == ["asked"]


async def test_a_meeting_of_another_caseload_is_not_there(office: Office) -> None:
    _, river, _ = await _world(office)
    one = await _asks(office, river)
    joe = await office.hire("Joe", "advocate")
    his = await office.signed_in(joe)
    await his.get(f"/meeting/{one.hex()}")
    assert his.status == 404
    assert "River-12" not in await his.get("/calendar")
    for what in ("confirm", "off", "met", "move", "not-met", "place"):
        await his.get("/calendar")
        await his.post(f"/meeting/{one.hex()}/{what}")
        assert his.status == 404
    assert await _rows(office, entries) == []


async def test_today_shows_todays_meetings(office: Office) -> None:
    _, river, visitor = await _world(office)
    at = office.clock.now() // HOUR_MS * HOUR_MS + 4 * HOUR_MS
    await _asks(office, river, at)
    page = await visitor.get("/")
    assert "14:00 River-12" in page.partition("Today's meetings")[2]


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("9-17", 1), ("9:00 – 12:30; 13:30-17:00", 2), ("17-9", None), ("25-26", None)],
)
def test_hours_are_read_as_people_type_them(text: str, count: int | None) -> None:
    found = read_hours(text, 0)
    assert found is None if count is None else found is not None and len(found) == count
