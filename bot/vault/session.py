"""An unlocked private key at rest in the session store.

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


def draw_secret() -> bytes:
    """Draw the secret for a cookie."""
    return urandom(SECRET_BYTES)


def seal_session(
    private: PrivateKey, secret: bytes, session_id: bytes, person: bytes, expiry: int
) -> bytes:
    """Seal an unlocked key for the session store."""
    nonce = urandom(12)
    body = _cipher(secret).encrypt(nonce, private.raw, _bound(session_id, person, expiry))
    return _VERSION + nonce + body


def open_session(
    sealed: bytes, secret: bytes, session_id: bytes, person: bytes, expiry: int
) -> PrivateKey:
    """Open it again; raises ``SealBroken`` for another session, person, expiry or cookie."""
    if len(sealed) < _SHORTEST or sealed[:1] != _VERSION:
        raise SealBroken("not a session key")
    try:
        raw = _cipher(secret).decrypt(sealed[1:13], sealed[13:], _bound(session_id, person, expiry))
    except InvalidTag:
        raise SealBroken("the session key does not open here") from None
    return PrivateKey(raw)


def seal_form(form: bytes, secret: bytes, session_id: bytes, person: bytes) -> bytes:
    """Seal what a person had written when the session locked, until they unlock it."""
    nonce = urandom(12)
    bound = _bound(session_id, person, 0, label=b"imsa/1 form")
    return _VERSION + nonce + _cipher(secret).encrypt(nonce, form, bound)


def open_form(sealed: bytes, secret: bytes, session_id: bytes, person: bytes) -> bytes:
    """Open it again; raises ``SealBroken`` for another session, person or cookie."""
    if len(sealed) < _SHORTEST or sealed[:1] != _VERSION:
        raise SealBroken("not a form")
    bound = _bound(session_id, person, 0, label=b"imsa/1 form")
    try:
        return _cipher(secret).decrypt(sealed[1:13], sealed[13:], bound)
    except InvalidTag:
        raise SealBroken("the form does not open here") from None


def _cipher(secret: bytes) -> AESGCM:
    if len(secret) != SECRET_BYTES:
        raise SealBroken("not the secret of a session")
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"imsa/1 session").derive(secret))


def _bound(
    session_id: bytes, person: bytes, expiry: int, label: bytes = b"imsa/1 session"
) -> bytes:
    parts = (label, session_id, person, expiry.to_bytes(8))
    return b"".join(len(part).to_bytes(2) + part for part in parts)
