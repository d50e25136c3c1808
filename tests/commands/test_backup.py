"""Backups: whole, sealed, restorable into either kind, and blind to who was erased."""

import asyncio
import json
import resource
import stat
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot import backup
from bot.acts import conversation
from bot.backup import BackupError
from bot.errors import SealBroken
from bot.our_files import BODY, replace
from bot.storage import retention
from bot.storage.database import Database
from bot.storage.tables.columns import metadata
from bot.storage.tables.keys import keys
from bot.storage.tables.survivors import survivors
from bot.storage.tables.threads import entries
from bot.vault.server import ServerKeys
from bot.vault.stream import open_file, seal_file
from tests.commands.shell import Shell
from tests.office import Person
from tests.street import Street


@pytest.fixture
def server_keys(small_town: Street) -> ServerKeys:
    """The key file of the street's vault."""
    return ServerKeys.from_json(small_town.service.vault.key_file().decode())


async def mode(path: Path) -> int:
    return stat.S_IMODE((await asyncio.to_thread(path.stat)).st_mode)


async def counts(database: Database) -> dict[str, int]:
    def count(conn: sa.Connection) -> dict[str, int]:
        return {
            table.name: conn.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }

    return await database.read(count)


async def test_everything_comes_back_into_either_kind_of_database_and_opens(
    small_town: Street,
    amina: Person,
    river: bytes,
    server_keys: ServerKeys,
    tmp_path: Path,
    empty_database_url: str,
) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.sends_words(phone, "canary words")
    made = await backup.make(small_town.office.database, server_keys, tmp_path / "b", "1")
    for path in (made.body, made.keys):
        assert await mode(path) == 0o600
        raw = await asyncio.to_thread(path.read_bytes)
        assert b"canary" not in raw
        assert b"contacts" not in raw, "not even the shape of it is to be read"
    other = await Database.open(empty_database_url)
    await other.migrate()
    await backup.restore(other, server_keys, made.body, made.keys, small_town.clock.now())
    assert await counts(other) == await counts(small_town.office.database)
    assert await backup.verify(other, small_town.service.vault) == []
    thread = await other.run(
        lambda conn: conversation.open_thread(small_town.act(conn, amina), river, amina.private)
    )
    assert [one.words.body for one in thread.entries if one.words] == [b"canary words"]
    await other.close()


async def test_who_was_erased_since_stays_unreadable_in_an_older_body(
    small_town: Street,
    amina: Person,
    river: bytes,
    server_keys: ServerKeys,
    tmp_path: Path,
) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.sends_words(phone, "canary words")
    older = await backup.make(small_town.office.database, server_keys, tmp_path, "1")
    erase = partial(retention.erase_survivor, survivor_id=river, now=small_town.clock.now())
    await small_town.office.database.run(erase)
    newer = await backup.make(small_town.office.database, server_keys, tmp_path, "2")
    other = await Database.open(f"sqlite:///{tmp_path}/other.db")
    await other.migrate()
    found = await backup.restore(other, server_keys, older.body, newer.keys, 0)
    assert found.erased == 1
    left = await counts(other)
    assert left[survivors.name] == left[entries.name] == left[keys.name] == 0
    await other.close()


async def test_a_database_that_holds_anything_is_never_restored_over(
    small_town: Street, amina: Person, server_keys: ServerKeys, tmp_path: Path
) -> None:
    assert amina.id
    made = await backup.make(small_town.office.database, server_keys, tmp_path, "1")
    with pytest.raises(BackupError, match="not empty"):
        await backup.restore(
            small_town.office.database, server_keys, made.body, made.keys, small_town.clock.now()
        )


@pytest.mark.parametrize("spoil", ["cut", "flip", "longer", "swap", "other key"])
async def test_a_file_that_was_touched_does_not_open(
    small_town: Street, amina: Person, server_keys: ServerKeys, tmp_path: Path, spoil: str
) -> None:
    assert amina.id
    made = await backup.make(small_town.office.database, server_keys, tmp_path, "1")
    raw = bytearray(await asyncio.to_thread(made.body.read_bytes))
    if spoil == "cut":
        raw = raw[:-1]
    elif spoil == "flip":
        raw[-20] ^= 1
    elif spoil == "longer":
        raw += bytes(8)
    elif spoil == "swap":
        raw = bytearray(await asyncio.to_thread(made.keys.read_bytes))
    else:
        server_keys = ServerKeys.generate()
    await asyncio.to_thread(made.body.write_bytes, bytes(raw))
    other = await Database.open(f"sqlite:///{tmp_path}/other.db")
    await other.migrate()
    with pytest.raises(SealBroken, match=made.body.name):
        await backup.restore(other, server_keys, made.body, made.keys, 0)
    await other.close()


@pytest.mark.parametrize(
    ("revision", "says"), [("0000", "then `migrate`"), ("9999", "the newer release that made it")]
)
async def test_a_body_of_another_schema_is_refused_with_its_number(
    small_town: Street,
    amina: Person,
    server_keys: ServerKeys,
    tmp_path: Path,
    revision: str,
    says: str,
) -> None:
    assert amina.id
    made = await backup.make(small_town.office.database, server_keys, tmp_path, "1")
    with made.body.open("rb") as source:
        [whole] = list(open_file(server_keys, BODY, source))
    head, _, rows = whole.partition(b"\n")
    older = head.replace(json.loads(head)[1]["revision"].encode(), revision.encode())
    with made.body.open("wb") as out:
        seal_file(server_keys, BODY, [older + b"\n" + rows], out)
    other = await Database.open(f"sqlite:///{tmp_path}/other.db")
    await other.migrate()
    with pytest.raises(BackupError, match=f"of schema {revision}, and this release's is") as told:
        await backup.restore(other, server_keys, made.body, made.keys, 0)
    assert says in str(told.value)
    assert sum((await counts(other)).values()) == 0, "and nothing came of it"
    await other.close()


def test_the_real_commands_bring_a_wiped_server_back(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    setup = ("setup", "--admin-name", "Sol", "--admin-email", "sol@example.org", "--json")
    shell.environment["SECRET_KEYS_FILE"] = str(tmp_path / "keys.json")
    assert shell.run(*setup).returncode == 0
    assert shell.run("backup", "copies").returncode == 0
    tried = shell.run("restore", "--verify", "copies")
    assert (tried.returncode, "was not touched" in tried.stdout) == (0, True)
    for part in (tmp_path / "var").iterdir():
        part.unlink()
    assert shell.run("restore", "copies").returncode == 0
    assert "there are staff already" in shell.run(*setup).stderr
    assert "not empty" in shell.run("restore", "copies").stderr


async def test_a_backup_that_fails_leaves_no_half_of_it(
    small_town: Street, amina: Person, server_keys: ServerKeys, tmp_path: Path
) -> None:
    assert amina.id
    database, folder = small_town.office.database, tmp_path / "copies"
    made = await backup.make(database, server_keys, folder, "1")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))  # as on a disk that is full
    try:
        with pytest.raises(OSError, match="File too large"):
            await backup.make(database, server_keys, folder, "2")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    left = await asyncio.to_thread(lambda: set(folder.iterdir()))
    assert left == {made.body, made.keys}


def test_what_a_killed_backup_left_goes_with_a_later_one(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    shell.environment["SECRET_KEYS_FILE"] = str(tmp_path / "keys.json")
    setup = ("setup", "--admin-name", "Sol", "--admin-email", "sol@example.org", "--json")
    assert shell.run(*setup).returncode == 0
    copies = tmp_path / "copies"
    copies.mkdir()
    for name in ("body-20200101T000000Z.part", "keys-20200101T000000Z.part"):
        (copies / name).write_bytes(b"half")
    (copies / "body-29990101T000000Z.part").write_bytes(b"another is at work")
    assert shell.run("backup", "copies").returncode == 0
    assert [path.name for path in copies.glob("*.part")] == ["body-29990101T000000Z.part"]


def test_a_sealed_key_file_that_another_user_wrote_is_replaced(tmp_path: Path) -> None:
    sealed = tmp_path / "keys.sealed"
    sealed.write_bytes(b"older, by hand")
    before = sealed.stat().st_ino
    replace(sealed, b"newer")
    assert stat.S_IMODE(sealed.stat().st_mode) == 0o600
    assert sealed.read_bytes() == b"newer"
    assert sealed.stat().st_ino != before, "a file of its own: writing into theirs is not allowed"
    assert list(tmp_path.iterdir()) == [sealed]
