"""A build that can't open what an independent sealer sealed serves nobody."""

import json
import os
import shutil
import subprocess
import sys
from base64 import b64decode, b64encode
from pathlib import Path

import pytest

from bot.errors import SealBroken
from bot.vault.selftest import self_test
from bot.vault.server import ServerKeys

ROOT = Path(__file__).resolve().parents[2]
VECTORS = Path("bot", "vault", "vector.json")


def spoil(path: Path, kind: str) -> None:
    """Change one bit of a sealed vector, or what it should say."""
    vector = json.loads(path.read_text())
    if kind == "plain":
        vector["plain"] += "x"
    else:
        sealed = bytearray(b64decode(vector[kind]["sealed"]))
        sealed[-1] ^= 1
        vector[kind]["sealed"] = b64encode(sealed).decode()
    path.write_text(json.dumps(vector))


@pytest.mark.parametrize("kind", ["field", "people", "plain"])
def test_a_vector_that_does_not_open_as_it_should_is_the_end(kind: str, tmp_path: Path) -> None:
    path = Path(shutil.copy(ROOT / VECTORS, tmp_path))
    self_test(path)
    spoil(path, kind)
    with pytest.raises(SealBroken, match="do not serve"):
        self_test(path)


def test_run_ends_before_anything_else(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "bot", tmp_path / "bot", ignore=shutil.ignore_patterns("locales"))
    spoil(tmp_path / VECTORS, "people")
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        cwd=tmp_path,
        env={
            "PATH": os.environ["PATH"],
            "CONFIG_DIR": str(ROOT / "config"),
            "SECRET_KEYS": ServerKeys.generate().to_json(),
        },
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 1
    assert "self test failed: do not serve" in done.stderr
    assert not (tmp_path / "var").exists(), "no database was opened or made"
