"""Sending: in order, at least once, and honest about what did not arrive."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest
import sqlalchemy as sa
import structlog

from bot.acts import conversation, invites, link
from bot.channels.wire import Channel, Inbound, Outgoing, Sender
from bot.errors import SendError
from bot.outbox import Outbox
from bot.storage.tables.messages import outbox
from bot.storage.tables.survivors import contacts
from bot.storage.tables.threads import entries
from tests.office import Person
from tests.street import Street

AWAY = SendError("away", permanent=False)


async def test_a_passing_failure_is_tried_again_and_arrives_once(town: Street) -> None:
    phone = town.phone()
    town.down = AWAY
    await phone.write("hello")
    town.down = None
    await town.passes(seconds=3)
    assert len(phone.lit) == 1


async def test_a_carriers_wish_to_wait_is_kept(town: Street) -> None:
    phone = town.phone()
    town.down = SendError("slow", permanent=False, retry_after=120)
    await phone.write("hello")
    town.down = None
    await town.passes(seconds=60)
    assert phone.lit == []
    await town.passes(seconds=61)
    assert len(phone.lit) == 1


async def test_crisis_words_and_help_numbers_do_not_wait_behind_a_carriers_wish(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await phone.pick("Write to my advocate")
    small_town.down = SendError("slow", permanent=False, retry_after=120)
    await phone.write("0")
    small_town.down = None
    phone.lit.clear()
    await phone.write("1")
    assert phone.lit == [], "a card waits as long as the carrier asked"
    await phone.write("I want to kill myself")
    assert any("It sounds like things may be very hard." in one for one in phone.lit)
    phone.lit.clear()
    await phone.write("0")
    assert phone.lit == [], "what is newer waits all the same, or an older card came after it"
    await small_town.passes(seconds=121)
    assert phone.lit != []


async def test_a_text_that_cannot_be_deleted_at_the_carrier_yet_keeps_no_answer_back(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    small_town.keeps_bodies = SendError("20009", permanent=False)
    small_town.redacted.clear()
    for number in ("1", "0", "3", "0"):
        phone.lit.clear()
        await phone.write(number)
        assert phone.lit, f"no answer to {number}"
        await small_town.passes(seconds=20)  # it is tried again, and has longer to wait each time
    phone.lit.clear()
    await small_town.office.does(amina, lambda act: conversation.reply(act, river, "Yes.", "en"))
    await small_town.passes(minutes=16)
    assert len(phone.lit) == 1, "nor is she kept from a note"
    assert small_town.redacted == []
    small_town.keeps_bodies = None
    await small_town.passes(hours=1)
    assert len(small_town.redacted) == len("1030"), "and each is deleted as soon as it can be"


async def test_a_text_is_given_to_the_carrier_with_the_time_that_is_left(town: Street) -> None:
    phone = town.phone()
    await phone.write("hello")
    assert [out.validity for out in town.sent if out.cls == "reply"] == [600]
    town.down = AWAY
    await phone.write("1")
    town.down = None
    town.sent.clear()
    await town.passes(seconds=599.5)
    assert [out.validity for out in town.sent if out.cls == "reply"] == [1]


async def test_a_disk_that_takes_nothing_is_told_once_and_when_it_takes_again(
    small_town: Street,
) -> None:
    phones = [small_town.phone(), small_town.phone()]
    small_town.down = AWAY
    for one in phones:
        await one.write("hello")
    small_town.down = None
    small_town.clock.forward(seconds=10)
    with structlog.testing.capture_logs() as logs:
        with _full_disk():
            for _ in range(3):
                await small_town.worker.once()
        told = [line for line in logs if "phone" in line["event"]]
        assert len(told) == 1
        assert told[0]["fault"].startswith("SQLITE_")
        duties = [line["duty"] for line in logs if line["event"] == "a duty failed"]
        assert duties
        assert len(set(duties)) == len(duties)
        await small_town.settle()
    assert [len(one.lit) for one in phones] == [1, 1]
    over = [line for line in logs if line["log_level"] == "warning"]
    assert [line["times"] for line in over if "phone" in line["event"]] == [3 * len(phones)]
    assert sorted(line["duty"] for line in over if "duty" in line) == sorted(duties)


@contextmanager
def _full_disk() -> Iterator[None]:
    """No file of this process can grow: each of ours is longer already."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_phone_whose_rows_do_not_open_stops_nobody_elses(town: Street) -> None:
    broken, phone = town.phone(), town.phone()
    town.down = AWAY
    for one in (broken, phone):
        await one.write("hello")
    row = await town.contact_of(broken)
    spoiled = sa.update(contacts).where(contacts.c.id == row.id).values(address=b"does not open")
    await town.office.database.run(lambda conn: conn.execute(spoiled) and None)
    town.down = None
    await town.passes(seconds=10)
    assert (len(broken.lit), len(phone.lit)) == (0, 1)


async def test_an_opted_out_number_is_a_state_and_not_a_failure(town: Street) -> None:
    phone = town.phone()
    town.down = SendError("21610", permanent=True, opted_out=True)
    await phone.write("hello")
    town.down = None
    row = await town.contact_of(phone)
    assert row.stopped
    assert row.failed_days == 0


async def test_a_stop_that_the_carrier_kept_to_itself_is_found_by_a_note_of_the_thread_alone(
    small_town: Street, amina: Person, river: bytes
) -> None:
    """What else is sent may be a complaint's, and her advocate sees that she stopped."""
    phone = await small_town.linked(amina, river)
    await small_town.sends_words(phone, "hello")
    small_town.opted_out = {phone.address}
    await phone.write("menu")
    assert not (await small_town.contact_of(phone)).stopped
    await small_town.office.does(amina, lambda act: conversation.reply(act, river, "Hi", "en"))
    await small_town.passes(hours=1)
    row = await small_town.contact_of(phone)
    assert row.stopped
    assert row.failed_days == 0


async def test_a_permanent_failure_steps_aside_and_is_counted_once_a_day(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.sends_words(phone, "hello")
    for _ in range(3):
        small_town.gone = {phone.address}
        await small_town.office.does(amina, lambda act: conversation.reply(act, river, "Hi", "en"))
        await small_town.passes(hours=1)
        assert await small_town.rows(outbox) == []
        small_town.gone = set()
        await phone.write("menu")  # what waits is there, though no note told of it
        await phone.pick("Show")
        await small_town.passes(hours=1)
    assert (await small_town.contact_of(phone)).failed_days == 1


async def test_an_answer_that_fails_counts_against_no_link(
    small_town: Street, amina: Person, river: bytes
) -> None:
    """It fails right after she was heard, and may be about what her advocate knows nothing of."""
    phone = await small_town.linked(amina, river)
    small_town.gone = {phone.address}
    await phone.write("HELP")
    assert (await small_town.contact_of(phone)).failed_days == 0
    assert await small_town.rows(outbox) == []


async def test_a_note_climbs_to_48_hours_and_then_staff_see_not_delivered(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.sends_words(phone, "hello")
    await small_town.passes(hours=1)
    small_town.down = AWAY
    await small_town.office.does(amina, lambda act: conversation.reply(act, river, "Hi", "en"))
    for _ in range(50):
        await small_town.passes(hours=1)
    small_town.down = None
    assert "not_delivered" in [row.delivery for row in await small_town.rows(entries)]
    phone.lit.clear()
    await small_town.passes(hours=1)
    assert phone.lit == []


@pytest.mark.parametrize("cut_off", ["STOP", "freeze", "put_to_sleep"])
async def test_a_note_that_waited_for_the_carrier_is_not_sent_to_a_phone_cut_off_meanwhile(
    small_town: Street, amina: Person, river: bytes, cut_off: str
) -> None:
    phone = await small_town.linked(amina, river, "telegram")
    await small_town.sends_words(phone, "hello")
    await small_town.passes(hours=1)
    small_town.down = AWAY
    await small_town.office.does(amina, lambda act: conversation.reply(act, river, "Hi", "en"))
    await small_town.passes(minutes=1)
    assert [row.cls for row in await small_town.rows(outbox)] == ["push"]
    if cut_off == "STOP":
        await phone.write("STOP")
    else:
        contact = (await small_town.contact_of(phone)).id
        act_of = getattr(link, cut_off)
        await small_town.office.does(amina, lambda act: act_of(act, contact))
    small_town.down = None
    phone.lit.clear()
    await small_town.passes(hours=2)
    assert [text for text in phone.lit if "something to read" in text] == []
    assert [row.cls for row in await small_town.rows(outbox)] == []
    seen = "note_held" if cut_off == "STOP" else "not_read"  # what waited there went with the phone
    assert seen in [row.delivery for row in await small_town.rows(entries)]


async def test_rule_26_no_note_goes_out_in_quiet_hours(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.sends_words(phone, "hello")
    await small_town.passes(hours=11)
    phone.lit.clear()
    await small_town.office.does(amina, lambda act: conversation.reply(act, river, "Hi", "en"))
    await small_town.passes(hours=10)
    assert phone.lit == [], "it is seven in the morning"
    await small_town.passes(hours=3)
    assert len(phone.lit) == 1


async def test_rule_27_never_two_unanswered_notes(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.sends_words(phone, "hello")
    await small_town.passes(hours=1)
    phone.lit.clear()
    for text in ("One", "Two"):
        answer = partial(conversation.reply, survivor_id=river, text=text, language="en")
        await small_town.office.does(amina, answer)
        await small_town.settle()
    assert len(phone.lit) == 1


async def test_a_note_waits_while_a_conversation_is_open(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.sends_words(phone, "hello")
    await phone.pick("Help numbers")
    phone.lit.clear()
    await small_town.office.does(amina, lambda act: conversation.reply(act, river, "Hi", "en"))
    await small_town.passes(minutes=5)
    assert phone.lit == []
    await small_town.passes(minutes=11)
    assert [text.splitlines()[0] for text in phone.lit] == ["You have something to read."]


async def test_a_lease_that_ran_out_is_taken_over(town: Street) -> None:
    phone = town.phone()
    town.down = AWAY
    await phone.write("hello")
    town.down = None
    held = sa.update(contacts).values(
        sending_by=b"a dead process!!", sending_until=town.clock.now() + 60_000, retry_at=None
    )
    await town.office.database.run(lambda conn: conn.execute(held) and None)
    await town.passes(seconds=30)
    assert phone.lit == [], "another process may be sending"
    await town.passes(seconds=31)
    assert len(phone.lit) == 1


async def test_what_a_slow_carrier_has_on_the_wire_is_sent_by_nobody_else(
    small_town: Street, amina: Person, river: bytes
) -> None:
    """Each takes most of the time that a send may take: together longer than a lease lasts."""
    card = await small_town.office.does(amina, lambda act: invites.make(act, river))
    senders: dict[Channel, Sender] = {"sms": small_town}
    office = small_town.office
    other = Outbox(office.database, office.vault, small_town.clock, senders, b"another process!")

    async def slowly(_: Outgoing) -> None:
        small_town.clock.forward(seconds=25)
        await other.sweep()

    small_town.on_the_wire = slowly
    phone = small_town.phone()
    await phone.write(card.shown)
    await other.idle()
    assert len(phone.lit) == 2, "who speaks, and the first question"
    assert len(small_town.redacted) == 1


async def test_what_waited_long_for_its_turn_is_answered_once(small_town: Street) -> None:
    """A code may wait for a minute before it is looked at, which is as long as a lease lasts."""
    phone = small_town.phone()
    came = small_town.clock.now()
    small_town.clock.forward(seconds=61)

    async def looked_at(_: Outgoing) -> None:
        await small_town.outbox.sweep()

    small_town.on_the_wire = looked_at
    late = Inbound("sms", "us", "SM-late", phone.address, 1, "text", came, "407 193 5866")
    await small_town.intake.take(late)
    await small_town.outbox.idle()
    assert len(phone.lit) == len(set(phone.lit)) > 0


@pytest.mark.parametrize("texts", [5])
async def test_what_waits_for_a_phone_goes_in_order(
    small_town: Street, amina: Person, river: bytes, texts: int
) -> None:
    phone = await small_town.linked(amina, river)
    small_town.down = AWAY
    for _ in range(texts):
        await phone.write("HELP")
    small_town.down = None
    await small_town.passes(minutes=1)
    assert len([text for text in phone.lit if "999" in text]) == 1, "a newer card replaces"
