"""Before it serves, the vault opens one fixed vector of each kind.

The vector was made by the independent opener in ``tests/vault``, not by this package: a library
that changed under us, or a build that went wrong, is found before a single word is sealed with it.
"""

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

from bot.errors import SealBroken
from bot.vault import field
from bot.vault.people import PrivateKey, open_with

_FILE = Path(__file__).with_name("vector.json")


def self_test(vectors: Path = _FILE) -> None:
    """Open the fixed vectors; raises ``SealBroken`` when the product must not serve."""
    vector = json.loads(vectors.read_text("utf-8"))
    plain = vector["plain"].encode()
    try:
        whole = plain == _field(vector["field"]) == _people(vector["people"])
    except SealBroken:
        whole = False
    if not whole:
        raise SealBroken("the vault's self test failed: do not serve")


def _field(place: dict[str, str]) -> bytes:
    return field.open_(
        field.Key.of(b64decode(place["key"])),
        place["contract"],
        b64decode(place["row"]),
        b64decode(place["owner"]),
        b64decode(place["sealed"]),
    )


def _people(sealed: dict[str, Any]) -> bytes:
    return open_with(
        PrivateKey(b64decode(sealed["private"])),
        b64decode(sealed["sealed"]),
        purpose=sealed["purpose"],
        object_id=b64decode(sealed["object_id"]),
        entry_id=b64decode(sealed["entry_id"]),
        epoch=sealed["epoch"],
    )
