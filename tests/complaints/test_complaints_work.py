"""What handlers do, what she is told of it, and what happens when a date is missed."""

from functools import partial

import pytest

from bot import vouched
from bot.acts import (
    approvals,
    complaints_case,
    complaints_holders,
    complaints_longer,
    complaints_more,
    complaints_work,
    staff,
)
from bot.acts.complaints import New, file
from bot.acts.complaints_case import Queued
from bot.complaint_clocks import Rules
from bot.errors import Refused
from bot.media import Media
from bot.storage.tables.duties import alerts, notices, tasks
from bot.storage.tables.keys import grants
from bot.storage.tables.messages import timers
from bot.storage.tables.threads import entries
from tests.complaints.conftest import Town
from tests.complaints.steps import COMPLAIN, NOTE, WORRY, decides, made, opened, queue, shows


async def test_a_complaint_goes_its_way_to_a_decision(both: Town, rules: Rules) -> None:
    town, does = both, both.street.office.does
    phone, case = await made(town, *COMPLAIN)
    await does(town.hope, lambda act: complaints_work.triage(act, case.id, danger=False))
    await does(town.hope, lambda act: complaints_work.acknowledge(act, rules, case.id))
    said = await shows(town, phone)
    assert said.startswith("Hope works on this. We will write by Mon 16 Mar.")
    await phone.write("menu")
    await does(town.hope, lambda act: complaints_work.ask(act, case.id, "Which day?", "en"))
    assert (await shows(town, phone)).startswith("Which day?\n1 Answer")
    for line in ("1", "On Monday.", "1"):
        await phone.write(line)
    case_now = await opened(town, case)
    assert case_now.line.state == "investigating"
    assert [one.kind for one in case_now.entries if one.kind == "answer"] == ["answer"]
    with pytest.raises(Refused, match="undecided"):
        await does(town.hope, lambda act: complaints_work.notify(act, case.id, "Done.", "en"))
    for point in case_now.points:
        await does(town.hope, partial(decides, case, point, "upheld", "It was so."))
    await does(
        town.hope,
        lambda act: complaints_work.notify(act, case.id, "We talked to him.", "en", ["apology"]),
    )
    await phone.write("menu")
    said = await shows(town, phone)
    assert "Respect: We agree with you." in said
    assert "We are sorry. We talked to him." in said
    assert [one.reason for one in (await opened(town, case)).points] == ["It was so."] * 2


async def test_a_review_goes_to_somebody_who_did_not_decide(both: Town, rules: Rules) -> None:
    town, does = both, both.street.office.does
    phone, case = await made(town, *COMPLAIN)
    await _decided(town, case, rules)
    for line in ("menu", "2", "4", "4"):
        await phone.write(line)
    await does(None, lambda act: complaints_more.ask_review(act, rules, case.id))
    with pytest.raises(Refused, match="involved"):
        await does(town.hope, lambda act: complaints_work.acknowledge(act, rules, case.id))
    await does(town.noor, lambda act: complaints_work.acknowledge(act, rules, case.id))
    (now,) = await queue(town)
    assert (now.step, now.state, now.handler_id) == ("review", "under_review", town.noor.id)


async def _decided(town: Town, case: Queued, rules: Rules) -> None:
    does = town.street.office.does
    await does(town.hope, lambda act: complaints_work.acknowledge(act, rules, case.id))
    for point in (await opened(town, case)).points:
        await does(town.hope, partial(decides, case, point, "not_upheld", "No."))
    await does(town.hope, lambda act: complaints_work.notify(act, case.id, "No.", "en"))


async def test_a_missed_date_is_told_behind_a_note_and_the_hub_has_a_task(both: Town) -> None:
    town = both
    phone, case = await made(town, *WORRY)
    phone.lit.clear()
    await town.street.passes(days=2, hours=23.5)  # Thursday morning: the promised day
    kinds = [row.kind for row in await town.street.rows(tasks)]
    assert kinds.count("complaint_due") == 2
    assert kinds.count("complaint_today") == 2
    await town.street.passes(hours=8)
    assert phone.lit == [NOTE]
    await phone.write("1")
    assert phone.last.startswith(
        "This takes longer. We will write by Thu 12 Mar. It is not because of you."
    )
    late = [row for row in await town.street.rows(tasks) if row.kind == "complaint_late"]
    assert [(row.staff_id, row.survivor_id) for row in late] == [(None, None)]
    (line,) = await queue(town)
    assert line.late
    assert line.id == case.id


async def test_never_two_notes_while_one_is_unanswered(both: Town, rules: Rules) -> None:
    town, does = both, both.street.office.does
    phone, case = await made(town, *COMPLAIN)
    phone.lit.clear()
    await does(town.hope, lambda act: complaints_work.acknowledge(act, rules, case.id))
    await town.street.passes(minutes=16)
    await does(town.hope, lambda act: complaints_work.ask(act, case.id, "Which day?", "en"))
    await town.street.passes(minutes=30)
    assert phone.lit == [NOTE]


async def test_a_refused_consent_to_notes_of_the_thread_is_of_the_thread(
    both: Town, rules: Rules
) -> None:
    town = both
    phone, case = await made(town, *COMPLAIN)
    await phone.write("STOP")
    phone.lit.clear()
    await town.street.office.does(
        town.hope, lambda act: complaints_work.acknowledge(act, rules, case.id)
    )
    await town.street.passes(hours=2)
    assert phone.lit == []


async def test_danger_leaves_the_clock_and_somebody_is_asked_at_once(both: Town) -> None:
    town = both
    phone, case = await made(town, "4", "2", "1", "1", "1", "He touched me.", "1", "5", "5")
    assert case.state == "safeguarding_hold"
    assert any("A person will look at this today. Danger now: 999." in page for page in phone.lit)
    clocks = {row.kind for row in await town.street.rows(timers) if row.subject_id == case.id}
    assert clocks == set()
    (alert,) = await town.street.rows(alerts)
    assert (alert.kind, alert.complaint_id) == ("safeguarding", case.id)
    assert alert.staff_id not in {town.amina.id, town.manager.id}


async def test_a_concern_is_extended_once_and_with_a_reason(both: Town, rules: Rules) -> None:
    town, does = both, both.street.office.does
    _, case = await made(town, *WORRY)
    await does(town.hope, lambda act: complaints_work.acknowledge(act, rules, case.id))
    with pytest.raises(Refused, match="no_reason"):
        await does(town.hope, lambda act: complaints_longer.extend(act, rules, case.id, " "))
    await does(town.hope, lambda act: complaints_longer.extend(act, rules, case.id, "He is away."))
    with pytest.raises(Refused, match="extended_before"):
        await does(town.hope, lambda act: complaints_longer.extend(act, rules, case.id, "Still."))


async def test_recusal_destroys_the_copy_and_is_refused_to_the_last(both: Town) -> None:
    town, does = both, both.street.office.does
    _, case = await made(town, *COMPLAIN)
    await does(town.noor, lambda act: complaints_holders.recuse(act, case.id))
    with pytest.raises(Refused, match="not_a_holder"):
        await does(
            town.noor, lambda act: complaints_case.open_case(act, case.id, town.noor.private)
        )
    with pytest.raises(Refused, match="last_holder"):
        await does(town.hope, lambda act: complaints_holders.recuse(act, case.id))
    third = await town.street.office.hire("Third", "complaint_handler")
    await does(
        town.hope,
        lambda act: complaints_holders.let_in(act, case.id, third.id, town.hope.private),
    )
    await does(town.hope, lambda act: complaints_holders.recuse(act, case.id))
    seen = await does(third, lambda act: complaints_case.open_case(act, case.id, third.private))
    assert [one.words.body for one in seen.entries if one.words] == [b"He told my landlord."]


async def test_who_is_eligible_no_more_loses_the_copy_in_the_same_unit(both: Town) -> None:
    town, does = both, both.street.office.does
    _, case = await made(town, *COMPLAIN)
    ann = await town.street.office.hire("Ann", "hub_admin")
    ben = await town.street.office.hire("Ben", "hub_admin")
    body = {"staff": town.noor.id.hex(), "kind": "related", "other": town.amina.id.hex()}
    proposal = await does(ann, lambda act: approvals.propose(act, "relation_add", body))
    await does(ben, lambda act: approvals.decide(act, proposal, yes=True))
    with pytest.raises(Refused, match="not_a_holder"):
        await does(
            town.noor, lambda act: complaints_case.open_case(act, case.id, town.noor.private)
        )
    assert (await opened(town, case)).line.id == case.id


async def test_who_is_disabled_loses_the_copy(both: Town) -> None:
    town, does = both, both.street.office.does
    _, case = await made(town, *COMPLAIN)
    boss = await town.street.office.hire("Boss", "hub_admin")
    await does(boss, lambda act: staff.disable(act, town.noor.id))
    held = {row.holder_id for row in await town.street.rows(grants) if row.object_id == case.id}
    assert held == {town.hope.id}


async def test_a_role_that_went_takes_the_copy_within_the_minute(both: Town) -> None:
    town = both
    _, case = await made(town, *COMPLAIN)
    office = town.street.office
    await office.database.run(
        lambda conn: vouched.take_role(conn, office.vault, town.noor.id, "complaint_handler")
    )
    await town.street.passes(minutes=1)
    held = {row.holder_id for row in await town.street.rows(grants) if row.object_id == case.id}
    assert held == {town.hope.id}


async def test_nothing_of_a_complaint_lies_in_her_thread(both: Town, rules: Rules) -> None:
    town = both
    _, case = await made(town, *COMPLAIN)
    await town.street.office.does(
        town.hope, lambda act: complaints_work.acknowledge(act, rules, case.id)
    )
    kept = await town.street.rows(entries)
    assert {row.object_id for row in kept} == {case.id}
    assert {row.contact_id for row in kept} == {None}
    told = {row.staff_id for row in await town.street.rows(notices)}
    assert told <= {town.hope.id, town.noor.id}


class Carrier:
    """Gives every file that it is asked for."""

    async def fetch(self, file: str, *, most: int) -> bytes:
        """Download a file."""
        return f"the voice of {file}".encode()[:most]


async def test_a_voice_message_is_fetched_and_opens_for_its_holders(
    both: Town, rules: Rules
) -> None:
    town, does = both, both.street.office.does
    phone = await town.street.linked(town.amina, town.river)
    row = await town.street.contact_of(phone)
    files = (("voice", "ref-1"),)
    new = New("7KQ4M2", row.id, "complaint", "advocate", ("other",), files=files)
    made_it = await does(None, lambda act: file(act, rules, new))
    assert await Media(town.street.service, Carrier()).fetch_due() == 1
    (case,) = await queue(town)
    (entry,) = (await opened(town, case)).entries
    hope = town.hope
    words = await does(
        hope,
        lambda act: complaints_case.open_file(
            act, made_it, entry.id, entry.files[0].id, hope.private
        ),
    )
    assert words.body == b"the voice of ref-1"


async def test_where_nobody_could_open_it_nothing_is_kept(both: Town, rules: Rules) -> None:
    town = both
    phone = await town.street.linked(town.amina, town.river)
    for line in ("4", "1", "4"):
        await phone.write(line)
    assert "Nobody here can look into this now. Nothing was sent." in phone.last
    row = await town.street.contact_of(phone)
    new = New("7KQ4M2", row.id, "concern", "hub")
    with pytest.raises(Refused, match="nobody"):
        await town.street.office.does(None, lambda act: file(act, rules, new))


def test_a_question_loses_numbers_addresses_and_names_in_the_preview() -> None:
    text = "Did Amina ring +44 7700 900123 or write to a.b@example.org or @some_handle, on 3 March?"
    assert complaints_case.strip_identifiers(text, ["Amina"]) == (
        "Did […] ring […] or write to […] or […], on 3 March?"
    )
    text = "From (020) 7946 0018, SW1A 1AA: HOM1234567, QQ 12 34 56 C, t.me/someone, in 2026."
    assert complaints_case.strip_identifiers(text, []) == ("From […], […]: […], […], […], in 2026.")
    kept = "C-7KQ4-M2: on 03/04/2026 at 14:05, for 1,200 pounds, room 12."
    assert complaints_case.strip_identifiers(kept, ["Amina"]) == kept
