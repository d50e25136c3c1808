"""Recovery shares: a seed split so that any two of three officers open it and one learns nothing.

    seed = a ⊕ b ⊕ c        officers 1, 2, 3 get (a, b), (b, c), (c, a)

(Replicated secret sharing: Ito, Saito, Nishizeki 1987. Two shares overlap in a part, which shows
that they belong together; that they make *the* seed shows in the public half that it makes.)
A share is written down by hand or printed, so its text carries a checksum and the ceremony's mark;
letters that look alike are read as the same. Rule kept here: a share that was altered, or shares of
two ceremonies, raise ``SealBroken`` rather than give a seed.
"""

import hmac
from dataclasses import dataclass, field
from hashlib import sha256
from os import urandom

from bot.errors import SealBroken

SEED_BYTES = 32
_MARK = 4
_CHECK = 4
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
_ALIKE = str.maketrans("OIL", "011")
_GROUP = 4
_BITS = 5
_BYTES = 1 + _MARK + 2 * SEED_BYTES + _CHECK


@dataclass(frozen=True, slots=True)
class Share:
    """One officer's share: which of three, of which ceremony, and its two parts."""

    number: int
    mark: bytes
    parts: tuple[bytes, bytes] = field(repr=False)

    def text(self) -> str:
        """Write it in groups of four, checksum included."""
        body = bytes([self.number]) + self.mark + b"".join(self.parts)
        return _encode(body + _checksum(body))

    @classmethod
    def parse(cls, text: str) -> "Share":
        """Read a typed share; raises ``SealBroken`` when a character is wrong or missing."""
        raw = _decode(text)
        body, check = raw[:-_CHECK], raw[-_CHECK:]
        if not hmac.compare_digest(check, _checksum(body)) or body[0] not in (1, 2, 3):
            raise SealBroken("not a share, or mistyped")
        middle = 1 + _MARK + SEED_BYTES
        return cls(body[0], body[1 : 1 + _MARK], (body[1 + _MARK : middle], body[middle:]))


def split(seed: bytes) -> tuple[Share, Share, Share]:
    """Split a seed among three officers."""
    a, b, mark = urandom(SEED_BYTES), urandom(SEED_BYTES), urandom(_MARK)
    c = _xor(_xor(seed, a), b)
    return Share(1, mark, (a, b)), Share(2, mark, (b, c)), Share(3, mark, (c, a))


def join(one: Share, two: Share) -> bytes:
    """Return the seed from any two different shares of one ceremony."""
    if one.mark != two.mark or one.number == two.number:
        raise SealBroken("these two shares do not belong together")
    first, second = (one, two) if two.number == one.number % 3 + 1 else (two, one)
    if not hmac.compare_digest(first.parts[1], second.parts[0]):
        raise SealBroken("these two shares do not belong together")
    return _xor(_xor(first.parts[0], first.parts[1]), second.parts[1])


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(x ^ y for x, y in zip(left, right, strict=True))


def _checksum(body: bytes) -> bytes:
    return sha256(b"imsa/1 share" + body).digest()[:_CHECK]


def _encode(raw: bytes) -> str:
    count = -(-len(raw) * 8 // _BITS)
    number = int.from_bytes(raw) << (count * _BITS - len(raw) * 8)
    letters = [_ALPHABET[(number >> (_BITS * place)) & 31] for place in reversed(range(count))]
    groups = ("".join(letters[i : i + _GROUP]) for i in range(0, count, _GROUP))
    return " ".join(groups)


def _decode(text: str) -> bytes:
    letters = [letter for letter in text.upper().translate(_ALIKE) if letter.isalnum()]
    count = -(-_BYTES * 8 // _BITS)
    if len(letters) != count or not set(letters) <= set(_ALPHABET):
        raise SealBroken("not a share, or mistyped")
    number = 0
    for letter in letters:
        number = number << _BITS | _ALPHABET.index(letter)
    spare = count * _BITS - _BYTES * 8
    if number & ((1 << spare) - 1):
        raise SealBroken("not a share, or mistyped")
    return (number >> spare).to_bytes(_BYTES)
