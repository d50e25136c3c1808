"""At eleven at night she writes words that sound like a crisis: she chooses who is told."""

import re

from bot.demo.clock import at_work
from bot.demo.people import Person
from bot.demo.stories import arrived
from bot.demo.stories.telling import (
    Story,
    expect,
    opens,
    says,
    silent,
    stays_closed,
    there,
    unreadable,
)
from bot.demo.text_phone import TextPhone
from bot.demo.world import World
from bot.storage import people

WORDS = "I want to die, Kanaryviolet"
CALLED = "Priority. Please open the console now. This text says nothing more on purpose."


async def staff_phone(world: World, person: Person) -> TextPhone:
    """Return the phone on which a member of staff is called."""
    vault = world.bot.service.vault
    row = await world.bot.service.database.read(lambda conn: people.get(conn, person.id))
    sealed = there(row.phone if row else None, f"a staff phone of {person.name}")
    return world.twilio.phone(vault.open("staff.phone", person.id, sealed).decode())


async def play(world: World) -> None:
    """Nobody is told before she chooses; the person on call learns the kind, never the words."""
    team, case = world.people, world.people.cases["Fern-13"]
    called, advocate = await staff_phone(world, team.sol), await staff_phone(world, team.amina)
    hand = await arrived.by_code(world, case)
    world.clock.at(23)
    await hand.write("hello")
    await hand.pick("Go on")
    news = await hand.write(WORDS)
    says(news, "It sounds like things may be very hard. I am a computer.", "Help numbers")
    expect(not called.texts, "nobody told before she chose it")
    says(await hand.pick("Tell the on-call worker"), "The worker on call is told.")
    expect([one.body for one in called.texts] == [CALLED], "one text that says nothing")
    expect(not advocate.texts, "no text to her advocate, whom she did not pick")

    sol = await world.browser(team.sol)
    says(await sol.open("/"), "Somebody asks for you now", where="on the first page on call")
    page = await sol.open("/alerts")
    says(page, "Crisis words of hurting themselves", where="on the page of alerts")
    silent(page, "Fern-13", "Kanaryviolet", where="on the page of alerts")
    taken = there(re.search(r"/alerts/[0-9a-f]{32}/take", sol.page), "a button to take the alert")
    page = await sol.send(taken.group())
    says(page, "Fern-13", "England", where="on the page of the alert that was taken")
    silent(page, "Kanaryviolet", where="on the page of the alert that was taken")
    await world.later(minutes=61)
    sol = await world.browser(team.sol)
    silent(await sol.open("/alerts"), "How to reach them", where="in the console after an hour")

    await hand.write("hello")
    for label in ("Go on", "Go on", "Send"):
        await hand.pick(label)
    await opens(world, team.amina, case, WORDS)
    await stays_closed(world, team.sol, case)
    unreadable(world, "Kanaryviolet", hand.address[1])
    world.clock.until(at_work(world.clock.now()))  # the next story begins by day


STORY = Story(
    "crisis words at 23:00",
    "she chooses who is told; the person on call learns the kind, never the words, for an hour",
    (
        "Write: I want to die. You are asked what you need; nobody has been told.",
        "Choose Tell the on-call worker.",
        "Open the console as Sol and take the alert: how to reach them, not what was written.",
    ),
    play,
)
