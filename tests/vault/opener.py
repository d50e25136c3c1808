"""An independent opener: written from RFC 9180 and the drafts, with primitives only.

It knows nothing of ``bot/vault`` and does not use the library's HPKE, so that what we store can be
read by whoever holds the keys and these two documents: RFC 9180 (HPKE, base mode, single shot) and
draft-connolly-cfrg-xwing-kem (X-Wing, 0x647a). It also seals, to make the fixed vectors.

    python -m tests.vault.opener > bot/vault/vector.json    makes new ones
"""

import hmac
import json
import sys
from base64 import b64encode
from hashlib import sha3_256, sha256

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

XWING, HKDF_SHA256, CHACHA20_POLY1305 = 0x647A, 0x0001, 0x0003
SUITE_ID = b"HPKE" + b"".join(n.to_bytes(2) for n in (XWING, HKDF_SHA256, CHACHA20_POLY1305))
LABEL = b"\\.//^\\"


def _combine(post_quantum: bytes, curve: bytes, curve_text: bytes, curve_public: bytes) -> bytes:
    return sha3_256(post_quantum + curve + curve_text + curve_public + LABEL).digest()


def decapsulate(private: bytes, encapsulated: bytes) -> bytes:
    """X-Wing, with the expanded private key (ML-KEM seed ‖ X25519)."""
    lattice = MLKEM768PrivateKey.from_seed_bytes(private[:64])
    curve = X25519PrivateKey.from_private_bytes(private[64:])
    text = encapsulated[1088:]
    return _combine(
        lattice.decapsulate(encapsulated[:1088]),
        curve.exchange(X25519PublicKey.from_public_bytes(text)),
        text,
        curve.public_key().public_bytes_raw(),
    )


def encapsulate(public: bytes) -> tuple[bytes, bytes]:
    """X-Wing: return the shared secret and what carries it."""
    shared, text = MLKEM768PublicKey.from_public_bytes(public[:1184]).encapsulate()
    once = X25519PrivateKey.generate()
    ours = once.public_key().public_bytes_raw()
    agreed = once.exchange(X25519PublicKey.from_public_bytes(public[1184:]))
    return _combine(shared, agreed, ours, public[1184:]), text + ours


def _labeled_extract(salt: bytes, label: bytes, material: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + SUITE_ID + label + material, sha256)


def _labeled_expand(secret: bytes, label: bytes, info: bytes, length: int) -> bytes:
    labeled = length.to_bytes(2) + b"HPKE-v1" + SUITE_ID + label + info
    return HKDFExpand(SHA256(), length, info=labeled).derive(secret)


def key_and_nonce(shared: bytes, info: bytes) -> tuple[bytes, bytes]:
    """RFC 9180, 5.1: the key schedule in base mode; the first message's nonce is the base nonce."""
    context = (
        b"\x00"
        + _labeled_extract(b"", b"psk_id_hash", b"")
        + _labeled_extract(b"", b"info_hash", info)
    )
    secret = _labeled_extract(shared, b"secret", b"")
    key = _labeled_expand(secret, b"key", context, 32)
    return key, _labeled_expand(secret, b"base_nonce", context, 12)


def public_of(private: bytes) -> bytes:
    """Return 1184 ‖ 32 bytes."""
    lattice = MLKEM768PrivateKey.from_seed_bytes(private[:64]).public_key().public_bytes_raw()
    curve = X25519PrivateKey.from_private_bytes(private[64:]).public_key().public_bytes_raw()
    return lattice + curve


def info_of(purpose: bytes, object_id: bytes, entry_id: bytes, public: bytes, epoch: int) -> bytes:
    """Return what an envelope to a person is bound to."""
    info = b"imsa/1"
    for part in (purpose, object_id, entry_id, sha256(public).digest()[:16], epoch.to_bytes(4)):
        info += len(part).to_bytes(2) + part
    return info


def open_people(private: bytes, sealed: bytes, info: bytes) -> bytes:
    """Open suite byte ‖ encapsulated key ‖ ciphertext and tag."""
    assert sealed[0] == 1
    key, nonce = key_and_nonce(decapsulate(private, sealed[1:1121]), info)
    return ChaCha20Poly1305(key).decrypt(nonce, sealed[1121:], b"")


def seal_people(public: bytes, plain: bytes, info: bytes) -> bytes:
    """The other direction, for the vectors."""
    shared, encapsulated = encapsulate(public)
    key, nonce = key_and_nonce(shared, info)
    return b"\x01" + encapsulated + ChaCha20Poly1305(key).encrypt(nonce, plain, b"")


def _place(contract: str, row: bytes, owner: bytes) -> bytes:
    parts = (contract.encode(), row, owner)
    return b"".join(len(part).to_bytes(2) + part for part in parts)


def open_field(key: bytes, contract: str, row: bytes, owner: bytes, sealed: bytes) -> bytes:
    """Open version ‖ key id ‖ nonce ‖ ciphertext and tag."""
    assert sealed[0] == 1
    assert sealed[1:5] == sha256(b"imsa/1 key id" + key).digest()[:4]
    return AESGCM(key).decrypt(sealed[5:17], sealed[17:], _place(contract, row, owner))


def seal_field(key: bytes, contract: str, row: bytes, owner: bytes, plain: bytes) -> bytes:
    """The other direction, for the vectors; one use of the key, so the nonce may be zero."""
    nonce = bytes(12)
    body = AESGCM(key).encrypt(nonce, plain, _place(contract, row, owner))
    return b"\x01" + sha256(b"imsa/1 key id" + key).digest()[:4] + nonce + body


def make_vectors() -> dict[str, object]:
    """Make the vectors that start-up opens; keys and ids are hashes of their names."""
    key, row, owner, object_id, entry_id = (
        sha256(name).digest()[:length]
        for name, length in (
            (b"key", 32),
            (b"row", 16),
            (b"owner", 16),
            (b"object", 16),
            (b"entry", 16),
        )
    )
    private = b"".join(sha256(name).digest() for name in (b"d", b"z", b"x"))
    plain = "Kept for Amina. Giữ cho Amina. محفوظ."
    info = info_of(b"entry", object_id, entry_id, public_of(private), 7)

    def text(raw: bytes) -> str:
        return b64encode(raw).decode()

    return {
        "plain": plain,
        "field": {
            "contract": "survivors.case_name",
            "key": text(key),
            "row": text(row),
            "owner": text(owner),
            "sealed": text(seal_field(key, "survivors.case_name", row, owner, plain.encode())),
        },
        "people": {
            "private": text(private),
            "purpose": "entry",
            "object_id": text(object_id),
            "entry_id": text(entry_id),
            "epoch": 7,
            "sealed": text(seal_people(public_of(private), plain.encode(), info)),
        },
    }


if __name__ == "__main__":
    json.dump(make_vectors(), sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")
