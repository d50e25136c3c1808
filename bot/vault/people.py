"""Sealing to people: HPKE base mode with the hybrid KEM X-Wing.

One suite, named by one byte: ML-KEM-768 + X25519 (0x647a), HKDF-SHA256, ChaCha20-Poly1305. What is
copied today stays closed to a quantum computer later. HPKE is RFC 9180, X-Wing is
draft-connolly-cfrg-xwing-kem, ML-KEM is FIPS 203. Base mode says nothing about who sealed: what
must have come from us lies in a field envelope around it. The library's hybrid private key cannot
be exported, so its parts are kept: private = ML-KEM seed (64) ‖ X25519 (32), public = 1184 ‖ 32.

Rule kept here: every envelope is bound to its purpose, object, entry, recipient and epoch, so it
opens nowhere else.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.errors import SealBroken

SUITE = b"\x01"
PUBLIC_BYTES = 1216
PRIVATE_BYTES = 96
_MLKEM_PUBLIC = 1184
_MLKEM_SEED = 64
_ENCAPSULATED = 1120
_SHORTEST = 1 + _ENCAPSULATED + 16

_suite = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The half that seals."""

    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.raw) != PUBLIC_BYTES:
            raise SealBroken("not a public key")

    @property
    def id(self) -> bytes:
        """The first 16 bytes of its SHA-256."""
        return sha256(self.raw).digest()[:16]


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """The half that opens."""

    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.raw) != PRIVATE_BYTES:
            raise SealBroken("not a private key")

    @property
    def public(self) -> PublicKey:
        """The other half."""
        return _derive_public(self.raw)


def generate_pair() -> tuple[PrivateKey, PublicKey]:
    """Draw a new pair."""
    seed = MLKEM768PrivateKey.generate().private_bytes_raw()
    private = PrivateKey(seed + X25519PrivateKey.generate().private_bytes_raw())
    return private, private.public


def private_from_seed(seed: bytes) -> PrivateKey:
    """Derive a private key from the 32 bytes that a recovery ceremony makes."""
    expand = HKDF(SHA256(), PRIVATE_BYTES, salt=None, info=b"imsa/1 recovery pair")
    return PrivateKey(expand.derive(seed))


def seal_to(
    public: PublicKey,
    plaintext: bytes,
    *,
    purpose: str,
    object_id: bytes,
    entry_id: bytes,
    epoch: int,
) -> bytes:
    """Seal to one recipient; anybody can, nobody but the recipient can open it."""
    info = _info(purpose, object_id, entry_id, public.id, epoch)
    return SUITE + _suite.encrypt(plaintext, _hybrid_public(public.raw), info)


class Opener:
    """A private key made ready to open many envelopes; it lives as long as one view of them."""

    def __init__(self, private: PrivateKey) -> None:
        self._key = _hybrid_private(private.raw)
        self._id = private.public.id

    def open(
        self, sealed: bytes, *, purpose: str, object_id: bytes, entry_id: bytes, epoch: int
    ) -> bytes:
        """Open what ``seal_to`` made with the same context; raises ``SealBroken``."""
        if len(sealed) < _SHORTEST or sealed[:1] != SUITE:
            raise SealBroken("not an envelope of this suite")
        try:
            info = _info(purpose, object_id, entry_id, self._id, epoch)
            return _suite.decrypt(sealed[1:], self._key, info)
        except (InvalidTag, ValueError, OverflowError):  # an epoch that no number of ours is
            raise SealBroken("the envelope does not open with this key here") from None


def open_with(
    private: PrivateKey,
    sealed: bytes,
    *,
    purpose: str,
    object_id: bytes,
    entry_id: bytes,
    epoch: int,
) -> bytes:
    """Open one envelope; raises ``SealBroken``."""
    return Opener(private).open(
        sealed, purpose=purpose, object_id=object_id, entry_id=entry_id, epoch=epoch
    )


def _info(purpose: str, object_id: bytes, entry_id: bytes, recipient: bytes, epoch: int) -> bytes:
    parts = (purpose.encode(), object_id, entry_id, recipient, epoch.to_bytes(4))
    return b"imsa/1" + b"".join(len(part).to_bytes(2) + part for part in parts)


@lru_cache(maxsize=2048)  # parsing costs a quarter of a sealing, and threads repeat
def _hybrid_public(raw: bytes) -> MLKEM768X25519PublicKey:
    try:
        return MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(raw[:_MLKEM_PUBLIC]),
            X25519PublicKey.from_public_bytes(raw[_MLKEM_PUBLIC:]),
        )
    except ValueError:
        raise SealBroken("not a public key") from None


# Private keys are never cached: they live as long as the call that was given them.
def _hybrid_private(raw: bytes) -> MLKEM768X25519PrivateKey:
    return MLKEM768X25519PrivateKey(
        MLKEM768PrivateKey.from_seed_bytes(raw[:_MLKEM_SEED]),
        X25519PrivateKey.from_private_bytes(raw[_MLKEM_SEED:]),
    )


def _derive_public(raw: bytes) -> PublicKey:
    seed = MLKEM768PrivateKey.from_seed_bytes(raw[:_MLKEM_SEED])
    curve = X25519PrivateKey.from_private_bytes(raw[_MLKEM_SEED:])
    return PublicKey(seed.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw())
