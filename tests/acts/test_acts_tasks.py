"""Every task ends: by its cause, or by the hand of somebody who has it."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa

import bot
from bot.acts import (
    alerts,
    enrolment,
    invites,
    letters,
    link,
    meetings,
    plans,
    rota,
    staff,
)
from bot.acts import tasks as acts
from bot.acts.meetings import Wanted
from bot.booking import Rules
from bot.clock import DAY_MS, HOUR_MS
from bot.errors import Refused
from bot.storage import tasks
from bot.storage.tables import duties
from tests.acts.office import Office
from tests.acts.test_acts_link import linked

BY_ITS_CAUSE = {
    "again_asked": "the proposal was decided",
    "alert_unanswered": "somebody took the alert",
    "asleep": "the link woke, or another phone was linked",
    "complaint_alert": "somebody took the alert, or one of those asked marked it done",
    "complaint_call": "one of those asked marked it done, or it is over",
    "complaint_due": "she was written to, promised another date, or it rests",
    "complaint_many": "two people agreed",
    "complaint_two_wanted": "two people can be asked",
    "complaint_late": "she was written to, promised another date, or it rests",
    "complaint_nobody": "somebody was let in, or took it",
    "complaint_today": "she was written to, promised another date, or it rests",
    "complaint_triage": "somebody looked",
    "content_due": "no page is due",
    "data_request": "staff heard her by telephone",
    "invitation_refused": "a new link was made, the one there was used, or the person left",
    "last_holder": "officers gave it to somebody",
    "letter": "it was answered",
    "meeting_check_plan": "the plan was changed, or they met",
    "meeting_choose": "there is a meeting to come",
    "meeting_confirm": "it was answered, or the meeting is no more",
    "meeting_unanswered": "it was answered, or the meeting is no more",
    "meeting_new": "the meeting is over, or no more",
    "meeting_off": "there is a meeting to come",
    "meeting_way": "there is a meeting to come",
    "new_key": "nothing is left to give",
    "new_key_officers": "nothing is left to give",
    "retention_many": "two people agreed",
    "safeguarding": "it goes on, or is closed",
    "sleeps_soon": "she was heard, or the link sleeps",
    "verify_staff": "the words were heard, or the person left",
}
BY_HAND = {
    "access_ended": "only who was told knows whether it is right",
    "call_me": "only who rang knows",
    "check_by_voice": "only who rang knows",
    "complaint_advocate": "people find one, and hand over",
    "crisis": "only who rang knows",
    "frozen": "the Hub rings a sample",
    "hold_tell": "only who told them knows",
    "phone_moved": "only who rang knows",
    "relinked": "the Hub rings a sample",
    "retention_clock": "the question is whether it is right",
    "under_18": "only who rang knows",
    "without_advocate": "the Hub finds one",
}


async def kinds(office: Office, person: bytes | None) -> list[str]:
    rows = await office.read(tasks.of_hub if person is None else lambda c: tasks.of(c, person))
    return sorted(row.kind for row in rows)


def test_every_kind_has_an_end() -> None:
    raised = re.compile(
        r"(?:raise_task|raise_for|RaiseTask|tell_handlers|complaints_tasks\.(?:ask(?:_hub)?|give_hub))\(\s*"
        r'(?:[\w.()]+,\s*)*?(?:[\w.]+,\s*)?"(\w+)"'
    )
    named = set()
    for path in Path(bot.__file__).parent.rglob("*.py"):
        named |= set(raised.findall(path.read_text("utf-8")))
    assert {
        "call_me",
        "under_18",
        "complaint_nobody",
        "complaint_advocate",
        "sleeps_soon",
        "safeguarding",
    } <= named
    known = {*BY_ITS_CAUSE, *BY_HAND}
    assert named <= known
    column = duties.tasks.c.kind.type
    assert isinstance(column, sa.String)
    most = column.length or 0  # what PostgreSQL refuses and SQLite doesn't
    assert [kind for kind in known if len(kind) > most] == []


async def test_the_check_words_are_nobody_s_task_once_heard(office: Office) -> None:
    joe = await office.hire("Joe", "advocate", verified=False)
    assert await kinds(office, office.boss.id) == ["verify_staff"]
    await office.act_as(office.boss)(enrolment.verify, joe.id, joe.words)
    assert await kinds(office, office.boss.id) == []


async def test_the_check_words_of_somebody_who_left_are_nobody_s_task(office: Office) -> None:
    joe = await office.hire("Joe", "advocate", verified=False)
    await office.act_as(office.boss)(staff.disable, joe.id)
    assert await kinds(office, office.boss.id) == []


async def test_an_invitation_that_never_came_is_over_with_a_new_link(office: Office) -> None:
    new = staff.NewStaff("Joe", "joe@example.org", office.charity, ("advocate",))
    invited = await office.act_as(office.boss)(staff.invite, new)
    for _ in range(2):
        await office.do(acts.raise_task, "invitation_refused", detail=invited.staff_id.hex())
        assert await kinds(office, None) == ["invitation_refused"]
        invited = await office.act_as(office.boss)(staff.invite_again, invited.staff_id)
        assert await kinds(office, None) == []
    await office.do(acts.raise_task, "invitation_refused", detail=invited.staff_id.hex())
    await office.enrol(invited.staff_id, invited.token)
    assert await kinds(office, None) == [], "the link came another way"


async def test_who_leaves_leaves_what_was_to_do_to_the_hub(office: Office) -> None:
    amina, linh, _ = await linked(office)
    await office.do(acts.raise_task, "call_me", survivor_id=linh, staff_id=amina.id, detail="any")
    await office.do(acts.raise_task, letters.KIND, staff_id=amina.id, detail="sealed to her")
    await office.act_as(office.boss)(staff.disable, amina.id)
    assert await kinds(office, amina.id) == [], "nobody would ever have seen them"
    hubs = await kinds(office, None)
    assert "call_me" in hubs
    assert "letter" not in hubs


async def test_a_link_that_works_again_ends_what_was_to_do_about_it(office: Office) -> None:
    amina, linh, phone = await linked(office)
    await office.do(link.put_to_sleep, phone)
    assert await kinds(office, amina.id) == ["asleep"]
    await office.do(link.wake, phone)
    assert await kinds(office, amina.id) == []
    await office.do(link.put_to_sleep, phone)
    card = await office.act_as(amina)(invites.make, linh)
    assert await office.do(link.use_code, phone, card.code) == linh
    assert await kinds(office, amina.id) == []


async def test_what_waits_for_a_meeting_ends_with_one(office: Office) -> None:
    amina, linh, _ = await linked(office)
    for kind in ("meeting_choose", "meeting_way"):
        await office.do(acts.raise_task, kind, survivor_id=linh, staff_id=amina.id)
    at = office.clock.now() // HOUR_MS * HOUR_MS + 48 * HOUR_MS
    wanted = Wanted(linh, at, "phone", {})
    one = await office.do(meetings.ask, wanted, Rules(at_once=True))
    assert await kinds(office, amina.id) == ["meeting_new"]
    await office.do(meetings.cancel, one)
    assert await kinds(office, amina.id) == ["meeting_off"]
    await office.do(meetings.ask, wanted, Rules(at_once=False))
    assert await kinds(office, amina.id) == ["meeting_confirm"]


async def test_a_yes_or_no_is_ticked_off_only_where_somebody_else_looks_too(
    office: Office,
) -> None:
    amina, linh, _ = await linked(office)
    at = office.clock.now() // HOUR_MS * HOUR_MS + 48 * HOUR_MS
    await office.do(meetings.ask, Wanted(linh, at, "phone", {}), Rules(at_once=False))
    (row,) = await office.read(lambda conn: tasks.of(conn, amina.id))
    with pytest.raises(Refused, match="by_deed"):
        await office.act_as(amina)(acts.done, row.id)
    assert await office.database.run(lambda conn: tasks.press(conn, row.id))
    await office.act_as(amina)(acts.done, row.id)
    assert await kinds(office, amina.id) == []


async def test_moving_a_meeting_leaves_one_task(office: Office) -> None:
    amina, linh, _ = await linked(office)
    at = office.clock.now() // HOUR_MS * HOUR_MS + 48 * HOUR_MS
    one = await office.do(meetings.ask, Wanted(linh, at, "phone", {}), Rules(at_once=True))
    later = Wanted(linh, at + 24 * HOUR_MS, "phone", {})
    await office.do(meetings.move, one, later, Rules(at_once=True))
    assert await kinds(office, amina.id) == ["meeting_new"]


async def test_a_plan_that_was_looked_at_needs_no_looking_at(office: Office) -> None:
    amina, linh, phone = await linked(office)
    await office.do(acts.raise_task, "meeting_check_plan", survivor_id=linh, staff_id=amina.id)
    await office.act_as(amina)(plans.keep, linh, {"safe": "mornings"}, phone)
    assert await kinds(office, amina.id) == []


async def test_an_alert_that_was_taken_late_needs_nobody_else(office: Office) -> None:
    _, linh, _ = await linked(office)
    joe = await office.hire("Joe", "hub_lead", organisation=office.hub)
    now = office.clock.now()
    await office.do(rota.put, joe.id, now, now + DAY_MS)
    alert_id = await office.do(alerts.raise_alert, "crisis", survivor_id=linh, category="danger")
    for _ in range(alerts.TIMES):
        office.clock.forward(minutes=16)
        await office.do(alerts.pass_on, alert_id)
    assert "alert_unanswered" in await kinds(office, None)
    await office.act_as(joe)(alerts.take, alert_id)
    assert "alert_unanswered" not in await kinds(office, None)
