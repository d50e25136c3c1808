"""My day: whoever was promised an answer stays in the list until there is one."""

from functools import partial

import pytest

from bot.acts import approvals, conversation, link, relations, tasks
from bot.storage.delivery import mark_delivery
from tests.casework import Casework, complain, open_casework
from tests.office import Office, Person
from tests.visitor import Visitor


async def _river(office: Office) -> tuple[Person, bytes, bytes, Visitor]:
    amina = await office.hire("Amina", "advocate")
    river = await office.survivor(amina, "River-12")
    phone = await office.phone(amina, river)
    return amina, river, phone, await office.signed_in(amina)


def _part(page: str, heading: str) -> str:
    """What stands under a heading of My day."""
    found = page.partition(f">{heading}</h2>")[2]
    return found.partition("<h2")[0]


async def test_whoever_was_read_and_not_answered_still_needs_me(office: Office) -> None:
    _, river, phone, visitor = await _river(office)
    await office.writes(river, phone, "May I ask something?")
    new = _part(await visitor.get("/"), "Needs me")
    assert "1 new message since Mon 2 Mar 2026, 10:00" in new
    await visitor.get(f"/conversation/{river.hex()}")
    opened = _part(await visitor.get("/"), "Needs me")
    assert "River-12" in opened
    assert "opened, not answered since Mon 2 Mar 2026, 10:00" in opened
    assert "answer promised by Wed 4 Mar" in opened


async def test_an_answer_ends_it(office: Office) -> None:
    amina, river, phone, visitor = await _river(office)
    await office.writes(river, phone, "May I ask something?")
    await visitor.get(f"/conversation/{river.hex()}")
    office.clock.forward(minutes=1)
    await office.does(amina, lambda act: conversation.reply(act, river, "Yes.", "en"))
    page = await visitor.get("/")
    assert "Nobody is waiting for you." in page
    assert "River-12" in _part(page, "Waiting for them")


async def test_what_is_said_of_a_meeting_is_no_answer_to_what_was_written(office: Office) -> None:
    amina, river, phone, visitor = await _river(office)
    await office.writes(river, phone, "May I ask something?")
    await visitor.get(f"/conversation/{river.hex()}")
    await visitor.get(f"/conversation/{river.hex()}/meeting")
    await visitor.post(
        f"/conversation/{river.hex()}/meeting", day="2026-03-05", time="11:00", how="phone"
    )
    assert "Booked" in visitor.text
    assert "not answered since" in _part(await visitor.get("/"), "Needs me")
    assert amina


async def test_one_press_takes_whoever_needs_no_answer_off_the_list(office: Office) -> None:
    _, river, phone, visitor = await _river(office)
    place = f"/conversation/{river.hex()}"
    assert "/settled" not in await visitor.get(place), "nothing waits there"
    await office.writes(river, phone, "Thank you.")
    assert f'formaction="{place}/settled"' in await visitor.get(place)
    office.clock.forward(minutes=1)
    page = await visitor.post(f"{place}/settled")
    assert "Off your list, until they write again." in page
    assert "Nobody is waiting for you." in page
    assert "/settled" not in await visitor.get(place)
    office.clock.forward(minutes=1)
    await office.writes(river, phone, "One thing more.")
    assert "1 new message" in _part(await visitor.get("/"), "Needs me")


async def test_who_may_not_see_a_person_can_take_nobody_off_a_list(office: Office) -> None:
    _, river, phone, visitor = await _river(office)
    await office.writes(river, phone, "May I ask something?")
    other = await office.signed_in(await office.hire("Beth", "advocate"))
    await other.get("/")
    await other.post(f"/conversation/{river.hex()}/settled")
    assert other.status == 404
    assert "1 new message" in await visitor.get("/")


async def test_a_promised_day_that_has_passed_shows_as_late(office: Office) -> None:
    _, river, phone, visitor = await _river(office)
    await office.writes(river, phone, "May I ask something?")
    await visitor.get(f"/conversation/{river.hex()}")
    assert ">Late<" not in await visitor.get("/")
    office.clock.forward(days=3)
    visitor = await office.signed_in(office.people["Amina"])
    assert ">Late<" in _part(await visitor.get("/"), "Needs me")


@pytest.mark.parametrize(
    ("ended", "says"),
    [
        ("not_delivered", "your last answer was not delivered"),
        ("not_read", "your last answer was not read, and is no longer on the phone"),
    ],
)
async def test_an_answer_that_came_to_nothing_needs_me(
    office: Office, ended: str, says: str
) -> None:
    amina, river, _, visitor = await _river(office)
    first = await office.does(amina, lambda act: conversation.reply(act, river, "Yes.", "en"))
    assert "River-12" in _part(await visitor.get("/"), "Waiting for them")
    await office.does(None, lambda act: mark_delivery(act.conn, first, ended))
    page = await visitor.get("/")
    assert says in _part(page, "Needs me")
    assert "River-12" not in _part(page, "Waiting for them")
    office.clock.forward(minutes=1)
    await office.does(amina, lambda act: conversation.reply(act, river, "Yes.", "en"))
    page = await visitor.get("/")
    assert "Nobody is waiting for you." in page
    assert "River-12" in _part(page, "Waiting for them")


async def test_what_left_the_phone_unread_is_not_waited_for(office: Office) -> None:
    amina, river, _, visitor = await _river(office)
    first = await office.does(amina, lambda act: conversation.reply(act, river, "Yes.", "en"))
    await office.does(None, lambda act: mark_delivery(act.conn, first, "not_read"))
    await visitor.get(f"/conversation/{river.hex()}")
    office.clock.forward(minutes=1)
    await visitor.post(f"/conversation/{river.hex()}/settled")
    assert "River-12" in _part(await visitor.get("/"), "Everybody else")


async def test_a_request_to_call_needs_me_too_and_urgent_comes_first(office: Office) -> None:
    amina, river, phone, visitor = await _river(office)
    cedar = await office.survivor(amina, "Cedar-4")
    await office.writes(river, phone, "May I ask something?")
    office.clock.forward(minutes=1)
    for urgent in (False, True):
        asked = partial(
            tasks.raise_task,
            kind="crisis" if urgent else "call_me",
            survivor_id=cedar,
            staff_id=amina.id,
            urgent=urgent,
        )
        await office.does(None, asked)
    needs = _part(await visitor.get("/"), "Needs me")
    crisis, words, call = (
        needs.index(one) for one in ("call now", "1 new message", "Asks you to call")
    )
    assert crisis < words < call, "urgent first, then the oldest"
    assert needs.count(f"/conversation/{cedar.hex()}#plan-title") == 2, "how to reach them"


async def test_who_waits_and_has_no_phone_that_works_is_marked(office: Office) -> None:
    amina, river, phone, visitor = await _river(office)
    await office.writes(river, phone, "May I ask something?")
    assert "Frozen" not in await visitor.get("/")
    await office.does(amina, lambda act: link.freeze(act, phone))
    assert ">Frozen</strong>" in _part(await visitor.get("/"), "Needs me")


async def test_a_task_that_is_due_at_once_names_one_time(office: Office) -> None:
    amina, river, _, visitor = await _river(office)
    for wait in (0, 60_000):
        asked = partial(
            tasks.raise_task,
            kind="call_me",
            survivor_id=river,
            staff_id=amina.id,
            due_at=office.clock.now() + wait,
        )
        await office.does(None, asked)
    assert (await visitor.get("/")).count("by Mon 2 Mar 2026") == 1


async def test_a_cover_is_asked_for_what_the_advocate_has_not_opened(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    joe = await office.hire("Joe", "advocate")
    await office.does(None, lambda act: relations.record(act, amina.id, "cover", joe.id))
    river = await office.survivor(amina, "River-12")
    phone = await office.phone(amina, river)
    await office.writes(river, phone, "May I ask something?")
    cover = await office.signed_in(joe)
    office.clock.forward(minutes=1)
    await cover.get(f"/conversation/{river.hex()}")
    assert "opened, not answered since" in _part(await cover.get("/"), "Needs me")
    office.clock.forward(minutes=1)
    visitor = await office.signed_in(amina)
    await visitor.get(f"/conversation/{river.hex()}")
    assert "opened, not answered since" in _part(await visitor.get("/"), "Needs me")
    assert "Nobody is waiting for you." in await cover.get("/")


async def test_a_handler_s_day_begins_with_the_complaints_that_wait(office: Office) -> None:
    work = await open_casework(office)
    visitor = await office.signed_in(work.mara)
    assert "Nothing waits for you." in await visitor.get("/")
    case = await complain(office, work)
    place = f"/cases/{case.hex()}"
    page = await visitor.get("/")
    assert f'href="{place}"' in _part(page, "Complaints")
    assert "due" in _part(page, "Complaints")
    assert "Nothing waits for you." not in page
    await _taken_by(office, work, case)
    assert f'href="{place}"' not in await visitor.get("/"), "a colleague has it"


async def _taken_by(office: Office, work: Casework, case: bytes) -> None:
    hal = await office.signed_in(work.hal)
    await hal.get(f"/cases/{case.hex()}")
    await hal.post(f"/cases/{case.hex()}/take")
    assert f'href="/cases/{case.hex()}"' in await hal.get("/")


async def test_a_proposal_of_somebody_else_is_on_the_day_of_who_may_decide(office: Office) -> None:
    sol = await office.hire("Sol", "hub_admin")
    lea = await office.hire("Lea", "hub_lead")
    amina = await office.hire("Amina", "advocate")
    days = {one: await office.signed_in(one) for one in (sol, lea, amina)}
    for visitor in days.values():
        assert "for your yes or no" not in await visitor.get("/")
    for role, says in (("hub_lead", "1 proposal waits"), ("interpreter", "2 proposals wait")):
        body = {"staff": amina.id.hex(), "role": role}
        await office.does(sol, partial(approvals.propose, kind="role_give", body=body))
        page = await days[lea].get("/")
        assert f'href="/approvals">{says} for your yes or no' in page
        assert "Nothing waits for you." not in page
    for one in (sol, amina):
        assert "for your yes or no" not in await days[one].get("/")


async def test_a_note_for_staff_is_no_answer(office: Office) -> None:
    amina, river, phone, visitor = await _river(office)
    await office.writes(river, phone, "May I ask something?")
    await visitor.get(f"/conversation/{river.hex()}")
    office.clock.forward(minutes=1)
    await office.does(amina, lambda act: conversation.internal_note(act, river, "Ask Joe."))
    assert "not answered since" in await visitor.get("/")


async def test_what_the_service_says_itself_is_no_answer(office: Office) -> None:
    _, river, phone, visitor = await _river(office)
    await office.writes(river, phone, "May I ask something?")
    await visitor.get(f"/conversation/{river.hex()}")
    office.clock.forward(minutes=1)
    await office.does(None, lambda act: conversation.tell(act, river, "It takes longer.", "en"))
    assert "not answered since" in await visitor.get("/")
