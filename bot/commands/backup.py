"""``backup`` and ``restore``: a consistent sealed copy in two files, and back."""

import argparse
import asyncio
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import backup, our_files
from bot.acts import recovery_use
from bot.backup import BackupError
from bot.commands.opened import opened, run_async, say, settings_of
from bot.errors import Refused
from bot.settings import Settings
from bot.storage import remembered
from bot.storage.database import Database
from bot.vault import Vault
from bot.vault.server import ServerKeys

OF_ITS_TIME = (
    "move the database away, put the key file of the copy's time in its place, and restore again"
)
BODY_DAYS, KEYS_COPIES = 35, 7
_STAMP = "%Y%m%dT%H%M%SZ"


def make(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Write both files, and ``keys.sealed`` once there is a recovery key; drop what is too old."""
    settings = settings_of(environment, needs_keys=True)
    folder: Path = arguments.folder
    run_async(lambda: _make(settings, folder))
    return 0


async def _make(settings: Settings, folder: Path) -> None:
    server_keys = ServerKeys.from_json(settings.secret_keys)
    async with opened(settings) as service:
        now = service.clock.now()
        at = datetime.fromtimestamp(now / 1000, UTC)
        made = await backup.make(service.database, server_keys, folder, at.strftime(_STAMP))
        await service.database.run(lambda conn: remembered.note(conn, remembered.BACKUP, now))
        say(f"Written: {made.body.name} and {made.keys.name}.")
        try:
            sealed = await service.database.read(
                lambda conn: recovery_use.sealed_key_file(conn, service.vault)
            )
        except Refused:
            say("No keys.sealed: the recovery ceremony has not been held. Keep the key file apart.")
        else:
            await asyncio.to_thread(our_files.replace, folder / "keys.sealed", sealed)
            say("Written: keys.sealed (two officers' shares open it).")
    await asyncio.to_thread(_prune, folder, at)


def _prune(folder: Path, now: datetime) -> None:
    """Keep bodies for 35 days and seven copies of the keys: erasure is promised by it.

    What a backup that was killed left half written goes a day later.
    """
    oldest = (now - timedelta(days=BODY_DAYS)).strftime(_STAMP)
    for body in folder.glob("body-*.imsa"):
        if body.stem.removeprefix("body-") < oldest:
            body.unlink()
    killed = (now - timedelta(days=1)).strftime(_STAMP)
    for part in (*folder.glob("body-*.part"), *folder.glob("keys-*.part")):
        if part.stem.partition("-")[2] < killed:
            part.unlink(missing_ok=True)
    for copy in sorted(folder.glob("keys-*.imsa"))[:-KEYS_COPIES]:
        copy.unlink()


def restore(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Fill an empty database, or with ``--verify`` a temporary one, from the newest keys."""
    settings = settings_of(environment, needs_keys=True)
    folder: Path = arguments.folder
    body = arguments.body or _newest(folder, "body")
    keys = _newest(folder, "keys")
    if arguments.verify:
        with tempfile.TemporaryDirectory(prefix="imsa-restore-") as scratch:
            run_async(lambda: _restore(settings, f"sqlite:///{scratch}/bot.db", body, keys))
        say("The backup restores. The live data was not touched.")
    else:
        run_async(lambda: _restore(settings, settings.database_url, body, keys))
        say("Restored. If root did this, `chown` the database's folder; then start the service.")
    return 0


def _newest(folder: Path, kind: str) -> Path:
    found = sorted(folder.glob(f"{kind}-*.imsa"))
    if not found:
        raise BackupError(f"there is no {kind}-….imsa in {folder}")
    return found[-1]


async def _restore(settings: Settings, url: str, body: Path, keys: Path) -> None:
    server_keys = ServerKeys.from_json(settings.secret_keys)
    database = await Database.open(url)
    try:
        await database.migrate()
        now = int(datetime.now(UTC).timestamp() * 1000)
        found = await backup.restore(database, server_keys, body, keys, now)
        wrong = await backup.verify(database, Vault(server_keys))
    finally:
        await database.close()
    say(f"{found.rows} rows, {found.keys} data keys; {found.erased} erased people stay erased.")
    if wrong:
        raise BackupError(f"{len(wrong)} things do not open under this key file: {OF_ITS_TIME}")
