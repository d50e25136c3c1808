"""A thread is opened with its reader's key and answered behind a neutral note."""

import sqlalchemy as sa

from bot.acts import conversation, invites, link, tasks, words
from bot.clock import DAY_MS
from bot.storage import entries, intake, replies, threads, waiting
from bot.storage.tables.duties import notices
from bot.storage.tables.threads import attachments
from bot.storage.tables.threads import entries as entries_table
from bot.vault.entries import Words, unpack
from tests.acts.office import Office, Person


async def settled(office: Office) -> tuple[Person, bytes, bytes]:
    amina = await office.hire("Amina", "advocate")
    linh = await office.survivor(amina)
    phone = await office.phone()
    card = await office.act_as(amina)(invites.make, linh)
    await office.do(link.use_code, phone, card.code)
    await office.database.run(lambda conn: conn.execute(sa.delete(notices)))
    return amina, linh, phone


async def keep(
    office: Office,
    linh: bytes,
    phone: bytes,
    text: str,
    files: tuple[tuple[str, str], ...] = (),
    mark: str | None = None,
) -> bytes:
    return await office.database.run(
        lambda conn: words.keep(
            conn,
            office.vault,
            linh,
            text,
            language="vi",
            contact_id=phone,
            sequence=7,
            now=office.clock.now(),
            files=files,
            mark=mark,
        )
    )


async def test_an_answer_waits_for_her_and_a_neutral_note_begins(office: Office) -> None:
    amina, linh, phone = await settled(office)
    entry_id = await office.act_as(amina)(conversation.reply, linh, "Chào em", "vi")
    now = office.clock.now()
    (row,) = await office.read(lambda conn: waiting.of_contact(conn, phone, now))
    assert (row.entry_id, row.expires_at) == (entry_id, now + 7 * DAY_MS)
    thread = await office.read(lambda conn: threads.of_survivor(conn, linh))
    assert thread is not None
    key = office.vault.unwrap(linh, thread.wrapped)
    shown = unpack(office.vault.open("waiting.body", row.id, row.body, key))
    assert shown == Words(amina.id, "out", now, "text/plain", "vi", "Chào em".encode())
    ((_, kind, subject),) = await office.read(lambda conn: intake.timers_due(conn, now, 10))
    assert (kind, subject) == ("note", phone)
    seen = await office.act_as(amina)(conversation.open_thread, linh, amina.private)
    assert [(one.kind, one.delivery) for one in seen.entries] == [("reply", "kept")]


async def test_an_internal_note_goes_to_nobodys_phone(office: Office) -> None:
    amina, linh, phone = await settled(office)
    await office.act_as(amina)(conversation.internal_note, linh, "Called the hostel.")
    now = office.clock.now()
    assert await office.read(lambda conn: waiting.of_contact(conn, phone, now)) == []
    assert await office.read(lambda conn: intake.timers_due(conn, now, 10)) == []
    seen = await office.act_as(amina)(conversation.open_thread, linh, amina.private)
    assert [one.kind for one in seen.entries] == ["internal"]


async def test_a_long_thread_is_read_page_by_page(office: Office) -> None:
    amina, linh, phone = await settled(office)
    for number in range(conversation.PAGE + 4):
        await keep(office, linh, phone, str(number))
        office.clock.forward(seconds=1)
    page = await office.act_as(amina)(conversation.open_thread, linh, amina.private)
    assert [int(one.words.body) for one in page.entries if one.words] == list(
        range(4, conversation.PAGE + 4)
    )
    assert page.earlier
    before = page.entries[0].created_at
    earlier = await office.act_as(amina)(
        conversation.open_thread, linh, amina.private, before=before
    )
    assert [one.words and one.words.body for one in earlier.entries] == [b"0", b"1", b"2", b"3"]
    assert not earlier.earlier


async def test_one_altered_entry_leaves_the_others_readable(office: Office) -> None:
    amina, linh, phone = await settled(office)
    bad = await keep(office, linh, phone, "altered")
    good = await keep(office, linh, phone, "whole")
    swapped = await office.read(lambda conn: entries.get(conn, good))
    assert swapped is not None
    await office.database.run(
        lambda conn: conn.execute(
            sa.update(entries_table).where(entries_table.c.id == bad).values(body=swapped.body)
        )
    )
    seen = await office.act_as(amina)(conversation.open_thread, linh, amina.private)
    found = {one.id: one.words and one.words.body for one in seen.entries}
    assert found == {bad: None, good: b"whole"}


async def test_a_voice_note_is_a_row_first_and_opens_for_holders_only(office: Office) -> None:
    amina, linh, phone = await settled(office)
    entry_id = await keep(office, linh, phone, "", files=(("voice", "file-77"),))
    (row,) = await office.read(lambda conn: entries.attachments_of(conn, [entry_id]))
    assert (row.kind, row.state, row.body) == ("voice", "waiting", None)
    sound = Words(None, "in", 5, "audio/ogg", "vi", b"\x00sound\x80\x00")
    sealed = await office.do(words.seal_attachment, linh, row.id, sound)
    await office.database.run(
        lambda conn: conn.execute(
            sa.update(attachments)
            .where(attachments.c.id == row.id)
            .values(body=sealed, state="kept", file=None)
        )
    )
    assert (
        await office.act_as(amina)(conversation.open_file, linh, entry_id, row.id, amina.private)
        == sound
    )


async def test_her_words_call_the_advocate_once_and_say_nothing(office: Office) -> None:
    amina, linh, phone = await settled(office)
    await keep(office, linh, phone, "one")
    await keep(office, linh, phone, "two", mark="fault")
    rows = await office.read(lambda conn: conn.execute(sa.select(notices)).all())
    assert [(row.staff_id, row.kind, row.link) for row in rows] == [(amina.id, "new", None)]
    unread = await office.read(lambda conn: replies.unread(conn, [linh], amina.id))
    assert [(one.survivor_id, one.count) for one in unread] == [(linh, 2)]


async def test_what_her_cover_opened_is_still_new_to_the_advocate(office: Office) -> None:
    amina, joe = await office.hire("Amina", "advocate"), await office.hire("Joe", "advocate")
    await office.cover(amina, joe)
    linh = await office.survivor(amina)
    phone = await office.phone()
    card = await office.act_as(amina)(invites.make, linh)
    await office.do(link.use_code, phone, card.code)

    async def new_to(person: Person) -> int:
        found = await office.read(lambda conn: replies.unread(conn, [linh], person.id))
        return sum(one.count for one in found)

    async def opens(person: Person) -> None:
        await office.act_as(person)(conversation.open_thread, linh, person.private)

    await keep(office, linh, phone, "one")
    assert (await new_to(amina), await new_to(joe)) == (1, 1)
    await opens(joe)
    assert (await new_to(amina), await new_to(joe)) == (1, 0), "each has their own"
    office.clock.forward(minutes=1)
    await keep(office, linh, phone, "two")
    assert (await new_to(amina), await new_to(joe)) == (2, 1)
    await opens(amina)
    assert (await new_to(amina), await new_to(joe)) == (0, 0), "nothing is left for her cover"


async def test_a_task_is_done_by_its_owner(office: Office) -> None:
    amina, linh, _ = await settled(office)
    task_id = await office.do(
        tasks.raise_task, "call_me", survivor_id=linh, staff_id=amina.id, detail="morning"
    )
    (mine,) = await office.read(lambda conn: tasks.mine(conn, office.vault, amina.id))
    assert (mine.id, mine.detail) == (task_id, "morning")
    await office.act_as(amina)(tasks.done, task_id)
    assert await office.read(lambda conn: tasks.mine(conn, office.vault, amina.id)) == []
