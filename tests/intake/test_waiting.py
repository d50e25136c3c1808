"""What waits to be read: for seven days, five at most, and gone at leave and freeze."""

from functools import partial

import pytest

from bot.acts import conversation, link
from bot.clocks import local_time
from bot.errors import SendError
from bot.flows.came import by_time
from bot.storage.tables.threads import entries, waiting
from tests.office import Person
from tests.street import Handset, Street
from tests.today import catalogues_of_today


async def answered(town: Street, amina: Person, river: bytes, *texts: str) -> None:
    for text in texts:
        reply = partial(conversation.reply, survivor_id=river, text=text, language="en")
        await town.office.does(amina, reply)
        town.clock.forward(seconds=1)
    await town.settle()


async def states(town: Street) -> list[str]:
    """What staff see of each answer, oldest first."""
    rows = sorted(await town.rows(entries), key=lambda row: int(row.created_at))
    return [row.delivery for row in rows if row.kind == "reply"]


@pytest.fixture
async def phone(small_town: Street, amina: Person, river: bytes) -> Handset:
    phone = await small_town.linked(amina, river, "telegram")
    await small_town.sends_words(phone, "hello")
    await small_town.passes(hours=1)
    return phone


@pytest.mark.usefixtures("phone")
async def test_one_note_stands_for_every_answer_that_waits_behind_it(
    small_town: Street, amina: Person, river: bytes
) -> None:
    small_town.down = SendError("away", permanent=False)
    await answered(small_town, amina, river, "One", "Two")
    await answered(small_town, amina, river, "Three")
    assert await states(small_town) == ["kept"] * 3
    small_town.down = None
    await small_town.passes(minutes=5)
    assert await states(small_town) == ["note_sent"] * 3
    await answered(small_town, amina, river, "Four")
    assert await states(small_town) == ["note_sent"] * 4


@pytest.mark.usefixtures("phone")
async def test_a_note_that_is_refused_is_refused_for_all_behind_it(
    small_town: Street, amina: Person, river: bytes
) -> None:
    small_town.down = SendError("gone", permanent=True)
    await answered(small_town, amina, river, "One", "Two")
    assert await states(small_town) == ["not_delivered"] * 2


async def test_after_seven_days_it_is_gone_she_is_told_whom_to_ask_and_staff_see_it(
    small_town: Street, amina: Person, river: bytes, phone: Handset
) -> None:
    await answered(small_town, amina, river, "Hi")
    await small_town.passes(days=6, hours=23)
    assert (await states(small_town), len(await small_town.rows(waiting))) == (["note_sent"], 1)
    await small_town.passes(hours=2)
    assert (await states(small_town), await small_town.rows(waiting)) == (["not_read"], [])
    await phone.tap("Show")
    assert "Nothing waits here. You can ask Amina to send it again." in phone.last


@pytest.mark.parametrize("how", ["/leave", "freeze", "put_to_sleep"])
async def test_it_goes_at_once_where_it_may_no_longer_be_read(
    small_town: Street, amina: Person, river: bytes, phone: Handset, how: str
) -> None:
    await answered(small_town, amina, river, "Hi")
    if how == "/leave":
        await phone.write(how)
    else:
        contact = (await small_town.contact_of(phone)).id
        cut_off = getattr(link, how)
        await small_town.office.does(amina, lambda act: cut_off(act, contact))
    assert (await states(small_town), await small_town.rows(waiting)) == (["not_read"], [])


async def test_what_was_read_stays_read_when_it_goes(
    small_town: Street, amina: Person, river: bytes, phone: Handset
) -> None:
    await answered(small_town, amina, river, "Hi")
    await phone.tap("Show")
    assert phone.last == "Hi"
    await phone.write("/leave")
    assert (await states(small_town), await small_town.rows(waiting)) == (["opened"], [])


async def test_five_wait_at_most_and_which_one_is_chosen_by_its_time(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.sends_words(phone, "hello")
    await small_town.passes(hours=1)
    await answered(small_town, amina, river, *"123456")
    assert len(await small_town.rows(waiting)) == 5
    assert await states(small_town) == ["not_read", *["note_sent"] * 5]
    await phone.write("1")
    assert phone.last.startswith("Which one?")
    assert phone.last.count("2 Mar, 11 am") == 5


async def test_answers_of_one_minute_are_told_apart_and_each_is_opened_by_its_own_choice(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.sends_words(phone, "hello")
    await small_town.passes(hours=1)
    await answered(small_town, amina, river, "Zebra", "Finch")
    small_town.clock.forward(minutes=2)
    await answered(small_town, amina, river, "Later")
    await phone.write("1")
    lines = phone.last.splitlines()
    assert lines[0] == "Which one?"
    first, second, alone = (line.partition(" ")[2] for line in lines[1:4])
    assert first.endswith(", first")
    assert second == first.removesuffix("first") + "second"
    assert alone.endswith((" am", " pm")), "the only one of its minute needs no more"
    await phone.write("2")
    assert "Finch" in phone.last
    assert "Zebra" not in phone.last


@pytest.mark.parametrize(
    ("code", "first", "second"),
    [("ar", "الأولى", "الثانية"), ("vi", "tin thứ nhất", "tin thứ hai"), ("en", "first", "second")],
)
def test_they_are_told_apart_in_every_language(code: str, first: str, second: str) -> None:
    tongue = catalogues_of_today().tongue(code)
    labels = [tongue.say(one.label) for one in by_time([("a", 60_000), ("b", 61_000)])]
    assert labels[0].endswith(first)
    assert labels[1].endswith(second)


async def test_what_is_read_on_a_later_day_says_of_which_day_it_is(
    small_town: Street, amina: Person, river: bytes, phone: Handset
) -> None:
    await answered(small_town, amina, river, "I called you today.")
    await phone.tap("Show")
    assert phone.last.startswith("I called you today.")
    await answered(small_town, amina, river, "I called you today, too.")
    day = f"{local_time(small_town.clock.now()):%a %-d %b}"
    await small_town.passes(days=2)
    await phone.tap("Show")
    assert phone.last.startswith(f"{day}: I called you today, too.")
