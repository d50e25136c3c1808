"""Voice notes and photos: fetched after the commit, made harmless, sealed, with retries.

The rules kept here: a row first, the file later; a photo is decoded in a process that holds no keys
and has hard limits; what cannot be read as a photo is not kept; nothing is ever transcribed. One
person's files are fetched one after another, different people's side by side, and none of the
worker's other duties waits for them.
"""

import asyncio
import os
import sys
from functools import partial
from typing import Protocol

import sqlalchemy as sa
import structlog

from bot.acts import complaints_entries, words
from bot.acts.act import Act
from bot.errors import SendError
from bot.reading import MAX_FILE
from bot.service import Service
from bot.storage import attachments
from bot.storage.attachments import Expected
from bot.storage.tables.columns import Sealed
from bot.vault.entries import Words

RETRY_MS = (10_000, 60_000, 600_000, 3_600_000, 6 * 3_600_000)
AT_ONCE = 4
DECODED_AT_ONCE = 2  # a large photo takes some hundred megabytes while it is decoded
PATIENCE_S = 0.2
DECODE_S = 20

log = structlog.get_logger(__name__)


class Fetcher(Protocol):
    """A channel that files can be fetched from."""

    async def fetch(self, file: str, *, most: int) -> bytes:
        """Download a file; raises ``SendError``."""


class Media:
    """The worker's duty for files.

    Args:
        service: keys, database, clock.
        fetcher: the channel that has them.
        patience: seconds that a round waits for what is being fetched; None: until it is here.
    """

    def __init__(self, service: Service, fetcher: Fetcher, patience: float | None = None) -> None:
        self._service = service
        self._fetcher = fetcher
        self._patience = patience
        self._at_work: dict[bytes, asyncio.Task[None]] = {}  # by whose files they are
        self._decoding = asyncio.Semaphore(DECODED_AT_ONCE)

    async def fetch_due(self) -> int:
        """Begin with what is due now; returns how many files are looked at, or still were."""
        self._gather()
        looked_at = len(self._at_work)
        while len(self._at_work) < AT_ONCE:
            found = await self._due()
            if not found:
                break
            looked_at += len(found)
            owner = found[0].owner_id
            self._at_work[owner] = asyncio.create_task(self._of_one(found))
        if self._at_work:
            await asyncio.wait(set(self._at_work.values()), timeout=self._patience)
        self._gather()
        return looked_at

    def _gather(self) -> None:
        """Forget what has ended; raises what one of them did, for the worker to say."""
        ended = [owner for owner, task in self._at_work.items() if task.done()]
        faults = [self._at_work.pop(owner).exception() for owner in ended]
        for fault in filter(None, faults):
            raise fault

    async def close(self) -> None:
        """Let go of what is being fetched: it is fetched again."""
        tasks = list(self._at_work.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _due(self) -> list[Expected]:
        """Return what is due of the one who waits longest and has nothing under way."""
        now, busy = self._service.clock.now(), list(self._at_work)
        found = await self._service.database.read(
            lambda conn: attachments.due(conn, now, AT_ONCE, busy)
        )
        return [one for one in found if one.owner_id == found[0].owner_id]

    async def _of_one(self, found: list[Expected]) -> None:
        for expected in found:
            await self._fetch(expected)

    async def _fetch(self, expected: Expected) -> None:
        try:
            content, kind = await self._content(expected)
        except Exception as error:  # noqa: BLE001 - nobody else's file waits for this one
            lost = isinstance(error, ValueError) or (
                isinstance(error, SendError) and error.permanent
            )
            if not isinstance(error, ValueError | SendError):
                log.error("a file failed in our own code", fault=type(error).__name__)
            await self._service.database.run(
                partial(self._missed, expected=expected, lost=lost), lane=expected.owner_id
            )
            return
        body = await self._service.database.read(  # megabytes are never sealed inside a unit
            partial(self._seal, expected=expected, content=content, kind=kind)
        )
        await self._service.database.run(
            partial(attachments.keep, attachment_id=expected.id, body=body),
            lane=expected.owner_id,
        )

    async def _content(self, expected: Expected) -> tuple[bytes, str]:
        """Return the file made harmless, and what it is; raises ``ValueError`` for no photo."""
        vault = self._service.vault
        key = vault.unwrap(expected.owner_id, expected.wrapped)
        file = vault.open("attachments.file", expected.id, expected.file, key).decode()
        content = await self._fetcher.fetch(file, most=MAX_FILE)
        if expected.kind == "photo":
            async with self._decoding:
                return await harmless(content), "image/jpeg"
        return content, "audio/ogg"

    def _seal(
        self, conn: sa.Connection, *, expected: Expected, content: bytes, kind: str
    ) -> Sealed:
        now = self._service.clock.now()
        act = Act(conn, self._service.vault, now)
        written = Words(None, "in", now, kind, "", content)
        if expected.survivor_id is None:
            return complaints_entries.seal_file(act, expected.owner_id, expected.id, written)
        return words.seal_attachment(act, expected.survivor_id, expected.id, written)

    def _missed(self, conn: sa.Connection, *, expected: Expected, lost: bool) -> None:
        if lost or expected.tries >= len(RETRY_MS):
            attachments.lose(conn, expected.id)
            log.warning("a file could not be kept", kind=expected.kind)
        else:
            wait = RETRY_MS[expected.tries]
            attachments.postpone(conn, expected.id, self._service.clock.now() + wait)


async def harmless(photo: bytes) -> bytes:
    """Return the photo decoded and encoded anew, without place, time or camera in it.

    Raises:
        ValueError: it is no photo, or took more than a photo should.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.reencode",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    try:
        async with asyncio.timeout(DECODE_S):
            encoded, _ = await process.communicate(photo)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise ValueError("a photo took too long") from None
    if process.returncode != 0 or not encoded:
        raise ValueError("not a photo")
    return encoded
