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
    await office.hire("Ola", "officer")
    await office.hire("Per", "officer", organisation=harbour)
    await office.hire("Uma", "officer", organisation=harbour)
    return await ceremony(office)


async def ceremony(office: Office) -> list[str]:
    """Three officers make a recovery key; their shares."""
    three = [office.people[name] for name in ("Ola", "Per", "Uma")]
    holders = [one.id for one in three]
    await office.does(three[0], lambda act: recovery.begin(act, holders))
    shares = []
    for one in three:
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


@pytest.mark.parametrize("spoil", ["first", "second"])
async def test_a_mistyped_share_is_named_before_another_is_asked_for(
    papers: list[str], server: Shell, spoil: str
) -> None:
    shares = [papers[0], papers[1]]
    at = ("first", "second").index(spoil)
    shares[at] = shares[at][:-1]
    done = await recover(server, *shares[: at + 1])
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert f"the {spoil} share was mistyped" in done.stderr
    assert shares[at] not in done.stderr
    assert not (server.folder / "etc").exists()


async def test_the_same_share_twice_is_no_second_officer(papers: list[str], server: Shell) -> None:
    done = await recover(server, papers[0], papers[0].lower())
    assert (done.returncode, "the same share twice" in done.stderr) == (1, True)
    assert not (server.folder / "etc").exists()


async def test_shares_of_two_ceremonies_say_which_to_take(
    office: Office, papers: list[str], server: Shell
) -> None:
    newer = await ceremony(office)
    for shares, says in (
        ((papers[0], newer[1]), "not of one ceremony"),
        ((newer[0], newer[1]), "the keys.sealed of another copy"),
    ):
        done = await recover(server, *shares)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        assert says in done.stderr
    assert not (server.folder / "etc").exists()
    done = await recover(server, papers[2], papers[0])
    assert done.returncode == 0, "the older papers open the older file"
    assert "Next: `restore`" in done.stdout


async def test_a_file_that_is_not_keys_sealed_is_told_before_any_share_is_typed(
    server: Shell,
) -> None:
    done = await asyncio.to_thread(server.run, "keys", "recover", "nowhere", given="")
    assert (done.returncode, "nowhere" in done.stderr) == (1, True)
