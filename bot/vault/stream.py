"""A long file sealed in pieces, so that none of it is ever in memory whole.

    magic ‖ key id(4) ‖ salt(32) ‖ pieces, each length(4) ‖ AES-256-GCM ciphertext and tag

Every file has a key of its own (HKDF of a field key and the salt); a piece's nonce is its number,
and whether it is the last one is in its associated data: a file that was cut, or whose pieces
changed places, does not open (the STREAM construction: Hoang, Reyhanitabar, Rogaway, Vizár, *Online
Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance*, 2015). Pieces are given out as they
open, so whoever reads them keeps nothing before the last one has.
"""

from collections.abc import Iterable, Iterator
from os import urandom
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.errors import SealBroken
from bot.vault.field import key_id
from bot.vault.server import ServerKeys

PIECE = 1 << 18
_SALT = 32
_LENGTH = 4
_TAG = 16
_LONGEST = PIECE + _TAG
OTHER_KEY = "under a key that is not in the key file"
_LAST, _MORE = b"last", b"more"


def _cipher(raw: bytes, salt: bytes, magic: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt, b"imsa/1 file " + magic).derive(raw))


def seal_file(keys: ServerKeys, magic: bytes, pieces: Iterable[bytes], out: BinaryIO) -> None:
    """Write pieces of any length as one sealed file, under the newest field key."""
    raw, salt = keys.raw_field[0], urandom(_SALT)
    cipher = _cipher(raw, salt, magic)
    out.write(magic + key_id(raw) + salt)
    held = b""
    number = 0
    for piece in pieces:
        held += piece
        while len(held) > PIECE:
            _write(cipher, number, held[:PIECE], _MORE, out)
            held, number = held[PIECE:], number + 1
    _write(cipher, number, held, _LAST, out)


def _write(cipher: AESGCM, number: int, plain: bytes, last: bytes, out: BinaryIO) -> None:
    sealed = cipher.encrypt(number.to_bytes(12), plain, last)
    out.write(len(sealed).to_bytes(_LENGTH) + sealed)


def open_file(keys: ServerKeys, magic: bytes, source: BinaryIO) -> Iterator[bytes]:
    """Read a sealed file piece by piece; raises ``SealBroken`` where it was cut or altered."""
    head = source.read(len(magic) + 4 + _SALT)
    if not head.startswith(magic) or len(head) != len(magic) + 4 + _SALT:
        raise SealBroken("not a file of this kind")
    named, salt = head[len(magic) : len(magic) + 4], head[len(magic) + 4 :]
    raw = next((one for one in keys.raw_field if key_id(one) == named), None)
    if raw is None:
        raise SealBroken(OTHER_KEY)
    cipher = _cipher(raw, salt, magic)
    number = 0
    piece = _read(source)
    while piece:
        following = _read(source)
        try:
            yield cipher.decrypt(number.to_bytes(12), piece, _MORE if following else _LAST)
        except InvalidTag:
            raise SealBroken("a file that was cut or altered") from None
        piece, number = following, number + 1
    if number == 0:
        raise SealBroken("a file that was cut or altered")


def _read(source: BinaryIO) -> bytes:
    head = source.read(_LENGTH)
    if not head:
        return b""
    length = int.from_bytes(head)
    piece = source.read(length) if _TAG <= length <= _LONGEST else b""
    if len(head) != _LENGTH or not piece or len(piece) != length:
        raise SealBroken("a file that was cut or altered")
    return piece
