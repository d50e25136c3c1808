"""Under 18: asked without blame at linking; numbers for children, a person today, nothing else."""

import pytest
import sqlalchemy as sa

from bot.acts import calendars, invites
from bot.clock import DAY_MS
from bot.storage.tables.duties import tasks
from bot.storage.tables.survivors import contacts
from bot.storage.tables.threads import entries
from tests.office import Person
from tests.street import Handset, Street

NUMBERS = "Childline"


async def young(town: Street, advocate: Person, survivor: bytes, answer: str = "No") -> Handset:
    card = await town.office.does(advocate, lambda act: invites.make(act, survivor))
    phone = town.phone()
    await phone.write(card.shown)
    await phone.write("1")  # a good time
    assert "Are you 18 or over?" in phone.last
    await phone.pick(answer)
    return phone


async def kinds(town: Street) -> list[tuple[str, bool]]:
    return [(row.kind, row.urgent) for row in await town.rows(tasks)]


@pytest.mark.parametrize("answer", ["No", "Not sure"])
async def test_who_may_be_under_18_gets_numbers_and_a_person_the_same_day(
    small_town: Street, amina: Person, river: bytes, answer: str
) -> None:
    phone = await young(small_town, amina, river, answer)
    assert NUMBERS in phone.lit[-2]
    assert "look at this today" in phone.last
    assert await kinds(small_town) == [("under_18", True)]


async def test_today_is_promised_only_where_somebody_is_at_work_and_who_is_away_is_not_asked(
    small_town: Street, amina: Person, river: bytes
) -> None:
    now = small_town.clock.now()
    await small_town.office.does(
        amina, lambda act: calendars.add_span(act, "away", now - DAY_MS, now + 2 * DAY_MS)
    )
    phone = await young(small_town, amina, river)
    assert "We have asked a person here to look at this." in phone.last
    assert "today" not in phone.last
    assert [row.staff_id for row in await small_town.rows(tasks)] == [None], "the Hub's to do"


async def test_it_is_not_asked_again_and_no_other_answer_opens_what_is_for_adults(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await young(small_town, amina, river)
    await small_town.passes(hours=20)
    phone.lit.clear()
    for said in ("hello", "1", "hello", "1", "Yes", "0", "HELP", "8", "3", "menu", "My rights"):
        await phone.write(said)
    shown = ("Hello.", "These people help young people.")
    assert all(NUMBERS in one or one.startswith(shown) for one in phone.lit)
    assert any(NUMBERS in one for one in phone.lit)
    assert not any("18 or over" in one or "My rights" in one for one in phone.lit)
    assert "look at this today" not in " ".join(phone.lit), "it was asked yesterday"
    assert await kinds(small_town) == [("under_18", True)], "one task is enough"
    assert await small_town.rows(entries) == []


async def test_a_new_code_from_a_person_asks_again(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await young(small_town, amina, river)
    card = await small_town.office.does(amina, lambda act: invites.make(act, river))
    await phone.write(card.shown)
    await phone.write("1")
    assert "Are you 18 or over?" in phone.last
    await phone.pick("Yes")
    assert "Write to my advocate" in phone.last
    assert (await small_town.contact_of(phone)).adult_at is not None


async def test_crisis_words_of_somebody_young_can_still_reach_who_is_on_call(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await young(small_town, amina, river)
    await phone.write("I want to die")
    assert "Tell" in phone.last
    assert "Help numbers" in phone.last


async def test_the_yes_of_one_person_is_not_the_yes_of_the_next_on_that_phone(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river, "telegram")
    other = await small_town.office.survivor(amina, "Cliff-6")
    card = await small_town.office.does(amina, lambda act: invites.make(act, other))
    await phone.write(f"/start {card.link}")
    await phone.tap("1")
    assert "Are you 18 or over?" in phone.last


async def test_the_answer_lies_sealed(small_town: Street, amina: Person, river: bytes) -> None:
    await young(small_town, amina, river)
    rows = await small_town.office.database.read(
        lambda conn: conn.execute(sa.select(contacts)).all()
    )
    assert [row.adult_at for row in rows] == [None]
    assert not any(b"adult" in bytes(row.settings or b"") for row in rows)
