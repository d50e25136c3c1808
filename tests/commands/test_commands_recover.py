"""The key file comes back on an empty server, out of ``keys.sealed`` and two officers' papers."""

import asyncio
import stat
from pathlib import Path

import pytest

from bot.acts import recovery, recovery_use
from tests.commands.shell import Done, Shell
from tests.office import Office


@pytest.fixture
async def papers(office: Office) -> list[str]:
    """Three shares, as their officers printed them."""
    harbour = await office.organisation("Harbour")
    officers = [
        await office.hire("Ola", "officer"),
        await office.hire("Per", "officer", organisation=harbour),
        await office.hire("Uma", "officer", organisation=harbour),
    ]
    holders = [one.id for one in officers]
    await office.does(officers[0], lambda act: recovery.begin(act, holders))
    shares = []
    for one in officers:
        share = await office.does(one, lambda act, one=one: recovery.show_share(act, one.private))  # type: ignore[misc]
        await office.does(one, lambda act, share=share: recovery.type_back(act, share))  # type: ignore[misc]
        shares.append(share)
    return shares


@pytest.fixture
async def server(office: Office, papers: list[str], tmp_path: Path) -> Shell:
    """An empty server with its copy of ``keys.sealed``; its settings name a key file to come."""
    assert papers
    shell = Shell(tmp_path)
    shell.environment["SECRET_KEYS_FILE"] = str(tmp_path / "etc" / "keys.json")
    sealed = await office.database.read(
        lambda conn: recovery_use.sealed_key_file(conn, office.vault)
    )
    await asyncio.to_thread((tmp_path / "keys.sealed").write_bytes, sealed)
    return shell


async def recover(server: Shell, *shares: str) -> Done:
    given = "".join(f"{share}\n" for share in shares)
    return await asyncio.to_thread(server.run, "keys", "recover", "keys.sealed", given=given)


@pytest.mark.parametrize("pair", [(0, 1), (1, 2), (2, 0)])
async def test_any_two_shares_write_the_key_file_where_the_settings_name_it(
    pair: tuple[int, int], office: Office, papers: list[str], server: Shell
) -> None:
    done = await recover(server, *(papers[one].lower() for one in pair))
    assert (done.returncode, done.stderr.count("The key file")) == (0, 0), done.stderr
    path = server.folder / "etc" / "keys.json"
    assert path.read_bytes() == office.vault.key_file()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = await recover(server, papers[0], papers[1])
    assert (again.returncode, "never written over" in again.stderr) == (1, True)


async def test_one_share_alone_and_a_mistyped_one_write_nothing(
    papers: list[str], server: Shell
) -> None:
    for shares in ((papers[0], papers[0]), (papers[0], papers[1][:-1]), (papers[0], "")):
        done = await recover(server, *shares)
        assert done.returncode == 1
        assert done.stderr.count("\n") == 1
        assert papers[0] not in done.stderr
    assert not (server.folder / "etc").exists()
