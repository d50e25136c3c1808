"""Field envelopes: one value, bound to the one place where it may stand.

    version(1) ‖ key id(4) ‖ nonce(12) ‖ AES-256-GCM ciphertext and tag

The associated data is the contract of the column (``table.column``), the row's id and the owner's
id, so that a value moved to another row, column or person does not open. Nonces are drawn: by NIST
SP 800-38D (8.3) one key may seal 2^32 times so, which no owner's key comes near, and the newest
field key seals rows of staff and wrapped keys, not messages. Rule kept here: nothing returns an
empty value for a failure; it raises ``SealBroken``.
"""

from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from os import urandom

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import SealBroken
from bot.storage.tables.columns import Sealed

VERSION = b"\x01"
KEY_BYTES = 32
_NONCE_AT = 5
_BODY_AT = 17
_SHORTEST = _BODY_AT + 16


@dataclass(frozen=True, slots=True)
class Key:
    """One AES-256 key, and how its envelopes begin; the cipher is made once."""

    head: bytes
    cipher: AESGCM = field(repr=False)

    @classmethod
    def of(cls, raw: bytes) -> "Key":
        """Make the key from its 32 bytes; its id is a hash of them."""
        return cls(VERSION + key_id(raw), AESGCM(raw))

    @property
    def id(self) -> bytes:
        """The four bytes by which envelopes name it."""
        return self.head[1:]


@dataclass(frozen=True, slots=True)
class DataKey:
    """The one key of an owner: a survivor, a complaint, or a stranger's contact."""

    owner: bytes
    key: Key


def key_id(raw: bytes) -> bytes:
    """Return the id of a key: it tells keys apart and nothing else about them."""
    return sha256(b"imsa/1 key id" + raw).digest()[:4]


@cache
def _contract(name: str) -> bytes:
    # The contracts are the columns of storage/tables and a few places of the console's store.
    encoded = name.encode()
    return len(encoded).to_bytes(2) + encoded


@cache
def _length(length: int) -> bytes:
    return length.to_bytes(2)  # of ids: there are three or four lengths


def _place(contract: str, row: bytes, owner: bytes) -> bytes:
    return _contract(contract) + _length(len(row)) + row + _length(len(owner)) + owner


def seal(key: Key, contract: str, row: bytes, owner: bytes, value: bytes) -> Sealed:
    """Seal one value for one place."""
    nonce = urandom(12)
    body = key.cipher.encrypt(nonce, value, _place(contract, row, owner))
    return Sealed(key.head + nonce + body)


def open_(key: Key, contract: str, row: bytes, owner: bytes, sealed: bytes) -> bytes:
    """Open what ``seal`` made for this very place; raises ``SealBroken``."""
    if len(sealed) < _SHORTEST or not sealed.startswith(key.head):
        raise SealBroken("not an envelope of this key")
    try:
        return key.cipher.decrypt(
            sealed[_NONCE_AT:_BODY_AT], sealed[_BODY_AT:], _place(contract, row, owner)
        )
    except InvalidTag:
        raise SealBroken("the envelope does not open in this place") from None


def named_key(sealed: bytes) -> bytes:
    """Return the id of the key that an envelope names."""
    if len(sealed) < _SHORTEST or sealed[:1] != VERSION:
        raise SealBroken("not a field envelope")
    return sealed[1:_NONCE_AT]
