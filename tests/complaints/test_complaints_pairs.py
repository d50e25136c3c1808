"""Keys on paper that are made later open what was there before, once a holder has been by."""

from functools import partial

import pytest

from bot import proved
from bot.acts import complaints_case, complaints_pairs, recovery
from bot.acts.act import Act
from bot.acts.complaints import New, file
from bot.acts.complaints_entries import key_of
from bot.acts.grants import take
from bot.acts.officers import Kind
from bot.acts.sealing import show
from bot.complaint_clocks import Rules
from bot.conflicts import About
from bot.storage import complaints, entries, keys, threads
from bot.vault.people import Opener, PrivateKey, private_from_seed
from bot.vault.shares import Share, join
from tests.complaints.conftest import Town
from tests.office import Person

SAID = "He told my landlord."


async def made(
    town: Town, rules: Rules, about: About = "advocate", reference: str = "7KQ4M2"
) -> bytes:
    """A complaint, made before there was any key on paper; returns its id."""
    phone = await town.street.linked(town.amina, town.river)
    row = await town.street.contact_of(phone)
    new = New(reference, row.id, "complaint", about, ("privacy",), SAID)
    return await town.street.office.does(None, lambda act: file(act, rules, new))


async def ceremony(town: Town, kind: Kind = "recovery", *, inside: bool = False) -> PrivateKey:
    """Hold it; returns the pair's private half, as the shares on paper make it."""
    office = town.street.office
    elsewhere = await office.organisation("Elsewhere")
    if kind == "recovery":
        here = town.charity if inside else elsewhere
        people = [
            await office.hire("Ola", "officer"),
            await office.hire("Pat", "officer", organisation=here),
            await office.hire("Quy", "officer", organisation=here),
        ]
    else:
        people = [await office.hire("Ravi", "outside_reviewer", organisation=elsewhere)] * 3
    await office.does(people[0], lambda act: recovery.begin(act, [one.id for one in people], kind))
    shares = []
    for one in people:  # the reviewer keeps all three, and is shown one after the other
        shares.append(await shown(town, one, kind))
        await office.does(one, partial(recovery.type_back, text=shares[-1], kind=kind))
    return private_from_seed(join(Share.parse(shares[0]), Share.parse(shares[2])))


async def shown(town: Town, person: Person, kind: Kind) -> str:
    """The share that one of them is shown."""
    return await town.street.office.does(
        person, lambda act: recovery.show_share(act, person.private, kind)
    )


async def opens(town: Town, case: bytes, private: PrivateKey, kind: Kind) -> list[str | None]:
    """What somebody with the shares could read of a complaint."""

    def read(act: Act) -> list[str | None]:
        row, pair = complaints.get(act.conn, case), proved.pair(act.conn, act.vault, kind)
        assert row is not None
        assert pair is not None
        key = key_of(act.vault, row)
        held = {
            grant.epoch: Opener(take(act, grant, private, key))
            for grant in threads.grants_held(act.conn, case, pair.id)
        }
        rows = entries.newest(act.conn, case, 1 << 62, 50)
        return [
            one.words.body.decode() if one.words else None for one in show(act, rows, key, held)
        ]

    return await town.street.office.does(None, read)


async def looks(town: Town, case: bytes) -> None:
    """A handler opens it."""
    hope = town.hope
    await town.street.office.does(
        hope, lambda act: complaints_case.open_case(act, case, hope.private)
    )


@pytest.mark.parametrize("kind", ["recovery", "reviewer"])
async def test_a_pair_made_later_opens_it_once_a_holder_has_looked(
    both: Town, rules: Rules, kind: Kind
) -> None:
    town = both
    case = await made(town, rules)
    private = await ceremony(town, kind)
    assert await opens(town, case, private, kind) == [None], "nothing of what was there before"
    await looks(town, case)
    assert await opens(town, case, private, kind) == [SAID]


async def test_what_comes_after_is_sealed_to_the_new_pair_by_the_server_alone(
    town: Town, rules: Rules
) -> None:
    case = await made(town, rules)
    private = await ceremony(town)
    await town.street.passes(minutes=2)
    row = await town.street.office.database.read(lambda conn: complaints.get(conn, case))
    assert row is not None
    assert row.epoch == 2
    await looks(town, case)
    assert await opens(town, case, private, "recovery") == [SAID]
    await town.street.passes(minutes=2)
    row = await town.street.office.database.read(lambda conn: complaints.get(conn, case))
    assert row is not None
    assert row.epoch == 2, "once is enough"


async def test_the_recovery_pair_never_gets_one_about_an_officer_s_employer(
    town: Town, rules: Rules
) -> None:
    case = await made(town, rules)
    private = await ceremony(town, inside=True)
    reviewers = await ceremony(town, "reviewer")
    await town.street.passes(minutes=2)
    await looks(town, case)
    assert await opens(town, case, private, "recovery") == [None]
    assert await opens(town, case, reviewers, "reviewer") == [SAID]
    left = await town.street.office.does(town.hope, complaints_pairs.uncovered)
    assert not left, "nothing is asked of her that she may not give"


async def test_the_page_of_keys_covers_all_at_once_and_tells_nobody_else(
    town: Town, rules: Rules
) -> None:
    office = town.street.office
    await ceremony(town)
    amina = await office.signed_in(town.amina)
    before = await amina.get("/keys")
    case = await made(town, rules)
    private = await ceremony(town, "reviewer")
    hope = await office.signed_in(town.hope)
    assert "Older parts are not covered" in await hope.get("/keys")
    amina = await office.signed_in(town.amina)
    page = await amina.get("/keys")
    assert "Older parts are" not in page
    assert "Complaints" not in before
    assert "Complaints" not in page
    await hope.post("/keys/complete")
    assert "Older parts are" not in await hope.get("/keys")
    assert await opens(town, case, private, "reviewer") == [SAID]


async def test_a_pair_that_retired_gets_no_epoch_any_more(town: Town, rules: Rules) -> None:
    await ceremony(town)
    case = await made(town, rules)
    pair = await town.street.office.database.read(
        lambda conn: proved.pair(conn, town.street.office.vault, "recovery")
    )
    assert pair is not None
    now = town.street.clock.now()
    await town.street.office.database.run(lambda conn: keys.retire_recovery(conn, "recovery", now))
    await town.street.passes(minutes=2)
    row = await town.street.office.database.read(lambda conn: complaints.get(conn, case))
    assert row is not None
    held = await town.street.office.database.read(
        lambda conn: complaints.fresh_holders(conn, case, row.epoch)
    )
    assert pair.id not in held
    assert town.hope.id in held
