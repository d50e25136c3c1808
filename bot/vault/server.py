"""The server's keys: the file that ``setup`` makes and ``SECRET_KEYS`` names.

JSON of field keys (newest first), one index key, one pepper, one key for safe words. Keys for
invitation codes and for the daily flood limits are derived from the index key, each under a label
of its own. Rule kept here: nothing prints these values, not even a ``repr``.
"""

import binascii
import json
from base64 import b64decode, b64encode
from dataclasses import dataclass, field, replace
from os import urandom
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.errors import SettingsError
from bot.vault.field import KEY_BYTES, Key, key_id

_FORMAT = 1
_SINGLE = ("index", "pepper", "words")


@dataclass(frozen=True, slots=True)
class ServerKeys:
    """The parsed key file; ``raw_field`` is newest first."""

    raw_field: tuple[bytes, ...] = field(repr=False)
    index: bytes = field(repr=False)
    pepper: bytes = field(repr=False)
    words: bytes = field(repr=False)

    @classmethod
    def generate(cls) -> "ServerKeys":
        """Draw a new set."""
        return cls((urandom(KEY_BYTES),), *(urandom(KEY_BYTES) for _ in _SINGLE))

    @classmethod
    def from_json(cls, text: str) -> "ServerKeys":
        """Read a key file; raises ``SettingsError`` with every fault, never with a value."""
        try:
            data = json.loads(text)
        except ValueError:
            raise SettingsError(
                ["SECRET_KEYS: not a key file (not JSON): put the whole one back"]
            ) from None
        if not isinstance(data, dict) or data.get("format") != _FORMAT:
            raise SettingsError([f"SECRET_KEYS: not a key file of format {_FORMAT}"])
        faults: list[str] = []
        fields = data.get("field")
        if not isinstance(fields, list) or not fields:
            faults.append("SECRET_KEYS: no field key")
            fields = []
        raw = [_read(value, f"field[{n}]", faults) for n, value in enumerate(fields)]
        single = [_read(data.get(name), name, faults) for name in _SINGLE]
        present = [value for value in (*raw, *single) if value]
        if len(set(present)) != len(present):
            faults.append("SECRET_KEYS: the same key stands there twice")
        if faults:
            raise SettingsError(faults)
        return cls(tuple(raw), *single)

    def to_json(self) -> str:
        """Write the key file's text."""
        values: dict[str, Any] = {
            "format": _FORMAT,
            "field": [b64encode(raw).decode() for raw in self.raw_field],
        }
        values |= {
            "index": b64encode(self.index).decode(),
            "pepper": b64encode(self.pepper).decode(),
            "words": b64encode(self.words).decode(),
        }
        return json.dumps(values, indent=2) + "\n"

    def rotated(self) -> "ServerKeys":
        """Return the same keys with a new field key in front."""
        return replace(self, raw_field=(urandom(KEY_BYTES), *self.raw_field))

    def without(self, unused: bytes) -> "ServerKeys":
        """Return the same keys without an old field key; the newest one is never dropped."""
        kept = tuple(raw for raw in self.raw_field[1:] if key_id(raw) != unused)
        return replace(self, raw_field=(self.raw_field[0], *kept))

    def field_keys(self) -> tuple[Key, ...]:
        """Return the field keys, newest first."""
        return tuple(Key.of(raw) for raw in self.raw_field)

    def derived(self, label: bytes) -> bytes:
        """Derive a key of its own for a purpose that the file has no key for."""
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"imsa/1 " + label).derive(self.index)


def _read(value: object, name: str, faults: list[str]) -> bytes:
    """Decode one key; a fault is noted and an empty key returned, so that all are found."""
    try:
        raw = b64decode(value, validate=True) if isinstance(value, str) else b""
    except binascii.Error:
        raw = b""
    if len(raw) != KEY_BYTES or len(set(raw)) == 1:
        faults.append(f"SECRET_KEYS: {name} is not a key of {KEY_BYTES} random bytes")
        return b""
    return raw
