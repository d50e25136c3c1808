"""What has had its time goes; what cannot be sure of the time refuses."""

import pytest
import sqlalchemy as sa

from bot.acts import many
from bot.acts.complaints_over import Rule
from bot.acts.tasks import done
from bot.due.retention import Retention
from bot.errors import Refused
from bot.storage.tables.complaints import holds
from bot.storage.tables.duties import tasks
from bot.storage.tables.keys import erased, keys
from bot.storage.tables.survivors import survivors
from bot.storage.tables.threads import entries
from tests.office import Person
from tests.street import Street
from tests.today import content_of_today

KEPT = Rule.of(content_of_today())
DAY = 24 * 3_600


async def used(town: Street) -> None:
    """Somebody writes, so that the clock can be believed."""
    await town.phone().write("hello")


def long_ago(conn: sa.Connection) -> None:
    """Whoever's work has ended ended it in 1970."""
    conn.execute(sa.update(survivors).where(survivors.c.ended_at.is_not(None)).values(ended_at=0))


async def test_words_go_a_week_after_they_were_due_180_days_after_they_were_written(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.sends_words(phone, "hello")
    retention = Retention(small_town.service)
    small_town.clock.forward(seconds=186 * DAY)
    await used(small_town)
    assert await retention.run() == 0
    small_town.clock.forward(seconds=2 * DAY - 10)
    await used(small_town)
    assert await retention.run() == 1
    assert await small_town.rows(entries) == []


async def test_97_days_after_the_end_her_key_goes_and_her_id_is_on_the_list(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.sends_words(phone, "hello")
    await end(small_town, river)
    small_town.clock.forward(seconds=98 * DAY)
    await used(small_town)
    assert await Retention(small_town.service).run() == 1
    assert await small_town.rows(survivors) == []
    assert river not in [row.owner_id for row in await small_town.rows(keys)]
    assert [row.owner_id for row in await small_town.rows(erased)] == [river]


async def end(town: Street, river: bytes) -> None:
    change = sa.update(survivors).where(survivors.c.id == river).values(ended_at=town.clock.now())
    await town.office.database.run(lambda conn: conn.execute(change) and None)


async def test_a_clock_far_past_the_last_thing_that_happened_stops_it_and_the_hub_is_asked_once(
    small_town: Street, amina: Person, river: bytes
) -> None:
    await small_town.linked(amina, river)
    small_town.clock.forward(seconds=400 * DAY)
    retention = Retention(small_town.service)
    assert await retention.run() == 0
    assert await retention.run() == 0
    assert [row.kind for row in await small_town.rows(tasks)] == ["retention_clock"]


async def test_too_many_at_once_wait_for_a_person(small_town: Street, amina: Person) -> None:
    for number in range(5):
        await end(small_town, await small_town.office.survivor(amina, f"River-{number}"))
    small_town.clock.forward(seconds=98 * DAY)
    await used(small_town)
    assert await Retention(small_town.service).run() == 0
    assert len(await small_town.rows(survivors)) == 5


async def test_two_people_say_yes_and_they_go_and_no_more_than_they_agreed_to(
    small_town: Street, amina: Person
) -> None:
    for number in range(5):
        await end(small_town, await small_town.office.survivor(amina, f"River-{number}"))
    small_town.clock.forward(seconds=98 * DAY)
    await used(small_town)
    retention, office = Retention(small_town.service), small_town.office
    assert await retention.run() == 0
    (task,) = await small_town.rows(tasks)
    lead, admin = await office.hire("Sol", "hub_lead"), await office.hire("Gil", "hub_admin")
    with pytest.raises(Refused, match="two_people"):
        await office.does(lead, lambda act: done(act, bytes(task.id)))
    wanted = await office.does(lead, lambda act: many.propose(act, KEPT, bytes(task.id)))
    assert await retention.run() == 0, "one alone"
    with pytest.raises(Refused, match="same_person"):
        await office.does(lead, lambda act: many.decide(act, KEPT, wanted, yes=True))
    with pytest.raises(Refused, match="unknown"):
        await office.does(amina, lambda act: many.decide(act, KEPT, wanted, yes=True))
    await office.does(admin, lambda act: many.decide(act, KEPT, wanted, yes=True))
    for number in range(5, 10):  # these nobody has agreed to
        await end(small_town, await office.survivor(amina, f"River-{number}"))
        await small_town.office.database.run(long_ago)
    assert await retention.run() == 0
    assert len(await small_town.rows(survivors)) == 10
    asked = [row for row in await small_town.rows(tasks) if row.done_at is None]
    wanted = await office.does(admin, lambda act: many.propose(act, KEPT, bytes(asked[0].id)))
    await office.does(lead, lambda act: many.decide(act, KEPT, wanted, yes=True))
    assert await retention.run() == 10
    assert await small_town.rows(survivors) == []


async def test_what_one_proposes_and_another_refuses_stays_and_can_be_proposed_again(
    small_town: Street, amina: Person
) -> None:
    for number in range(5):
        await end(small_town, await small_town.office.survivor(amina, f"River-{number}"))
    small_town.clock.forward(seconds=98 * DAY)
    await used(small_town)
    retention, office = Retention(small_town.service), small_town.office
    await retention.run()
    (task,) = await small_town.rows(tasks)
    lead, ola = await office.hire("Sol", "hub_lead"), await office.hire("Ola", "officer")
    wanted = await office.does(lead, lambda act: many.propose(act, KEPT, bytes(task.id)))
    await office.does(ola, lambda act: many.decide(act, KEPT, wanted, yes=False))
    assert await retention.run() == 0
    wanted = await office.does(lead, lambda act: many.propose(act, KEPT, bytes(task.id)))
    small_town.clock.forward(seconds=DAY)
    with pytest.raises(Refused, match="expired"):
        await office.does(ola, lambda act: many.decide(act, KEPT, wanted, yes=True))
    assert await retention.run() == 0


async def test_what_a_hold_is_on_stays_until_its_date(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.sends_words(phone, "hello")
    await end(small_town, river)
    until = small_town.clock.now() + 300 * DAY * 1000
    hold = sa.insert(holds).values(
        id=b"h" * 16, object_id=river, kind="legal", reason=b"sealed", made_by=amina.id,
        made_at=0, until=until,
    )  # fmt: skip
    await small_town.office.database.run(lambda conn: conn.execute(hold) and None)
    small_town.clock.forward(seconds=200 * DAY)
    await used(small_town)
    retention = Retention(small_town.service)
    assert await retention.run() == 0
    assert len(await small_town.rows(entries)) == 1
    small_town.clock.forward(seconds=101 * DAY)
    await used(small_town)
    assert await retention.run() == 2, "the words, and then everything of hers"
    assert await small_town.rows(survivors) == []
