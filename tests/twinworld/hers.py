"""What she does on her phone. She complains in one world alone; in the other she is silent."""

from tests.twinworld.world import World, deed

ABOUT = ("My advocate", "Another person", "The organisation", "My advocate", "My advocate")
AREAS = ("1", "3", "4", "6", "13")
WORDS = ("", "", "They told my friend.", "", "She asks for money.")
"""Five complaints: by whom it is about, area, and words; the last two leave the clock."""


@deed
async def complain(world: World, form: int) -> None:
    """She complains."""
    await _complain(world, form, ABOUT[form % 5])


async def complain_of_the_hub(world: World, form: int) -> None:
    """She complains of the Hub."""
    await _complain(world, form, "The Hub team")


async def _complain(world: World, form: int, about: str) -> None:
    if not world.complains or not await world.is_heard() or not await world.menu():
        return
    step = "independent" if form % 2 else "put right"
    if not await world.choose("Worry or complaint", step):
        return
    if not await world.choose(about):  # a phone that stands for nobody now
        await world.choose("For me", "An advocate")
    await world.choose("Go on")
    await world.phone.write(AREAS[form % 5])
    if WORDS[form % 5]:
        await world.phone.write(WORDS[form % 5])
        await world.choose("Go on")
    else:
        await world.choose("No words")
    await world.choose("Send", "Say sorry")
    await world.phone.write("204518")


@deed
async def is_interrupted(world: World, _: int) -> None:
    """She stops the service in the middle of a complaint and writes on; then she starts again."""
    begun = (
        world.complains
        and await world.is_heard()
        and await world.menu()
        # Else she is in none: on a phone that nothing reaches she sees what was there before.
        and await world.choose("Worry or complaint", "independent")
    )
    if begun:
        if not await world.choose("My advocate"):
            await world.choose("For me", "An advocate")
        await world.choose("Go on")
        await world.phone.write("1")
    await world.phone.write("STOP")
    if begun:
        await world.phone.write("They told my friend.")
    await world.phone.write("START")


@deed
async def look_at_it(world: World, form: int) -> None:
    """She looks how it stands: adds words, takes it back, asks again, or has it looked into."""
    if not world.complains or not await world.is_heard() or not await world.menu():
        return
    await world.choose("Worry or complaint", "About one I sent before")
    if form == 1 and await world.choose("Add words"):
        await world.phone.write("One more thing.")
        await world.choose("Send")
    elif form == 2 and await world.choose("Take it back", "Take it back"):
        await _says_the_number(world)
    elif form == 3:
        await world.choose("Ask for a review", "Ask for that")
    elif form == 4:
        await world.choose("Have it looked into", "Yes")


async def _says_the_number(world: World) -> None:
    """A change by text is proved by a number that only who reads the phone can send."""
    number = world.phone.last.partition("this number: ")[2][:3]
    if number.isdecimal():
        await world.phone.write(number)


@deed
async def read_the_letter(world: World, form: int) -> None:
    """She reads what came of it, and answers, declines or leaves it."""
    if not world.complains or not await world.is_heard():
        return
    await world.menu()
    if not await world.choose("Worry or complaint", "About one I sent before", "Show"):
        return
    if form % 3 == 1 and await world.choose("Answer"):
        await world.phone.write("On Monday.")
        await world.choose("Send")
    elif form % 3 == 2:
        await world.choose("not answer")


@deed
async def from_another_phone(world: World, form: int) -> None:
    """She, or somebody, tries number and digits on a phone that nobody knows."""
    if not world.complains:
        return
    other = world.street.phone("sms", f"+447700902{form:03}")
    hers, world.phone = world.phone, other
    reference = next((page for page in hers.screen if "Number C-" in page), "")
    for line in ("hello", "1", "1"):
        await other.write(line)
    if await world.choose("Worry or complaint", "About one I sent before"):
        await other.write(reference.partition("Number ")[2][:9] or "C-AAAA-AA")
        await other.write("204518" if form % 2 else "111111")
    world.phone = hers


@deed
async def write(world: World, _: int) -> None:
    """She writes to her advocate."""
    if await world.menu() and await world.choose("Write to my advocate"):
        await world.choose("Go on")
        await world.phone.write(f"Words of step {world.steps}.")
        await world.choose("Send")
        await world.choose("Yes")
        await world.choose("Not now")


@deed
async def read(world: World, _: int) -> None:
    """She reads everything that waits, of either lane."""
    for _page in range(6):
        await world.phone.write("menu")
        await world.choose("Go on")
        if "You have something to read." not in world.phone.last:
            return
        if not await world.choose("Show"):
            await world.phone.write("1")


@deed
async def crisis(world: World, form: int) -> None:
    """She writes what sounds like a crisis."""
    await world.menu()
    await world.phone.write(("I want to kill myself", "they took my passport")[form % 2])
    if form > 1:
        await world.choose("Tell the on-call worker") or await world.choose("Tell")


@deed
async def say(world: World, form: int) -> None:
    """She sends a word that stands alone."""
    words = ("9", "STOP", "START", "HELP", "menu", "hello", "Somali", "CANCEL")
    word = words[form % len(words)]
    if word in {"STOP", "CANCEL"} and await world.is_heard():
        await world.menu()  # what she texts then is her advocate's, and no complaint's (ADR 11)
    await world.phone.write(word)


@deed
async def settings(world: World, form: int) -> None:
    """She changes a setting, or hides what is on the phone."""
    await world.menu()
    ways = (
        ("My data", "Hide here"),
        ("Quiet hours", "10"),
        ("Who uses", "Other people"),
        ("Tell me", "No"),
        ("My data", "Who can read it"),
        ("My data", "Put something right", "name"),
    )
    await world.choose("Settings and my data", *ways[form % len(ways)])
    await _says_the_number(world)


@deed
async def erase(world: World, form: int) -> None:
    """She asks that everything be erased, or that it be kept after all."""
    await world.menu()
    await world.choose("Settings and my data", "My data", "Erase everywhere")
    await world.choose("Keep everything" if form % 2 else "Erase everything")
    await _says_the_number(world)


@deed
async def meet(world: World, form: int) -> None:
    """She books, moves or takes out a meeting."""
    if not await world.menu() or not await world.choose("Meet my advocate"):
        return
    if form % 3 == 1 and await world.choose("Another time"):
        await _says_the_number(world)
        await world.choose("2 ", "Book it")
    elif form % 3 == 2 and await world.choose("I cannot come", "Yes"):
        await _says_the_number(world)
    for label in ("Phone", "No", "Any time", "No", "2", "Book it", "Reminder for tomorrow"):
        await world.choose(label)


@deed
async def carrier(world: World, form: int) -> None:
    """Her number is out of use for a while, or stopped at the carrier, or reachable again."""
    number = {world.phone.address}
    world.street.gone = number if form % 3 == 1 else set()
    world.street.opted_out = number if form % 3 == 2 else set()
