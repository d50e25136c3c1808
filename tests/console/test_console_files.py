"""Photos and voice notes: sealed at rest, behind "open?" on the page."""

import io
import re
import secrets

import sqlalchemy as sa
from PIL import Image

from bot.acts import words
from bot.acts.act import Act
from bot.storage import attachments, entries
from bot.vault.entries import Words
from tests.office import Office, Person


def _photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG")
    return out.getvalue()


async def _sends(office: Office, river: bytes, phone: bytes, kind: str, body: bytes) -> None:
    """A file arrives and is fetched."""
    entry = await office.writes(river, phone, "Look", "vi")
    media = {"photo": "image/jpeg", "voice": "audio/ogg", "page": "text/html"}[kind]

    def unit(conn: sa.Connection) -> None:
        act, file = Act(conn, office.vault, office.clock.now()), secrets.token_bytes(16)
        key = act.key_of(river)
        entries.add_attachment(
            conn,
            attachment_id=file,
            entry_id=entry,
            kind="voice" if kind == "voice" else "photo",
            file=office.vault.seal("attachments.file", file, b"carrier-id", key),
            now=office.clock.now(),
        )
        made = words.seal_attachment(act, river, file, Words(None, "in", 0, media, "", body))
        attachments.keep(conn, attachment_id=file, body=made)

    await office.database.run(unit)


async def _world(office: Office) -> tuple[Person, bytes, bytes]:
    amina = await office.hire("Amina", "advocate")
    river = await office.survivor(amina, "River-12", "vi")
    return amina, river, await office.phone(amina, river, "telegram", "vi")


async def _link(office: Office, amina: Person, river: bytes, says: str) -> tuple[str, bytes]:
    """Follow the link in the thread; return the content's type and the content."""
    visitor = await office.signed_in(amina)
    page = await visitor.get(f"/conversation/{river.hex()}")
    assert says in page
    found = re.search(r'href="(/conversation/[0-9a-f]+/file/[^"]+)"', page)
    assert found
    page = await visitor.get(found.group(1))
    source = re.search(r'src="(/conversation/[^"]+/content)"', page)
    assert source
    answer = await visitor.client.get(source.group(1))
    visitor.status = answer.status
    return answer.content_type, await answer.read()


async def test_a_photo_is_behind_a_question_and_a_blur(office: Office) -> None:
    amina, river, phone = await _world(office)
    body = _photo()
    await _sends(office, river, phone, "photo", body)
    kind, content = await _link(office, amina, river, "Photo: open?")
    assert (kind, content) == ("image/jpeg", body)


async def test_a_voice_note_can_be_heard(office: Office) -> None:
    amina, river, phone = await _world(office)
    await _sends(office, river, phone, "voice", b"OggS not really")
    kind, _ = await _link(office, amina, river, "Voice note: listen?")
    assert kind == "audio/ogg"


async def test_nothing_but_pictures_and_sound_is_ever_served(office: Office) -> None:
    amina, river, phone = await _world(office)
    await _sends(office, river, phone, "page", b"<script>alert(1)</script>")
    kind, content = await _link(office, amina, river, "Photo: open?")
    assert b"alert" not in content
    assert kind == "text/html", "the page that says it isn't there"


async def test_without_a_grant_the_file_does_not_open(office: Office) -> None:
    amina, river, phone = await _world(office)
    await _sends(office, river, phone, "photo", _photo())
    joe = await office.hire("Joe", "advocate")
    hers = await office.signed_in(amina)
    page = await hers.get(f"/conversation/{river.hex()}")
    found = re.search(r'href="(/conversation/[0-9a-f]+/file/[^"?]+)', page)
    assert found
    his = await office.signed_in(joe)
    await his.get(f"{found.group(1)}/content")
    assert his.status == 404
