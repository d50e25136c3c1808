"""Who knocks learns nothing from the work it makes: unknown costs what known costs.

Counted are statements and cryptography, not seconds.
"""

import sys
from collections.abc import AsyncIterator
from functools import partial

import pytest

from bot.acts import invites, link, staff
from bot.acts.act import Act
from bot.acts.staff import NewStaff
from bot.clock import DAY_MS, ManualClock
from bot.coordination import Coordination
from bot.storage.database import Database
from bot.vault.argon_thread import run_one
from tests.office import Office
from tests.visitor import Visitor
from tests.work import ARGON, Work, counting

NOWHERE = "nowhere"


@pytest.fixture
async def work() -> AsyncIterator[Work]:
    with counting() as work:
        await work.in_the_argon_thread_too()
        yield work
        await run_one(sys.setprofile, None)


@pytest.fixture
async def office(work: Work, sqlite_url: str, clock: ManualClock) -> AsyncIterator[Office]:
    """An office whose threads are all counted."""
    del work
    database = await Database.open(sqlite_url)
    coordination = await Coordination.open()
    office = Office(database, clock, coordination)
    await office.open()
    yield office
    await office.close()
    await coordination.close()
    await database.close()


async def knocks(visitor: Visitor, work: Work, path: str, **fields: str) -> dict[str, int]:
    """Send a form three times, and count the last: by then nothing is done for the first time."""
    for _ in range(2):
        await visitor.post(path, **fields)
    return await work.of(visitor.post(path, **fields))


async def invited(office: Office, name: str) -> str:
    new = NewStaff(name, f"{name.lower()}@example.org", office.hub, ("advocate",), name)
    made = await office.does(office.people["Sol"], lambda act: staff.invite(act, new))
    return made.token


async def test_an_address_that_nobody_has_costs_what_a_known_one_costs(
    office: Office, work: Work
) -> None:
    await office.hire("Amina", "advocate")
    await office.hire("Sol", "hub_admin")
    await office.disable(await office.hire("Dee", "advocate"))
    await invited(office, "Iva")
    costs = {}
    for name in ("Amina", "Dee", "Iva", "Nobody"):
        visitor = await office.stranger()
        await visitor.get("/sign-in")
        email = f"{name.lower()}@example.org"
        costs[name] = await knocks(visitor, work, "/sign-in", email=email, code="000000")
        assert visitor.status == 422
    assert costs["Amina"]["Cursor.execute"] > 0
    assert costs["Amina"]["hmac_new"] >= 3, "a code is compared with three steps"
    assert any("decrypt" in name for name in costs["Amina"]), "a second factor is opened"
    assert {name: cost for name, cost in costs.items() if cost != costs["Amina"]} == {}


async def test_who_left_between_code_and_words_costs_what_wrong_words_cost(
    office: Office, work: Work
) -> None:
    costs = []
    for name in ("Amina", "Dee"):
        person = await office.hire(name, "advocate")
        visitor = await office.stranger()
        await visitor.get("/sign-in")
        await visitor.post("/sign-in", email=person.email, code=office.code(person))
        if name == "Dee":
            await office.disable(person)
        costs.append(await knocks(visitor, work, "/sign-in/words", passphrase="not the words"))
        assert "These are not your six words" in visitor.text
    assert costs[0][ARGON] == 1
    assert costs[0] == costs[1]


async def test_an_invitation_that_opens_nothing_costs_the_same_whyever(
    office: Office, work: Work, clock: ManualClock
) -> None:
    await office.hire("Sol", "hub_admin")
    late = await invited(office, "Late")
    clock.forward(seconds=15 * DAY_MS // 1000)
    used = await invited(office, "Used")
    await office.does(office.people["Sol"], lambda act: again(act, used))
    costs = {}
    for token in (late, used, "x" * len(used), NOWHERE):
        visitor = await office.stranger()
        await visitor.get("/sign-in")
        csrf = visitor.token()
        path = f"/invitation/{token}"
        for _ in range(2):
            await visitor.get(path)
        costs[token] = [await work.of(visitor.get(path))]
        assert visitor.status == 404
        for step in ("words", "check", "finish"):
            form = [("csrf", csrf), ("passphrase", "not the words"), ("code", "000000")]
            await visitor.send(f"{path}/{step}", form)
            costs[token].append(await work.of(visitor.send(f"{path}/{step}", form)))
            assert visitor.status == 404
    assert costs[late][0]["Cursor.execute"] > 0
    assert [cost for cost in costs.values() if cost != costs[late]] == []


def again(act: Act, token: str) -> None:
    """A new link: the one before opens nothing from now on."""
    found = staff.link_of(act.conn, act.vault, token, act.now)
    assert found is not None
    staff.invite_again(act, found[1].id)


async def test_a_code_that_links_nothing_costs_the_same_whyever(
    office: Office, work: Work, clock: ManualClock
) -> None:
    amina = await office.hire("Amina", "advocate")

    async def card(alias: str) -> str:
        river = await office.survivor(amina, alias, "en")
        return (await office.does(amina, lambda act: invites.make(act, river))).code

    late, used = await card("River-1"), await card("River-2")
    phone = await office.phone(amina, await office.survivor(amina, "River-3", "en"))
    assert await office.does(None, lambda act: link.use_code(act, phone, used))
    clock.forward(seconds=4 * DAY_MS // 1000)
    costs = []
    for code in (late, used, "0000000000"):
        opens = partial(link.code_opens, code=code)
        assert await office.does(None, opens) is None
        costs.append(await work.of(office.does(None, opens)))
    assert costs[0]["Cursor.execute"] > 0
    assert costs[0] == costs[1] == costs[2]
