"""A hold keeps everything past its time: two people, of two employers, until a date."""

import json

import pytest

from bot.acts import erasure, holds
from bot.acts.act import Act
from bot.acts.holds import Hold
from bot.clock import DAY_MS
from bot.errors import Refused
from bot.storage.tables.duties import approvals, tasks
from bot.storage.tables.survivors import survivors
from tests.erasure.test_my_data import choose, to_my_data
from tests.office import Person
from tests.street import Street

KEPT = "A rule makes us keep it for now."


@pytest.fixture
async def amina(small_town: Street) -> Person:
    """An advocate of a charity."""
    harbour = await small_town.office.organisation("Harbour")
    return await small_town.office.hire("Amina", "advocate", organisation=harbour)


@pytest.fixture
async def sol(small_town: Street) -> Person:
    """A lead of the Hub."""
    return await small_town.office.hire("Sol", "hub_lead")


def wanted(town: Street, *, days: int = 10, told: bool = True) -> Hold:
    return Hold("legal", town.clock.now() + days * DAY_MS, told, "A court asked on Monday.")


async def proposed(town: Street, amina: Person, river: bytes, hold: Hold) -> bytes:
    return await town.office.does(amina, lambda act: holds.propose(act, river, hold))


async def held(town: Street, amina: Person, sol: Person, river: bytes, hold: Hold) -> None:
    proposal = await proposed(town, amina, river, hold)
    await town.office.does(sol, lambda act: holds.decide(act, proposal, yes=True))


async def is_there(town: Street) -> bool:
    return len(await town.rows(survivors)) == 1


async def test_it_stops_an_erasure_and_ends_by_its_day(
    small_town: Street, amina: Person, sol: Person, river: bytes
) -> None:
    await held(small_town, amina, sol, river, wanted(small_town))
    await small_town.office.does(None, lambda act: erasure.ask(act, river, proved=True))
    await small_town.passes(days=9)
    assert await is_there(small_town)
    await small_town.passes(days=2)
    await small_town.passes(minutes=5)
    assert not await is_there(small_town)


async def test_nobody_decides_it_alone_or_with_a_colleague(
    small_town: Street, amina: Person, sol: Person, river: bytes
) -> None:
    office = small_town.office
    row = await office.database.read(lambda conn: _organisation(conn, amina))
    lee = await office.hire("Lee", "hub_lead", "advocate", organisation=row)
    joe = await office.hire("Joe", "advocate")
    proposal = await proposed(small_town, amina, river, wanted(small_town))
    for person, code in ((amina, "not_yours"), (joe, "not_yours"), (lee, "same_employer")):
        with pytest.raises(Refused) as refused:
            await office.does(person, lambda act: holds.decide(act, proposal, yes=True))
        assert refused.value.code == code
    assert await office.does(sol, lambda act: _kinds(act, river)) == []
    await office.does(sol, lambda act: holds.decide(act, proposal, yes=True))
    assert await office.does(sol, lambda act: _kinds(act, river)) == ["legal"]
    with pytest.raises(Refused):
        await office.does(sol, lambda act: holds.decide(act, proposal, yes=True))


def _organisation(conn: object, person: Person) -> bytes:
    from bot.storage import people  # noqa: PLC0415

    row = people.get(conn, person.id)  # type: ignore[arg-type]
    assert row is not None
    return row.organisation_id


def _kinds(act: Act, river: bytes) -> list[str]:
    return [one.kind for one in holds.of(act.conn, act.vault, river, act.now)]


async def test_who_proposed_it_does_not_decide_it_whatever_they_are(
    small_town: Street,
) -> None:
    lead = await small_town.office.hire("Ada", "advocate", "hub_lead")
    theirs = await small_town.office.survivor(lead, "Reed-9")
    proposal = await proposed(small_town, lead, theirs, wanted(small_town))
    with pytest.raises(Refused, match="same_person"):
        await small_town.office.does(lead, lambda act: holds.decide(act, proposal, yes=True))


async def test_only_who_holds_her_thread_proposes_and_never_without_a_reason_or_for_ever(
    small_town: Street, amina: Person, sol: Person, river: bytes
) -> None:
    for person, hold in (
        (sol, wanted(small_town)),
        (amina, wanted(small_town, days=-1)),
        (amina, wanted(small_town, days=400)),
        (amina, Hold("legal", small_town.clock.now() + DAY_MS, told=True, reason=" ")),
        (amina, Hold("because", small_town.clock.now() + DAY_MS, told=True, reason="why")),
    ):
        with pytest.raises(Refused):
            await proposed(small_town, person, river, hold)
    assert await small_town.rows(approvals) == []


async def test_a_no_and_a_day_later_change_nothing(
    small_town: Street, amina: Person, sol: Person, river: bytes
) -> None:
    first = await proposed(small_town, amina, river, wanted(small_town))
    await small_town.office.does(sol, lambda act: holds.decide(act, first, yes=False))
    late = await proposed(small_town, amina, river, wanted(small_town))
    small_town.clock.forward(hours=24)
    with pytest.raises(Refused, match="expired"):
        await small_town.office.does(sol, lambda act: holds.decide(act, late, yes=True))
    assert await small_town.office.does(sol, lambda act: _kinds(act, river)) == []


async def test_ending_it_takes_two_as_well(
    small_town: Street, amina: Person, sol: Person, river: bytes
) -> None:
    office = small_town.office
    await held(small_town, amina, sol, river, wanted(small_town))
    (running,) = await office.does(sol, lambda act: holds.of(act.conn, act.vault, river, act.now))
    end = await office.does(amina, lambda act: holds.propose_end(act, river, running.id))
    with pytest.raises(Refused):
        await office.does(amina, lambda act: holds.decide(act, end, yes=True))
    assert await office.does(sol, lambda act: _kinds(act, river)) == ["legal"]
    await office.does(sol, lambda act: holds.decide(act, end, yes=True))
    assert await office.does(sol, lambda act: _kinds(act, river)) == []


async def test_why_stays_under_her_key_alone_once_it_is_decided(
    small_town: Street, amina: Person, sol: Person, river: bytes
) -> None:
    await held(small_town, amina, sol, river, wanted(small_town))
    (row,) = await small_town.rows(approvals)
    sealed = row.proposal
    assert isinstance(sealed, bytes)
    body = small_town.office.vault.open("approvals.proposal", bytes(row.id), sealed)
    assert json.loads(body)["hold"]["reason"] == ""
    (running,) = await small_town.office.does(
        sol, lambda act: holds.of(act.conn, act.vault, river, act.now)
    )
    assert running.reason == "A court asked on Monday."


async def test_who_may_know_is_told_by_her_advocate_and_on_her_phone_when_she_asks(
    small_town: Street, amina: Person, sol: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await held(small_town, amina, sol, river, wanted(small_town))
    assert [row.kind for row in await small_town.rows(tasks)] == ["hold_tell"]
    await to_my_data(phone)
    await choose(phone, "Erase everywhere")
    assert KEPT in "\n".join(phone.screen)


async def test_where_the_law_bars_it_nothing_on_her_phone_says_so(
    small_town: Street, amina: Person, sol: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await held(small_town, amina, sol, river, wanted(small_town, told=False))
    assert await small_town.rows(tasks) == []
    await to_my_data(phone)
    await choose(phone, "Erase everywhere")
    assert KEPT not in "\n".join(phone.screen)
    await choose(phone, "Erase everything")
    await phone.write(phone.last.split(": ")[1][:3])
    await small_town.office.does(amina, lambda act: erasure.confirm(act, river))
    await small_town.passes(days=5)
    assert await is_there(small_town)


async def test_in_the_console_one_proposes_and_another_decides(
    small_town: Street, amina: Person, sol: Person, river: bytes
) -> None:
    browser = await small_town.office.signed_in(amina)
    place = f"/conversation/{river.hex()}/hold"
    assert "Nothing keeps it past its time." in await browser.get(place)
    await browser.post(place, kind="legal", reason="", until="2020-01-01", told="no")
    assert browser.status == 422
    until = "2026-12-24"
    await browser.post(place, kind="legal", reason="A court asked.", until=until, told="no")
    assert browser.path == place
    waits = "Keep it until Thu 24 Dec 2026, proposed by Amina: it waits for somebody of another"
    assert waits in browser.text, "an advocate has no Approvals page"
    other = await small_town.office.signed_in(sol)
    page = await other.get("/approvals")
    assert "Keep all data of somebody with Amina" in page
    assert "until Thu 24 Dec 2026" in page, "whoever decides knows for how long"
    assert "River-12" not in page
    (row,) = await small_town.rows(approvals)
    await other.post(f"/approvals/hold/{bytes(row.id).hex()}", answer="yes")
    assert "The law bars telling them" in await browser.get(place)
    assert "proposed by Amina: Sol agreed." in browser.text
    assert "until Thu 24 Dec 2026" in browser.text, "the last day, as it was asked for"


@pytest.mark.parametrize(
    ("told", "says"),
    [("yes", "Tell them so."), ("no", "The law bars telling them: promise no day.")],
)
async def test_whoever_calls_about_an_erasure_reads_that_a_hold_keeps_it(
    small_town: Street, amina: Person, sol: Person, river: bytes, told: str, says: str
) -> None:
    browser = await small_town.office.signed_in(amina)
    place = f"/conversation/{river.hex()}"
    await small_town.office.does(None, lambda act: erasure.ask(act, river, proved=False))
    page = await browser.get(f"{place}/data")
    assert "It goes 72 hours after they asked." in page
    assert "Their data is kept" not in page
    await browser.get(f"{place}/hold")
    await browser.post(
        f"{place}/hold", kind="legal", reason="A court asked.", until="2026-12-24", told=told
    )
    (row,) = await small_town.rows(approvals)
    other = await small_town.office.signed_in(sol)
    await other.get("/approvals")
    await other.post(f"/approvals/hold/{bytes(row.id).hex()}", answer="yes")
    page = await browser.get(f"{place}/data")
    assert f"Their data is kept until Thu 24 Dec 2026: nothing is erased before. {says}" in page
    assert "It goes 72 hours after they asked." not in page
    await browser.post(f"{place}/data", said="")
    assert "Their data is kept until" in browser.text, "also beside an error"
