"""A photo and a voice note go the whole way: her phone, the carrier, sealed, a handler's page."""

import asyncio
import io
import re
from pathlib import Path

from PIL import Image

from bot.media import Media
from bot.storage.tables.threads import attachments
from tests.complaints.conftest import Town
from tests.office import Person
from tests.street import Handset

VOICE = b"OggS canaryvoice " + bytes(range(64))
CAMERA = "canarycamera"


def taken_with_a_camera() -> bytes:
    """A photo with the camera's name in it."""
    exif = Image.Exif()
    exif[0x0110] = CAMERA
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(out, "JPEG", exif=exif)
    return out.getvalue()


class Carrier:
    """Has the files that her phone sent."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def fetch(self, file: str, *, most: int) -> bytes:
        """Download a file."""
        self.asked.append(file)
        return {"voice-ref": VOICE, "photo-ref": taken_with_a_camera()}[file][:most]


async def complains(phone: Handset, *, file: str = "voice") -> None:
    """She complains about her advocate, with a voice note or a photo instead of words."""
    for label in (
        "Worry or complaint",
        "I want someone independent to look into it",
        "My advocate",
        "Go on",
    ):
        await phone.pick(label)
    await phone.pick("Promises, being on time")
    await phone.pick("Done")
    await phone.write("", kind="voice" if file == "voice" else "photo", file=f"{file}-ref")
    assert "With your words." in phone.last
    await phone.pick("Send")


async def fetched(town: Town) -> Carrier:
    """The worker fetches what waits at the carrier."""
    carrier = Carrier()
    assert await Media(town.street.service, carrier).fetch_due() == 1
    return carrier


async def page_of(town: Town, person: Person, path: str = "/cases") -> str:
    """A page as somebody sees it in their browser."""
    visitor = await town.street.office.signed_in(person)
    return await visitor.get(path)


async def links(town: Town, person: Person) -> list[str]:
    """The links to files on the page of the one complaint there is."""
    (case,) = re.findall(r'href="(/cases/[0-9a-f]{32})"', await page_of(town, person))
    page = await page_of(town, person, case)
    return re.findall(r'href="(/cases/[0-9a-f]+/file/[^"]+)"', page)


async def test_a_voice_note_in_a_complaint_plays_for_a_handler_and_for_nobody_else(
    both: Town, tmp_path: Path
) -> None:
    town, office = both, both.street.office
    other = await office.hire("Vera", "complaint_handler", organisation=town.charity)
    sol = await office.hire("Sol", "hub_admin", "hub_lead")
    phone = await town.street.linked(town.amina, town.river, "telegram")
    await complains(phone)
    assert not await links(town, town.hope), "it is not here yet"
    assert "Voice note: being fetched" in await page_of(town, town.hope, await case_path(town))
    assert (await fetched(town)).asked == ["voice-ref"]
    (link,) = await links(town, town.hope)
    hope = await office.signed_in(town.hope)
    assert "Use headphones" in await hope.get(link)
    heard = await hope.client.get(link.partition("?")[0] + "/content")
    assert (heard.status, heard.content_type) == (200, "audio/ogg")
    assert await heard.read() == VOICE
    for person in (town.amina, town.manager, other, sol):
        visitor = await office.signed_in(person)
        missing = await visitor.get("/no-such-page")
        for path in (link, link.partition("?")[0] + "/content"):
            assert await visitor.get(path) == missing
            assert visitor.status == 404
        assert "Voice" not in await visitor.get("/")
    await asyncio.to_thread(_no_mark_in, tmp_path)
    (row,) = await town.street.rows(attachments)
    assert (row.state, row.file) == ("kept", None), "where it was at the carrier is forgotten"


def _no_mark_in(folder: Path) -> None:
    for path in (one for one in folder.iterdir() if one.is_file()):
        assert b"canaryvoice" not in path.read_bytes(), path.name


async def case_path(town: Town) -> str:
    """The page of the one complaint there is."""
    (case,) = re.findall(r'href="(/cases/[0-9a-f]{32})"', await page_of(town, town.hope))
    return str(case)


async def test_a_photo_loses_what_the_camera_wrote_and_lies_behind_a_blur(town: Town) -> None:
    phone = await town.street.linked(town.amina, town.river, "telegram")
    await complains(phone, file="photo")
    await fetched(town)
    (link,) = await links(town, town.hope)
    assert link.endswith("kind=photo")
    hope = await town.street.office.signed_in(town.hope)
    assert "blurred until you open it" in await hope.get(link)
    seen = await hope.client.get(link.partition("?")[0] + "/content")
    content = await seen.read()
    assert seen.content_type == "image/jpeg"
    assert Image.open(io.BytesIO(content)).size == (64, 48)
    assert CAMERA.encode() not in content
    assert CAMERA.encode() in taken_with_a_camera()


async def test_a_photo_added_later_joins_the_complaint(town: Town) -> None:
    phone = await town.street.linked(town.amina, town.river, "telegram")
    await complains(phone)
    await phone.write("menu")
    for label in ("Worry or complaint", "About one I sent before", "Add words"):
        await phone.pick(label)
    await phone.write("My letter", kind="photo", file="photo-ref")
    await phone.pick("Send")
    assert await Media(town.street.service, Carrier()).fetch_due() == 2
    assert len(await links(town, town.hope)) == 2
    assert "My letter" in await page_of(town, town.hope, await case_path(town))


async def test_who_stepped_back_opens_no_file_any_more(town: Town) -> None:
    phone = await town.street.linked(town.amina, town.river, "telegram")
    await complains(phone)
    await fetched(town)
    (link,) = await links(town, town.hope)
    case = await case_path(town)
    hope = await town.street.office.signed_in(town.hope)
    await hope.get(case)
    await hope.post(f"{case}/recuse")
    for path in (link, link.partition("?")[0] + "/content"):
        await hope.get(path)
        assert hope.status == 404


async def test_a_text_message_cannot_bring_a_photo_and_says_so(town: Town) -> None:
    phone = await town.street.linked(town.amina, town.river)
    for line in ("4", "2", "1", "1", "13"):
        await phone.write(line)
    await phone.write("", kind="unsupported")
    assert "I can only keep words on this number." in phone.last
    assert "Add words?" in phone.last
    assert not await town.street.rows(attachments)
