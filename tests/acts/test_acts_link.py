"""A phone is linked by a code, once, and cut off at once."""

import pytest

from bot.acts import conversation, invites, link, plans
from bot.acts.act import Act
from bot.errors import Refused
from bot.routing import where_we_write
from bot.storage import contacts, intake, keys, outbox, tasks, waiting
from bot.storage import invites as stored
from bot.storage.contacts import ContactRow
from bot.storage.outbox import OutboxRow
from tests.acts.office import Office, Person


async def contact(office: Office, contact_id: bytes) -> ContactRow:
    row = await office.read(lambda conn: contacts.peek(conn, contact_id))
    assert row is not None
    return row


async def linked(office: Office, address: str = "+447700900001") -> tuple[Person, bytes, bytes]:
    amina = await office.hire("Amina", "advocate")
    linh = await office.survivor(amina)
    phone = await office.phone(address)
    card = await office.act_as(amina)(invites.make, linh)
    assert await office.do(link.use_code, phone, card.code) == linh
    return amina, linh, phone


async def test_a_code_links_the_phone_and_moves_what_is_hers_under_her_key(
    office: Office,
) -> None:
    amina = await office.hire("Amina", "advocate")
    linh = await office.survivor(amina)
    phone = await office.phone()
    stranger = await contact(office, phone)
    old = office.vault.unwrap(phone, stranger.wrapped)
    payload = OutboxRow(
        b"o" * 16,
        phone,
        "reply",
        office.vault.seal("outbox.payload", b"o" * 16, b"hello", old),
        False,  # noqa: FBT003 - a row is its columns
        None,
        0,
        0,
        office.clock.now() + 1000,
    )
    await office.database.run(lambda conn: outbox.add(conn, payload, office.clock.now()))
    card = await office.act_as(amina)(invites.make, linh)
    assert await office.do(link.code_opens, card.shown) == linh
    assert await office.do(link.use_code, phone, card.link) == linh

    row = await contact(office, phone)
    assert (row.survivor_id, row.standing) == (linh, "open")
    key = office.vault.unwrap(linh, row.wrapped)
    assert office.vault.open("contacts.address", phone, row.address, key) == b"+447700900001"
    assert row.language is not None
    assert office.vault.open("contacts.language", phone, row.language, key) == b"vi"
    (kept,) = await office.read(lambda conn: outbox.of_contact(conn, phone))
    assert office.vault.open("outbox.payload", kept.id, kept.payload, key) == b"hello"
    assert await office.read(lambda conn: keys.wrapped(conn, phone)) is None
    assert await office.read(lambda conn: where_we_write(conn, linh)) == row


async def test_wrong_used_expired_and_replaced_codes_are_the_same(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    linh = await office.survivor(amina)
    first, second = await office.phone(), await office.phone("+447700900002")
    replaced = await office.act_as(amina)(invites.make, linh)
    used = await office.act_as(amina)(invites.make, linh)
    assert await office.do(link.use_code, first, used.code) == linh
    expired = await office.act_as(amina)(invites.make, linh)
    office.clock.forward(hours=72)
    revoked = await office.act_as(amina)(invites.make, linh)
    await office.act_as(amina)(invites.revoke, linh)
    for code in (
        replaced.code,
        replaced.link,
        used.code,
        used.link,
        expired.code,
        revoked.code,
        "1234567890",
        "hello",
        "",
    ):
        assert await office.do(link.code_opens, code) is None
        assert await office.do(link.use_code, second, code) is None
    assert (await contact(office, second)).survivor_id is None


async def test_a_code_is_kept_only_as_its_mac(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    linh = await office.survivor(amina)
    card = await office.act_as(amina)(invites.make, linh)
    assert len(card.code) == 10
    assert card.shown == f"{card.code[:3]} {card.code[3:6]} {card.code[6:]}"
    assert len(card.link) <= 64
    (row,) = await office.read(lambda conn: stored.of(conn, linh))
    assert card.code.encode() not in row.code_mac
    assert card.expires_at == office.clock.now() + 72 * 3_600_000


async def test_digits_of_any_script_and_grouping_are_read(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    linh = await office.survivor(amina)
    card = await office.act_as(amina)(invites.make, linh)
    for zero in ("٠", "০", "۰", "０", "0"):
        written = "".join(chr(ord(zero) + int(digit)) for digit in card.code)
        assert await office.do(link.code_opens, written[:3] + "-" + written[3:]) == linh


async def test_of_two_phones_with_one_code_one_is_linked(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    linh = await office.survivor(amina)
    phones = [await office.phone(), await office.phone("+447700900002")]
    card = await office.act_as(amina)(invites.make, linh)
    both = [await office.do(link.use_code, phone, card.code) for phone in phones]
    assert both == [linh, None]


async def test_a_frozen_phone_gets_nothing_more_and_the_hub_sees_it(office: Office) -> None:
    amina, linh, phone = await linked(office)
    await office.act_as(amina)(conversation.reply, linh, "Chào em", "vi")
    await office.act_as(amina)(link.freeze, phone)
    row = await contact(office, phone)
    assert row.standing == "frozen"
    now = office.clock.now()
    assert await office.read(lambda conn: waiting.of_contact(conn, phone, now)) == []
    assert await office.read(lambda conn: intake.timers_due(conn, now, 10)) == []
    assert [one.kind for one in await office.read(tasks.of_hub)] == ["frozen"]
    with pytest.raises(Refused) as refused:
        await office.act_as(amina)(conversation.reply, linh, "x", "vi")
    assert refused.value.code == "no_phone"


async def test_somebody_elses_advocate_freezes_nothing(office: Office) -> None:
    _, _, phone = await linked(office)
    joe = await office.hire("Joe", "advocate")
    with pytest.raises(Refused):
        await office.act_as(joe)(link.freeze, phone)
    await office.act_as(office.boss)(link.freeze, phone)


async def test_a_new_phone_takes_over_and_the_hub_sees_the_relink(office: Office) -> None:
    amina, linh, phone = await linked(office)
    await office.act_as(amina)(link.freeze, phone)
    fresh = await office.phone("+447700900002")
    card = await office.act_as(amina)(invites.make, linh)
    assert await office.do(link.use_code, fresh, card.code) == linh
    write = await office.read(lambda conn: where_we_write(conn, linh))
    assert write is not None
    assert write.id == fresh
    kinds = {one.kind for one in await office.read(tasks.of_hub)}
    assert kinds == {"frozen", "relinked"}


async def test_a_second_phone_does_not_become_the_one_we_write_to(office: Office) -> None:
    amina, linh, phone = await linked(office)
    second = await office.phone("12345", "telegram")
    card = await office.act_as(amina)(invites.make, linh)
    await office.do(link.use_code, second, card.code)
    write = await office.read(lambda conn: where_we_write(conn, linh))
    assert write is not None
    assert write.id == phone
    await office.act_as(amina)(plans.keep, linh, {"voicemail": "no"}, second)
    plan = await office.read(lambda conn: plans.read(conn, office.vault, linh))
    assert (plan.contact_id, plan.lines) == (second, {"voicemail": "no"})


async def test_a_phone_given_on_takes_nothing_of_hers_along(office: Office) -> None:
    amina, linh, phone = await linked(office)
    await office.act_as(amina)(conversation.reply, linh, "Chào em", "vi")
    mai = await office.survivor(amina, "Hill-4")
    card = await office.act_as(amina)(invites.make, mai)
    assert await office.do(link.use_code, phone, card.code) == mai
    now = office.clock.now()
    assert await office.read(lambda conn: waiting.of_contact(conn, phone, now)) == []
    assert await office.read(lambda conn: where_we_write(conn, linh)) is None
    assert {one.kind for one in await office.read(tasks.of_hub)} >= {"phone_moved"}


async def test_a_sleeping_link_wakes_by_its_word_and_its_advocate_is_told(
    office: Office,
) -> None:
    amina, linh, phone = await linked(office)
    await office.do(link.put_to_sleep, phone)
    assert (await contact(office, phone)).standing == "asleep"
    assert [one.kind for one in await office.read(lambda c: tasks.of(c, amina.id))] == ["asleep"]
    with pytest.raises(Refused):
        await office.act_as(amina)(conversation.reply, linh, "x", "vi")
    await office.do(link.wake, phone)
    assert (await contact(office, phone)).standing == "open"


async def test_a_unit_that_runs_again_links_once(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    linh = await office.survivor(amina)
    phone = await office.phone()
    card = await office.act_as(amina)(invites.make, linh)

    def twice(act: Act) -> tuple[bytes | None, bytes | None]:
        return (
            link.use_code(act, phone, card.code),
            link.use_code(act, phone, card.code),
        )

    assert await office.do(twice) == (linh, None)
