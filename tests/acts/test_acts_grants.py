"""Keys, not roles, decide what opens."""

import pytest
import sqlalchemy as sa

from bot.acts import conversation, enrolment, grants, invites, relations, staff, survivors, words
from bot.acts.act import Act
from bot.acts.staff import NewStaff
from bot.acts.survivors import NewSurvivor
from bot.errors import Refused, SealBroken
from bot.routing import relations_of
from bot.storage import audit, threads
from bot.storage.tables.keys import grants as grants_table
from bot.storage.tables.keys import keys as keys_table
from tests.acts.office import Office


async def keep(office: Office, survivor_id: bytes, text: str) -> bytes:
    """Let her write."""
    return await office.database.run(
        lambda conn: words.keep(
            conn,
            office.vault,
            survivor_id,
            text,
            language="vi",
            contact_id=b"c" * 16,
            sequence=1,
            now=office.clock.now(),
        )
    )


def read(seen: conversation.Conversation) -> list[str | None]:
    return [one.words.body.decode() if one.words else None for one in seen.entries]


async def test_the_advocate_reads_what_was_written_and_the_opening_is_recorded(
    office: Office,
) -> None:
    amina = await office.hire("Amina", "advocate")
    linh = await office.survivor(amina)
    await keep(office, linh, "Tôi muốn gặp chị.")
    seen = await office.act_as(amina)(conversation.open_thread, linh, amina.private)
    assert read(seen) == ["Tôi muốn gặp chị."]
    assert seen.entries[0].read_at is None
    again = await office.act_as(amina)(conversation.open_thread, linh, amina.private)
    assert again.entries[0].read_at == office.clock.now()
    rows = await office.read(lambda conn: audit.newest(conn, office.clock.now() + 1, 100))
    assert [(row.act, row.actor_id) for row in rows].count(("open", amina.id)) == 2


async def test_the_advocate_gets_a_grant_only_after_verification(office: Office) -> None:
    amina = await office.hire("Amina", "advocate", verified=False)
    with pytest.raises(Refused) as refused:
        await office.survivor(amina)
    assert refused.value.code == "advocate_unverified"

    new = NewSurvivor(amina.id, "River-12", "vi", "wales")
    linh = await office.do(survivors.record, new)
    assert await office.read(lambda conn: threads.of_survivor(conn, linh)) is None
    with pytest.raises(Refused):
        await office.act_as(amina)(invites.make, linh)
    assert await office.read(lambda conn: threads.grants_of_holder(conn, amina.id)) == []

    await office.act_as(office.boss)(enrolment.verify, amina.id, amina.words)
    held = await office.read(lambda conn: threads.grants_of_holder(conn, amina.id))
    assert [row.epoch for row in held] == [1]
    await office.act_as(amina)(invites.make, linh)


async def test_a_role_opens_nothing(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    joe = await office.hire("Joe", "advocate", "hub_lead", organisation=office.hub)
    linh = await office.survivor(amina)
    await keep(office, linh, "secret")
    for person in (joe, office.boss):
        with pytest.raises(Refused) as refused:
            await office.act_as(person)(conversation.open_thread, linh, person.private)
        assert refused.value.code == "not_a_holder"
        with pytest.raises(Refused):
            await office.act_as(person)(conversation.reply, linh, "x", "en")
        with pytest.raises(Refused):
            await office.act_as(person)(invites.make, linh)


async def test_the_named_cover_can_open_the_thread(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    joe = await office.hire("Joe", "advocate")
    await office.cover(amina, joe)
    linh = await office.survivor(amina)
    await keep(office, linh, "words")
    assert read(await office.act_as(joe)(conversation.open_thread, linh, joe.private)) == ["words"]


async def test_a_cover_verified_later_reads_from_then_on_and_nothing_before(
    office: Office,
) -> None:
    amina = await office.hire("Amina", "advocate")
    joe = await office.hire("Joe", "advocate", verified=False)
    await office.cover(amina, joe)
    linh = await office.survivor(amina)
    await keep(office, linh, "before")
    await office.act_as(office.boss)(enrolment.verify, joe.id, joe.words)
    office.clock.forward(seconds=1)
    await keep(office, linh, "after")
    assert read(await office.act_as(joe)(conversation.open_thread, linh, joe.private)) == [
        None,
        "after",
    ]
    assert read(await office.act_as(amina)(conversation.open_thread, linh, amina.private)) == [
        "before",
        "after",
    ]


async def test_a_revoked_holder_opens_nothing_more_and_the_next_words_are_in_a_new_epoch(
    office: Office,
) -> None:
    amina = await office.hire("Amina", "advocate")
    joe = await office.hire("Joe", "advocate")
    await office.cover(amina, joe)
    linh = await office.survivor(amina)
    for person in (amina, joe):
        with pytest.raises(Refused) as refused:
            await office.do(grants.revoke, linh, person.id)
        assert refused.value.code == "still_entitled"
    await office.do(_end_relations, amina.id)
    await office.do(grants.revoke, linh, joe.id)
    await keep(office, linh, "after")
    with pytest.raises(Refused):
        await office.act_as(joe)(conversation.open_thread, linh, joe.private)
    seen = await office.act_as(amina)(conversation.open_thread, linh, amina.private)
    assert read(seen) == ["after"]
    thread = await office.read(lambda conn: threads.of_survivor(conn, linh))
    assert thread is not None
    assert thread.epoch == 2


def _end_relations(act: Act, staff_id: bytes) -> None:
    for one in relations_of(act.conn, act.vault, staff_id, act.now):
        relations.end(act, one.id, act.now)


async def test_who_leaves_loses_every_key_but_the_last_to_a_thread(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    joe = await office.hire("Joe", "advocate")
    await office.cover(amina, joe)
    shared = await office.survivor(amina)
    alone = await office.survivor(joe, "Lake-3")
    await office.act_as(office.boss)(staff.disable, joe.id)
    held = await office.read(lambda conn: threads.grants_of_holder(conn, joe.id))
    thread = await office.read(lambda conn: threads.of_survivor(conn, alone))
    assert thread is not None
    assert [row.object_id for row in held] == [thread.id]
    after = await office.read(lambda conn: threads.of_survivor(conn, shared))
    assert after is not None
    assert after.epoch == 2
    current = await office.read(lambda conn: threads.grants_of(conn, after.id))
    assert {row.holder_id for row in current} == {amina.id}


async def test_a_grant_given_to_another_holder_by_the_database_opens_nothing(
    office: Office,
) -> None:
    amina = await office.hire("Amina", "advocate")
    joe = await office.hire("Joe", "advocate")
    linh = await office.survivor(amina)
    await office.database.run(
        lambda conn: conn.execute(sa.update(grants_table).values(holder_id=joe.id))
    )
    with pytest.raises((Refused, SealBroken)):
        await office.act_as(joe)(conversation.open_thread, linh, joe.private)


async def test_deleting_one_row_of_keys_erases_the_whole(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    linh = await office.survivor(amina)
    await keep(office, linh, "words")
    await office.database.run(
        lambda conn: conn.execute(sa.delete(keys_table).where(keys_table.c.owner_id == linh))
    )
    with pytest.raises(Refused):
        await office.act_as(amina)(conversation.open_thread, linh, amina.private)


async def test_an_invitation_needs_an_inviter_who_heard_the_words(office: Office) -> None:
    amina = await office.hire("Amina", "advocate", verified=False)
    joe = await office.hire("Joe", "hub_admin", organisation=office.hub)
    for actor, heard, code in (
        (office.boss, "one two three four", "words_differ"),
        (joe, amina.words, "not_the_inviter"),
        (amina, amina.words, "not_the_inviter"),
        (None, amina.words, "not_the_inviter"),
    ):
        with pytest.raises(Refused) as refused:
            await office.act_as(actor)(enrolment.verify, amina.id, heard)
        assert refused.value.code == code
    await office.act_as(office.boss)(enrolment.verify, amina.id, amina.words)


async def test_an_invitation_opens_once_and_for_14_days(office: Office) -> None:
    new = NewStaff("Mara", "mara@example.org", office.charity, ("complaint_handler",))
    invitation = await office.act_as(office.boss)(staff.invite, new)

    async def who(token: str) -> str:
        now = office.clock.now()
        found = await office.read(lambda conn: staff.invited(conn, office.vault, token, now))
        return found.name if found else ""

    assert await who(invitation.token) == "Mara"
    assert await who("wrong") == ""
    again = await office.act_as(office.boss)(staff.invite_again, invitation.staff_id)
    assert await who(invitation.token) == ""
    office.clock.forward(days=13.9)
    assert await who(again.token) == "Mara"
    await office.enrol(again.staff_id, again.token)
    assert await who(again.token) == ""
    with pytest.raises(Refused):
        await office.enrol(again.staff_id, again.token)
    late = await office.act_as(office.boss)(
        staff.invite, NewStaff("Dee", "dee@example.org", office.charity, ("advocate",))
    )
    office.clock.forward(days=14)
    assert await who(late.token) == ""
    with pytest.raises(Refused) as refused:
        await office.act_as(office.boss)(staff.invite, new)
    assert refused.value.code == "known_address"
