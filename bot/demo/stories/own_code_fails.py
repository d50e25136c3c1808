"""Our own code fails on what she writes: it is parked, she is told, and it is kept."""

import json
from functools import partial

from sqlalchemy import Connection

from bot.contact import Contact
from bot.demo.hand import Hand
from bot.demo.stories import arrived
from bot.demo.stories.telling import (
    Story,
    expect,
    opens,
    says,
    sealed_to_people,
    silent,
    there,
    unreadable,
)
from bot.demo.world import World
from bot.flows import state as states
from bot.storage import contacts
from bot.storage import intake as rows
from bot.storage.tables.columns import Sealed
from bot.vault import Vault

WORDS = "They took my papers, Kanarysilver"
PASSING = "Please ring the doctor, Kanarygold"
TOLD = (
    "Something is not working here.",
    "It is not you.",
    "Your words were kept.",
    "08000 121 700",
)
LATEST = 2**62


async def play(world: World) -> None:
    """One fault that stays, and one that is mended before the next try."""
    await _it_stays(world)
    await _it_passes(world)
    unreadable(world, "Kanarysilver", "Kanarygold")


async def _it_stays(world: World) -> None:
    case = world.people.cases["Brook-8"]
    hand = await arrived.by_link(world, case)
    await hand.pick("Write to my advocate")
    await hand.pick("Go on")
    await _break(world, hand)
    says(await hand.write(WORDS), *TOLD)
    expect(await _parked(world) == 1, "one message parked")
    unreadable(world, "Kanarysilver")

    for minutes in (1, 6, 31, 31):
        await world.later(minutes=minutes)
    expect(await _parked(world) == 0, "nothing parked after the last try")
    amina = await world.browser(world.people.amina)
    page = await amina.open(f"/conversation/{case.survivor_id.hex()}")
    says(page, WORDS, "Arrived while we had a fault", where="in Amina's console")
    await opens(world, world.people.amina, case, WORDS)
    await sealed_to_people(world, "Kanarysilver")


async def _it_passes(world: World) -> None:
    case = world.people.cases["Alder-1"]
    hand = await arrived.by_code(world, case)
    await hand.pick("Write to my advocate")
    await hand.pick("Go on")
    whole = await _break(world, hand)
    says(await hand.write(PASSING), *TOLD)
    silent(hand.news, "Send")
    await _break(world, hand, whole)
    hand.look_away()
    await world.later(minutes=1)
    says(hand.news, "To Amina.", "1 Send")
    says(await hand.pick("Send"), "Kept for Amina")
    await opens(world, world.people.amina, case, PASSING)


async def _break(world: World, hand: Hand, whole: bytes | None = None) -> bytes | None:
    """Make our code unable to go on with the conversation, or able; returns it as it was."""
    vault = world.bot.service.vault
    index = vault.address_index(*hand.address)
    return await world.bot.service.database.run(
        partial(_replace, vault=vault, index=index, whole=whole)
    )


def _replace(conn: Connection, vault: Vault, index: bytes, whole: bytes | None) -> Sealed | None:
    row = there(contacts.find(conn, index), "her phone to be known")
    broken = json.dumps([states.VERSION, "a fault of ours"]).encode()
    kept = Contact(vault, row).seal("state", broken) if whole is None else Sealed(whole)
    contacts.change(conn, row.id, state=kept)
    return row.state


async def _parked(world: World) -> int:
    found = await world.bot.service.database.read(lambda conn: rows.parked_due(conn, LATEST, 100))
    return len(found)


STORY = Story(
    "our own code fails",
    "she is told in plain words; it is parked, sealed, tried again, and given to Amina to read",
    (
        "Switch Storage fails on, and write something: the carrier keeps it.",
        "Switch it off: it is answered, once.",
        "A fault in our own code is played by the story itself: demo --once.",
    ),
    play,
)
