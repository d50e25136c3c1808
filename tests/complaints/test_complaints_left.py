"""Who leaves a phone leaves nothing to be read on it of a complaint either."""

from bot.acts import complaints_work
from bot.acts.complaints_case import Queued
from bot.complaint_clocks import Rules
from bot.storage.tables.threads import waiting
from tests.complaints.conftest import Town
from tests.complaints.steps import NOTE, opened
from tests.complaints.test_complaints_front_door import COMPLAIN, queue, relinked, says
from tests.street import Handset


async def complained(town: Town) -> tuple[Handset, Queued]:
    """A survivor who has just complained, and chosen six digits."""
    phone = await town.street.linked(town.amina, town.river)
    await says(phone, *COMPLAIN)
    (case,) = await queue(town)
    return phone, case


async def writes(town: Town, case: Queued, rules: Rules) -> None:
    """A handler takes it, and she is told."""
    await town.street.office.does(
        town.hope, lambda act: complaints_work.acknowledge(act, rules, case.id)
    )
    await town.street.passes(minutes=16)


async def unread(town: Town) -> list[object]:
    """What waits to be read."""
    return [row.id for row in await town.street.rows(waiting)]


async def told(town: Town, case: Queued) -> list[str | None]:
    """What handlers see became of what they told her."""
    entries = (await opened(town, case)).entries
    return [one.delivery for one in entries if one.delivery is not None]


async def test_what_waits_of_a_complaint_goes_and_its_handlers_see_it(
    both: Town, rules: Rules
) -> None:
    town = both
    phone, case = await complained(town)
    await writes(town, case, rules)
    assert phone.lit[-1] == NOTE
    await phone.write("9")
    assert await unread(town) == []
    assert await told(town, case) == ["not_read"]
    await says(phone, "menu", "1")
    assert "You have something to read" not in phone.last
    await town.street.passes(minutes=16)
    await town.street.office.does(
        town.hope, lambda act: complaints_work.ask(act, case.id, "Which day?", "en")
    )
    await town.street.passes(minutes=1)
    assert phone.lit[-1] == NOTE
    await phone.write("1")
    assert phone.last.startswith("Which day?")


async def test_what_was_read_stays_read(both: Town, rules: Rules) -> None:
    town = both
    phone, case = await complained(town)
    await writes(town, case, rules)
    await says(phone, "1", "9")
    assert await unread(town) == []
    assert await told(town, case) == ["opened"]


async def test_a_phone_that_no_longer_stands_for_her_takes_nothing_from_her(
    both: Town, rules: Rules
) -> None:
    """Frozen, or linked anew, it has nothing of a complaint to leave: its digits still open it."""
    town = both
    hers, case = await complained(town)
    theirs = await relinked(town)
    await writes(town, case, rules)
    waits = await unread(town)
    assert len(waits) == 1
    await theirs.write("9")
    await hers.write("9")
    assert await unread(town) == waits
    await says(hers, "menu", "1", "4", "4", case.reference, "204518")
    assert hers.last.startswith("Hope works on this.")
