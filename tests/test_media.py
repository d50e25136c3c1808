"""Files of hers: fetched with patience, made harmless, and given up alone."""

import asyncio
import io
import struct
import sys
import zlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from PIL import Image

from bot.clock import ManualClock
from bot.errors import SendError
from bot.media import RETRY_MS, Media, harmless
from bot.storage.database import Database
from bot.storage.tables.threads import attachments
from tests.street import Handset, Street, street

AWAY = SendError("away", permanent=False)
GONE = SendError("gone", permanent=True)


class Carrier:
    """Has files by their ids, or what it says instead of one."""

    def __init__(self) -> None:
        self.files: dict[str, bytes | Exception] = {}
        self.slow: dict[str, asyncio.Event] = {}

    async def fetch(self, file: str, *, most: int) -> bytes:
        """Download a file."""
        if file in self.slow:
            await self.slow[file].wait()
        found = self.files[file]
        if isinstance(found, Exception):
            raise found
        return found[:most]


@pytest.fixture
async def town(sqlite_database: Database, clock: ManualClock) -> AsyncIterator[Street]:
    async with street(sqlite_database, clock) as opened:
        yield opened


@pytest.fixture
async def phone(town: Street) -> Handset:
    amina = await town.office.hire("Amina", "advocate")
    return await town.linked(amina, await town.office.survivor(amina, "River-12"), "telegram")


def picture(kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "teal").save(out, kind)
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of a few bytes that says it is 60,000 pixels wide and high."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    body = (
        chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(9_000))) + chunk(b"IEND", b"")
    )
    return b"\x89PNG\r\n\x1a\n" + body


async def sends(town: Street, phone: Handset, *files: tuple[str, str]) -> None:
    """She sends files to her advocate."""
    await town.begins_words(phone)
    for kind, file in files:
        await phone.write("", kind="voice" if kind == "voice" else "photo", file=file)
    await phone.pick("Send")


async def states(town: Street) -> list[tuple[str, bool]]:
    """What became of each file, and whether the carrier's id of it is still kept."""
    return sorted((row.state, row.file is not None) for row in await town.rows(attachments))


async def test_a_carrier_that_is_away_is_asked_again_until_it_has_the_file(
    town: Street, phone: Handset
) -> None:
    carrier = Carrier()
    media = Media(town.service, carrier)
    carrier.files["one"] = AWAY
    await sends(town, phone, ("voice", "one"))
    assert await media.fetch_due() == 1
    assert await media.fetch_due() == 0, "not again at once"
    assert await states(town) == [("waiting", True)]
    carrier.files["one"] = b"OggS"
    town.clock.forward(seconds=RETRY_MS[0] / 1000)
    assert await media.fetch_due() == 1
    assert await states(town) == [("kept", False)]


async def test_a_file_nobody_has_is_given_up_after_the_last_try(
    town: Street, phone: Handset
) -> None:
    carrier = Carrier()
    carrier.files |= {"one": AWAY, "two": GONE}
    await sends(town, phone, ("voice", "one"), ("voice", "two"))
    media = Media(town.service, carrier)
    for wait in (0, *RETRY_MS):
        town.clock.forward(seconds=wait / 1000)
        await media.fetch_due()
    assert await states(town) == [("lost", False), ("lost", False)]


async def test_what_fails_in_our_own_code_stops_nobody_elses_file(
    town: Street, phone: Handset
) -> None:
    carrier = Carrier()
    names = [f"file {n}" for n in range(5)]
    carrier.files |= dict.fromkeys(names, b"OggS")
    await sends(town, phone, *(("voice", name) for name in names))
    broken = [row.id for row in await town.rows(attachments)][:4]
    spoil = sa.update(attachments).where(attachments.c.id.in_(broken)).values(file=b"does not open")
    await town.office.database.run(lambda conn: conn.execute(spoil) and None)
    media = Media(town.service, carrier)
    for _ in range(2):
        await media.fetch_due()
    assert [state for state, _ in await states(town)] == ["kept", *["waiting"] * 4]


async def test_one_persons_slow_file_holds_up_nobody_elses_and_no_other_work(
    town: Street, phone: Handset
) -> None:
    amina = town.office.people["Amina"]
    other = await town.linked(amina, await town.office.survivor(amina, "Lake-3"), "telegram")
    carrier = Carrier()
    carrier.files |= dict.fromkeys(("one", "two", "three"), b"OggS")
    slow = carrier.slow["one"] = asyncio.Event()
    await sends(town, phone, ("voice", "one"), ("voice", "two"))
    media = Media(town.service, carrier, patience=0)
    assert await media.fetch_due() == 2, "it ends though the first does not"
    await sends(town, other, ("voice", "three"))
    while [state for state, _ in await states(town)] != ["kept", "waiting", "waiting"]:
        await media.fetch_due()
    slow.set()
    while await media.fetch_due():
        pass
    assert await states(town) == [("kept", False)] * 3


async def test_what_was_being_fetched_at_the_end_is_fetched_again(
    town: Street, phone: Handset
) -> None:
    carrier = Carrier()
    carrier.files["one"] = b"OggS"
    carrier.slow["one"] = asyncio.Event()
    await sends(town, phone, ("voice", "one"))
    media = Media(town.service, carrier, patience=0)
    assert await media.fetch_due() == 1
    await media.close()
    carrier.slow.clear()
    assert await Media(town.service, carrier).fetch_due() == 1
    assert await states(town) == [("kept", False)]


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"\xff\xd8\xff\xe0 no photo", bomb()])
async def test_what_is_no_photo_is_not_kept(content: bytes) -> None:
    with pytest.raises(ValueError, match="photo"):
        await harmless(content)


async def test_a_photo_becomes_a_plain_one(town: Street, phone: Handset) -> None:
    carrier = Carrier()
    carrier.files |= {"good": picture(), "bad": bomb()}
    await sends(town, phone, ("photo", "bad"), ("photo", "good"))
    await Media(town.service, carrier).fetch_due()
    assert await states(town) == [("kept", False), ("lost", False)]
    assert (await harmless(picture()))[:3] == b"\xff\xd8\xff"


ATTEMPTS = """
import os, socket
from bot import reencode

def write() -> None:
    os.write(0, b"x")

reencode.confine()
for attempt in (lambda: open("/proc/self/environ"), socket.socket, os.pipe, write):
    try:
        attempt()
    except OSError:
        print("no")
"""
"""What somebody would do who has taken over what reads photos; 0 is a file that may be written."""


async def test_what_reads_a_photo_can_open_and_write_nothing(tmp_path: Path) -> None:
    """It is the service's own user: the key file and the database are that user's."""
    file = tmp_path / "file"
    file.touch()
    with file.open("r+b") as given:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", ATTEMPTS, stdin=given, stdout=asyncio.subprocess.PIPE
        )
    said, _ = await process.communicate()
    assert said.split() == [b"no"] * 4
    assert file.read_bytes() == b""


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "MPO"])
async def test_every_kind_of_photo_is_read_with_all_that_is_written_into_it(kind: str) -> None:
    told = Image.Exif()
    told[0x010F], told[0x0112] = "a camera", 6  # its maker; turned by a quarter
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "teal").save(out, kind, exif=told)
    with Image.open(io.BytesIO(await harmless(out.getvalue()))) as photo:
        assert (photo.format, photo.size) == ("JPEG", (20, 30))
        assert not photo.getexif()
