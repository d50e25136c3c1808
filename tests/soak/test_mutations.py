"""The stories notice what goes missing: a line taken out, and at least one of them fails."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.soak

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Mutation:
    """A line that is taken out of a file, or put out of action.

    Attributes:
        name: what is lost with it.
        file: where it stands.
        line: as it stands there.
        instead: what stands there then.
    """

    name: str
    file: str
    line: str
    instead: str = ""


MUTATIONS = (
    Mutation(
        "a message that comes twice is taken twice",
        "bot/intake.py",
        "if again is None and not rows.first_time(",
        "if again is None and 0 and not rows.first_time(",
    ),
    Mutation(
        "the curtain does not fall",
        "bot/gates.py",
        "return idle > IDLE_MS and",
        "return idle < 0 and",
    ),
    Mutation(
        "what our own code fails on is not parked",
        "bot/intake.py",
        "result = await self._park(inbound, index, error)",
        "raise Busy from None",
    ),
    Mutation(
        "her advocate's cover is given no key",
        "bot/routing.py",
        "        cover_of(conn, vault, advocate_id, now),\n",
    ),
    Mutation(
        "an answer finds no phone",
        "bot/routing.py",
        "return named if named is not None and named.survivor_id == survivor_id else None",
        "return None",
    ),
    Mutation(
        "words are not sealed to people",
        "bot/acts/sealing.py",
        "    return seal_to(\n        place.public,\n",
        "    return (lambda _, packed, **__: packed)(\n        place.public,\n",
    ),
    Mutation(
        "what is to be sent is not sealed",
        "bot/turning.py",
        'payload=self.contact.seal_row("outbox.payload", row_id, out.payload),',
        "payload=out.payload,",
    ),
    Mutation(
        "what waits to be read is not sealed",
        "bot/acts/conversation.py",
        'body=act.vault.seal("waiting.body", waiting_id, pack(words), key),',
        "body=pack(words),",
    ),
    Mutation(
        "what is late is sent",
        "bot/outbox.py",
        '        if now > row.not_after:\n            return Outcome("late")\n',
    ),
    Mutation(
        "a note goes out in quiet hours",
        "bot/outbox.py",
        "            and not self._quiet(conn, row, contact, now)\n",
    ),
    Mutation(
        "leaving leaves the chat as it is",
        "bot/perform/table.py",
        '"hide")\n    tidy(turning)\n',
        '"hide")\n',
    ),
    Mutation(
        "what had not gone out is sent after leaving",
        "bot/perform/table.py",
        "_effect: Leave) -> None:\n    turning.hush()\n",
        "_effect: Leave) -> None:\n",
    ),
)


def test_without_a_mutation_every_story_ends_as_expected(tmp_path: Path) -> None:
    played = _play(_copy(tmp_path))
    assert played.returncode == 0, played.stdout + played.stderr


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: one.name)
def test_a_story_notices(mutation: Mutation, tmp_path: Path) -> None:
    copy = _copy(tmp_path)
    path = copy / mutation.file
    found = path.read_text().count(mutation.line)
    assert found == 1, "whoever moves a line moves its mutation along"
    path.write_text(path.read_text().replace(mutation.line, mutation.instead))
    played = _play(copy)
    assert played.returncode == 1, played.stderr
    assert "failed  " in played.stdout, "a story fails; the demo itself goes on"


def _copy(folder: Path) -> Path:
    for name in ("bot", "config"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def _play(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", "demo", "--once"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
