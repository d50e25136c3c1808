"""Staff passphrases: six words drawn by the server, never stored.

Argon2id, then HMAC with the pepper, then HKDF into *sign-in* (kept, compared) and *unwrap* (wraps
the private key): a copied database alone cannot be guessed at, because the pepper is not in it.
Argon2id is RFC 9106, whose second recommendation the cost follows (64 MiB, 3 passes; one lane,
because there is one thread); HKDF is RFC 5869, of which expanding is enough after the HMAC.
Parameters and salt stand beside what they made. Rule kept here: one try costs the same whether or
not there is such an account.
"""

import hmac
import re
import unicodedata
from dataclasses import dataclass, field
from hashlib import sha256
from os import urandom

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from bot.errors import SealBroken
from bot.vault.people import PrivateKey
from bot.vault.wordlist import draw_words

_VERSION = b"\x01"
_SALT = 16
_KDF = re.compile(r"argon2id m=(\d{1,7}) t=(\d{1,2}) p=(\d{1,2})")
# A row could be altered to make one try exhaust the machine: nothing beyond these is computed.
_LEAST_KIB = 8  # a lane, by RFC 9106
_MOST_KIB = 256 * 1024
_MOST_PASSES = 10


@dataclass(frozen=True, slots=True)
class Cost:
    """Parameters of Argon2id (RFC 9106 names them m, t and p)."""

    kib: int
    passes: int
    lanes: int = 1

    def __str__(self) -> str:
        return f"argon2id m={self.kib} t={self.passes} p={self.lanes}"

    @classmethod
    def parse(cls, text: str) -> "Cost":
        """Read stored parameters; raises ``SealBroken`` for foreign or absurd ones."""
        found = _KDF.fullmatch(text)
        if found is None:
            raise SealBroken("unknown parameters of a passphrase")
        cost = cls(*(int(part) for part in found.groups()))
        memory = _LEAST_KIB <= cost.kib <= _MOST_KIB
        if not (memory and 1 <= cost.passes <= _MOST_PASSES and cost.lanes == 1):
            raise SealBroken("absurd parameters of a passphrase")
        return cost


COST = Cost(kib=64 * 1024, passes=3)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What is kept of a passphrase."""

    salt: bytes
    kdf: str
    verifier: bytes = field(repr=False)
    wrapped: bytes = field(repr=False)


def draw_passphrase() -> str:
    """Draw six words: 77 bits."""
    return " ".join(draw_words(6))


def enrol(
    words: str, private: PrivateKey, pepper: bytes, staff_id: bytes, cost: Cost = COST
) -> Enrolment:
    """Wrap a private key under a passphrase."""
    salt = urandom(_SALT)
    sign_in, unwrap = _stretch(words, salt, cost, pepper)
    nonce = urandom(12)
    body = AESGCM(unwrap).encrypt(nonce, private.raw, _bound(staff_id))
    return Enrolment(salt, str(cost), sign_in, _VERSION + nonce + body)


def unlock(words: str, kept: Enrolment, pepper: bytes, staff_id: bytes) -> PrivateKey:
    """Open the private key; raises ``SealBroken`` when the passphrase is not the one."""
    if len(kept.salt) != _SALT:
        raise SealBroken("not the salt of a passphrase")
    sign_in, unwrap = _stretch(words, kept.salt, Cost.parse(kept.kdf), pepper)
    if not hmac.compare_digest(sign_in, kept.verifier):
        raise SealBroken("wrong passphrase")
    if kept.wrapped[:1] != _VERSION:
        raise SealBroken("a private key wrapped in another format")
    try:
        raw = AESGCM(unwrap).decrypt(kept.wrapped[1:13], kept.wrapped[13:], _bound(staff_id))
    except (InvalidTag, ValueError):
        raise SealBroken("the private key was altered or is somebody else's") from None
    return PrivateKey(raw)


def unlock_nobody(words: str, cost: Cost = COST) -> None:
    """Spend what ``unlock`` spends and raise what it raises."""
    _stretch(words, bytes(_SALT), cost, b"nobody")
    raise SealBroken("wrong passphrase")


def _stretch(words: str, salt: bytes, cost: Cost, pepper: bytes) -> tuple[bytes, bytes]:
    # Spaces, hyphens and letter case are how words are typed, not which words they are.
    letters = "".join(filter(str.isalpha, unicodedata.normalize("NFKC", words).casefold()))
    stretched = Argon2id(
        salt=salt,
        length=32,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.kib,
    ).derive(letters.encode())
    root = hmac.digest(pepper, stretched, sha256)
    sign_in, unwrap = (
        HKDFExpand(SHA256(), 32, info=b"imsa/1 " + label).derive(root)
        for label in (b"sign-in", b"unwrap")
    )
    return sign_in, unwrap


def _bound(staff_id: bytes) -> bytes:
    return b"imsa/1 staff private key" + staff_id
