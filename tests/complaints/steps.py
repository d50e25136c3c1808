"""The steps of a complaint, for the tests: made, queued, opened, shown, decided."""

from bot.acts import complaints_case, complaints_work
from bot.acts.act import Act
from bot.acts.complaints_case import Case, Point, Queued
from tests.complaints.conftest import Town
from tests.street import Handset

COMPLAIN = ("4", "2", "1", "1", "13", "He told my landlord.", "1", "5", "5")
WORRY = ("4", "1", "1", "1", "13", "He told my landlord.", "1", "5", "5")
NOTE = "You have something to read.\nReply 1 to read it."


async def made(town: Town, *lines: str) -> tuple[Handset, Queued]:
    """A survivor who has just complained, and the line that handlers have of it."""
    phone = await town.street.linked(town.amina, town.river)
    for line in lines:
        await phone.write(line)
    (case,) = await queue(town)
    return phone, case


async def queue(town: Town) -> list[Queued]:
    """What a handler can open."""
    office, now = town.street.office, town.street.clock.now()
    return await office.database.read(
        lambda conn: complaints_case.queue(conn, office.vault, town.hope.id, now)
    )


async def opened(town: Town, case: Queued) -> Case:
    """The case as a handler sees it."""
    return await town.street.office.does(
        town.hope, lambda act: complaints_case.open_case(act, case.id, town.hope.private)
    )


async def shows(town: Town, phone: Handset) -> str:
    """Let the note come, and read what is behind it."""
    before = len(phone.lit)
    await town.street.passes(minutes=16)
    assert phone.lit[before:] == [NOTE]
    await phone.write("1")
    return phone.last


def decides(case: Queued, point: Point, decision: str, reason: str, act: Act) -> None:
    """A handler decides about one area."""
    complaints_work.decide(act, case.id, point.id, decision, reason)
