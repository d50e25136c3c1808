import pytest

from bot.__main__ import main
from bot.demo.credentials import REAL


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
