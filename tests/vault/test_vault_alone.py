"""Cryptography is known in one place."""

import re
from pathlib import Path

BOT = Path(__file__).parents[2] / "bot"
IMPORT = re.compile(r"^\s*(from|import) cryptography", re.MULTILINE)


def test_only_the_vault_imports_cryptography() -> None:
    importers = {path.parent.name for path in BOT.rglob("*.py") if IMPORT.search(path.read_text())}
    assert importers == {"vault"}
