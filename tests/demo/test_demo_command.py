from pathlib import Path

import pytest

from bot.__main__ import main
from bot.commands.demo import REAL
from bot.demo.world import World
from bot.errors import BotError
from bot.vault.passphrase import Cost


@pytest.mark.parametrize("name", REAL)
@pytest.mark.parametrize("ending", ["", "_FILE"])
def test_the_demo_refuses_to_start_beside_anything_real(
    name: str, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--once"], {name + ending: "anything"}) == 2
    said = capsys.readouterr().err
    assert f"{name}{ending}: is set" in said
    assert "anything" not in said


def test_every_real_thing_is_named_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    environment = {"TELEGRAM_BOT_TOKEN": "x", "TWILIO_AUTH_TOKEN": "y", "PATH": "/bin"}
    assert main(["demo"], environment) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2


async def test_a_folder_that_holds_something_is_left_as_it_is(
    tmp_path: Path,
) -> None:
    (tmp_path / "bot.db").write_text("somebody's")
    with pytest.raises(BotError, match="not empty"):
        await _opened(tmp_path)
    assert (tmp_path / "bot.db").read_text() == "somebody's"


async def test_what_is_kept_stays_when_the_demo_has_ended(tmp_path: Path) -> None:
    await _opened(tmp_path / "kept")
    assert (tmp_path / "kept" / "bot.db").stat().st_size > 0
    assert (tmp_path / "kept" / "keys.json").stat().st_mode & 0o777 == 0o600


async def _opened(folder: Path) -> None:
    async with World.open(folder, cost=Cost(kib=64, passes=1)):
        pass
