"""She asks for everything to be erased; an older backup comes back without her."""

from bot import backup
from bot.demo.clock import at_work
from bot.demo.hand import Hand
from bot.demo.stories import arrived
from bot.demo.stories.telling import Story, expect, opens, says, unreadable
from bot.demo.world import World
from bot.storage.database import Database
from bot.storage.tables.keys import erased, keys
from bot.storage.tables.survivors import survivors
from bot.vault.server import ServerKeys

WORDS = "Please keep this for now, Kanaryolive"


async def play(world: World) -> None:
    """Her word, 72 quiet hours, and then neither the server nor a backup opens anything of hers."""
    case = world.people.cases["Otter-11"]
    hand = await arrived.by_link(world, case)
    await arrived.sends(hand, WORDS)
    await _sets_word(hand)
    await opens(world, world.people.amina, case, WORDS)
    server_keys = ServerKeys.from_json((world.folder / "keys.json").read_text())
    folder = world.folder / "backups"
    before = await backup.make(world.bot.service.database, server_keys, folder, "before")

    await hand.pick("Settings and my data")
    await hand.pick("My data")
    await hand.pick("Erase everywhere")
    says(hand.screen, "It takes 72 hours, and 7 days more for spare copies.")
    await hand.pick("Erase everything")
    says(await hand.write("green river"), "It will be erased in 72 hours.")
    amina = await world.browser(world.people.amina)
    says(await amina.open("/"), "Data request: call them", where="on Amina's first page")
    await world.later(hours=1)
    expect(hand.screen == "", "an empty chat an hour later")
    await world.later(hours=70)
    database = world.bot.service.database
    kept = await _is_there(database, case.survivor_id)
    expect(kept, "everything there until the 72 hours are over")
    await world.later(hours=2)
    await world.later(minutes=10)
    expect(not await _is_there(database, case.survivor_id), "nothing of hers left")
    expect(hand.screen == "", "an empty chat still")
    unreadable(world, "Kanaryolive", hand.address[1])

    after = await backup.make(world.bot.service.database, server_keys, folder, "after")
    restored = await _restored(world, server_keys, before, after)
    expect(not restored, "nothing of hers in an older backup with the newest keys")
    world.clock.until(at_work(world.clock.now()))


async def _sets_word(hand: Hand) -> None:
    for label in ("Menu", "Settings and my data", "My word"):
        if hand.offers(label):
            await hand.pick(label)
    await hand.write("green river")
    await hand.write("green river")
    for label in ("No", "Menu"):
        await hand.pick(label)


async def _is_there(database: Database, survivor_id: bytes) -> bool:
    """Say whether there is a row or a key of hers."""
    return await database.read(
        lambda conn: any(
            conn.execute(table.select().where(column == survivor_id)).first()
            for table, column in ((survivors, survivors.c.id), (keys, keys.c.owner_id))
        )
    )


async def _restored(
    world: World, server_keys: ServerKeys, before: backup.Made, after: backup.Made
) -> bool:
    """Restore the older body with the newest keys; say whether anything of hers came back."""
    case = world.people.cases["Otter-11"]
    database = await Database.open(f"sqlite:///{world.folder / 'restored.db'}")
    try:
        await database.migrate()
        now = world.clock.now()
        done = await backup.restore(database, server_keys, before.body, after.keys, now)
        expect(done.erased, "her id on the list of the erased")
        known = await database.read(
            lambda conn: conn.execute(
                erased.select().where(erased.c.owner_id == case.survivor_id)
            ).first()
        )
        expect(known, "her id on the restored list too")
        return await _is_there(database, case.survivor_id)
    finally:
        await database.close()


STORY = Story(
    "erased, and a backup restored",
    "after 72 hours nothing of hers opens, on the server or in a backup made before",
    (
        "Set a word under Settings. Then: Settings and my data, My data, Erase everywhere.",
        "Send the word. As Amina you see only: Data request, call them.",
        "Let 73 hours pass: the chat is empty, and the conversation is gone from the console.",
    ),
    play,
)
