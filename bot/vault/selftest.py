"""Before it serves, the vault opens one fixed vector of each kind.

The vector was made by the independent opener in ``tests/vault``, not by this package: a library
that changed under us, or a build that went wrong, is found before a single word is sealed with it.
"""

import json
from base64 import b64decode
from pathlib import Path

from bot.errors import SealBroken
from bot.vault import field
from bot.vault.people import PrivateKey, open_with

_FILE = Path(__file__).with_name("vector.json")


def self_test() -> None:
    """Open the fixed vectors; raises ``SealBroken`` when the product must not serve."""
    vector = json.loads(_FILE.read_text("utf-8"))
    plain = vector["plain"].encode()
    place = vector["field"]
    opened = field.open_(
        field.Key.of(b64decode(place["key"])),
        place["contract"],
        b64decode(place["row"]),
        b64decode(place["owner"]),
        b64decode(place["sealed"]),
    )
    sealed = vector["people"]
    read = open_with(
        PrivateKey(b64decode(sealed["private"])),
        b64decode(sealed["sealed"]),
        purpose=sealed["purpose"],
        object_id=b64decode(sealed["object_id"]),
        entry_id=b64decode(sealed["entry_id"]),
        epoch=sealed["epoch"],
    )
    if opened != plain or read != plain:
        raise SealBroken("the vault's self test failed: do not serve")
