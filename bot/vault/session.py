"""An unlocked private key, or a form that waits, at rest in the session store.

Sealed under a secret that exists only in the person's cookie, and bound to session, person and
expiry: the store alone opens nothing, and an entry copied to another session does not open there.
"""

from os import urandom

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.errors import SealBroken
from bot.vault.people import PrivateKey

SECRET_BYTES = 32
_VERSION = b"\x01"
_SHORTEST = 1 + 12 + 16


def seal_session(
    private: PrivateKey, secret: bytes, session_id: bytes, person: bytes, expiry: int
) -> bytes:
    """Seal an unlocked key for the session store."""
    return _seal(private.raw, secret, (b"key", session_id, person, expiry.to_bytes(8)))


def open_session(
    sealed: bytes, secret: bytes, session_id: bytes, person: bytes, expiry: int
) -> PrivateKey:
    """Open it again; raises ``SealBroken`` for another session, person, expiry or cookie."""
    return PrivateKey(_open(sealed, secret, (b"key", session_id, person, expiry.to_bytes(8))))


def seal_form(form: bytes, secret: bytes, session_id: bytes, person: bytes) -> bytes:
    """Seal a form that waits until its writer has unlocked again."""
    return _seal(form, secret, (b"form", session_id, person))


def open_form(sealed: bytes, secret: bytes, session_id: bytes, person: bytes) -> bytes:
    """Open it again; raises ``SealBroken`` for another session, person or cookie."""
    return _open(sealed, secret, (b"form", session_id, person))


def _seal(plain: bytes, secret: bytes, bound: tuple[bytes, ...]) -> bytes:
    nonce = urandom(12)
    return _VERSION + nonce + _cipher(secret).encrypt(nonce, plain, _joined(bound))


def _open(sealed: bytes, secret: bytes, bound: tuple[bytes, ...]) -> bytes:
    if len(sealed) < _SHORTEST or sealed[:1] != _VERSION:
        raise SealBroken("not sealed for a session")
    try:
        return _cipher(secret).decrypt(sealed[1:13], sealed[13:], _joined(bound))
    except InvalidTag:
        raise SealBroken("it does not open in this session") from None


def _cipher(secret: bytes) -> AESGCM:
    if len(secret) != SECRET_BYTES:
        raise SealBroken("not the secret of a session")
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"imsa/1 session").derive(secret))


def _joined(parts: tuple[bytes, ...]) -> bytes:
    return b"".join(len(part).to_bytes(2) + part for part in parts)
