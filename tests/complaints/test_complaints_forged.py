"""What we never wrote, of grants or of phones, lets nobody near a complaint."""

import pytest
import sqlalchemy as sa

from bot.acts import complaints_case, complaints_two, complaints_work
from bot.complaint_clocks import Rules
from bot.errors import Refused
from bot.storage.tables.complaints import complaints
from bot.storage.tables.keys import grants
from bot.storage.tables.survivors import contacts
from tests.complaints.conftest import Town
from tests.complaints.steps import COMPLAIN, made


@pytest.mark.parametrize("copied", [True, False])
async def test_who_adds_a_copy_for_themselves_sees_no_complaint_and_does_nothing(
    both: Town, rules: Rules, *, copied: bool
) -> None:
    """Neither one made up, nor a handler's, with its proof."""
    town, office = both, both.street.office
    _, case = await made(town, *COMPLAIN)
    (theirs,) = [
        row
        for row in await town.street.rows(grants)
        if (row.object_id, row.holder_id) == (case.id, town.hope.id)
    ]
    values = {**theirs._mapping, "id": b"f" * 16, "holder_id": town.amina.id}
    if not copied:
        values |= {"holder": b"made up", "sealed": b"made up"}
    await office.database.run(
        lambda conn: conn.execute(sa.insert(grants).values(**values)) and None
    )
    amina, now = town.amina, town.street.clock.now()

    def seen(conn: sa.Connection) -> list[object]:
        vault = office.vault
        return [
            *complaints_case.queue(conn, vault, amina.id, now),
            *complaints_case.closed(conn, vault, amina.id, now),
            *complaints_two.waiting(conn, vault, amina.id, now),
        ]

    assert await office.database.read(seen) == []
    for deed in (
        lambda act: complaints_work.acknowledge(act, rules, case.id),
        lambda act: complaints_case.open_case(act, case.id, amina.private),
        lambda act: complaints_two.reference(act, case.id),
    ):
        with pytest.raises(Refused) as refused:
            await office.does(amina, deed)
        assert refused.value.code == "not_a_holder"
    hopes = await office.database.read(
        lambda conn: complaints_case.queue(conn, office.vault, town.hope.id, now)
    )
    assert [one.id for one in hopes] == [case.id]


async def test_a_phone_that_the_database_calls_the_one_it_came_from_finds_nothing(
    both: Town, rules: Rules
) -> None:
    """Neither a note nor words: whoever it is about links a phone of their own for that."""
    town, office = both, both.street.office
    _, case = await made(town, *COMPLAIN)
    await office.does(town.hope, lambda act: complaints_work.acknowledge(act, rules, case.id))
    lake = await office.survivor(town.amina, "Lake-3")
    theirs = await town.street.linked(town.amina, lake)
    (link_id,) = {row.link_id for row in await town.street.rows(complaints)}
    row = await town.street.contact_of(theirs)
    forged = [
        sa.update(complaints).values(contact_id=row.id),
        sa.update(contacts).where(contacts.c.id == row.id).values(link_id=link_id),
    ]

    def write(conn: sa.Connection) -> None:
        for change in forged:
            conn.execute(change)

    await office.database.run(write)
    before = len(theirs.lit)
    await town.street.passes(minutes=20)
    assert theirs.lit[before:] == []
    for line in ("menu", "4", "4", "1", "1"):
        await theirs.write(line)
    said = " ".join(theirs.lit[before:])
    for words in ("something to read", "Hope", case.reference):
        assert words not in said
