"""The vault: what the rest of the product asks of the server's keys.

Three verbs for fields (``seal``, ``open``, ``needs_reseal``), the owners' data keys, and the keyed
hashes by which a value is found again without being kept. Made once, at start. Whatever does not
open raises ``SealBroken``.
"""

import hmac
import unicodedata
from hashlib import sha256
from os import urandom

from bot.errors import SealBroken
from bot.storage.tables.columns import Sealed
from bot.vault import field, passphrase
from bot.vault.field import KEY_BYTES, DataKey, Key
from bot.vault.passphrase import Cost, Enrolment
from bot.vault.people import PrivateKey
from bot.vault.server import ServerKeys

_WRAPPED = "keys.wrapped"


class Vault:
    """The server's keys at work.

    Args:
        keys: the parsed key file.
        cost: what one try at a passphrase costs; only tests ask for less.
    """

    def __init__(self, keys: ServerKeys, cost: Cost = passphrase.COST) -> None:
        self._keys = keys
        self._newest, *old = keys.field_keys()
        self._fields = {key.id: key for key in (*old, self._newest)}
        self._cost = cost
        self._codes = keys.derived(b"invitation codes")
        self._browsers = keys.derived(b"browsers that are known")
        self._invites = keys.derived(b"what invitations lead to")
        self._floods = keys.derived(b"flood limits")
        self._flood_day = ("", b"")  # the day and its key

    # --- fields -----------------------------------------------------------------------------------

    def seal(
        self,
        contract: str,
        row: bytes,
        value: bytes,
        key: DataKey | None = None,
        owner: bytes = b"",
    ) -> Sealed:
        """Seal a value for one column of one row.

        Args:
            contract: ``table.column``.
            row: id of the row.
            value: what to seal.
            key: the owner's data key; without it the newest field key (staff, organisations ...).
            owner: id of the owner, where there is no data key; it is bound into the envelope.
        """
        if key is None:
            return field.seal(self._newest, contract, row, owner, value)
        return field.seal(key.key, contract, row, key.owner, value)

    def open(
        self,
        contract: str,
        row: bytes,
        sealed: bytes,
        key: DataKey | None = None,
        owner: bytes = b"",
    ) -> bytes:
        """Open what ``seal`` made with the same arguments; raises ``SealBroken``."""
        if key is None:
            return field.open_(self._field_key(sealed), contract, row, owner, sealed)
        return field.open_(key.key, contract, row, key.owner, sealed)

    def needs_reseal(self, sealed: bytes) -> bool:
        """Say whether an envelope is under a field key that is no longer the newest."""
        named = field.named_key(sealed)
        return named != self._newest.id and named in self._fields

    def field_key_ids(self) -> tuple[bytes, ...]:
        """Return the ids of the field keys, newest first, for ``keys status``."""
        return tuple(key.id for key in self._keys.field_keys())

    def _field_key(self, sealed: bytes) -> Key:
        key = self._fields.get(field.named_key(sealed))
        if key is None:
            raise SealBroken("under a key that is not in the key file")
        return key

    # --- owners -----------------------------------------------------------------------------------

    def new_data_key(self, owner: bytes) -> tuple[DataKey, bytes]:
        """Make an owner's data key; return it and the wrapped form for the table ``keys``."""
        raw = urandom(KEY_BYTES)
        return DataKey(owner, Key.of(raw)), self.seal(_WRAPPED, owner, raw, owner=owner)

    def unwrap(self, owner: bytes, wrapped: bytes) -> DataKey:
        """Return an owner's data key from its wrapped form."""
        return DataKey(owner, Key.of(self.open(_WRAPPED, owner, wrapped, owner=owner)))

    # --- keyed hashes -----------------------------------------------------------------------------

    def address_index(self, channel: str, address: str) -> bytes:
        """Return the blind index of a canonical address on a channel."""
        return _mac(self._keys.index, channel.encode(), address.encode())

    def email_index(self, email: str) -> bytes:
        """Return the blind index of a staff e-mail address, whatever its letter case."""
        canonical = unicodedata.normalize("NFKC", email.strip()).casefold()
        return _mac(self._keys.index, b"staff e-mail", canonical.encode())

    def flood_token(self, channel: str, address: str, day: str) -> str:
        """Return the name under which a stranger's messages are counted for one day."""
        if day != self._flood_day[0]:
            self._flood_day = (day, _mac(self._floods, day.encode()))
        return _mac(self._flood_day[1], channel.encode(), address.encode())[:16].hex()

    def code_mac(self, code: str) -> bytes:
        """Return what is kept of an invitation's code or link."""
        return _mac(self._codes, code.encode())

    def invite_mac(self, *said: bytes) -> bytes:
        """Return what proves that we wrote an invitation."""
        return _mac(self._invites, *said)

    def word_mac(self, owner: bytes, word: str) -> bytes:
        """Return what is kept of a safe word: the same however the word is spelled or spaced."""
        return _mac(self._keys.words, owner, bare_word(word).encode())

    # --- staff ------------------------------------------------------------------------------------

    def enrol(self, staff_id: bytes, words: str, private: PrivateKey) -> Enrolment:
        """Wrap a private key under a passphrase. Slow on purpose: see ``argon_thread``."""
        return passphrase.enrol(words, private, self._keys.pepper, staff_id, self._cost)

    def unlock(self, staff_id: bytes, words: str, kept: Enrolment) -> PrivateKey:
        """Open a private key; raises ``SealBroken`` for a wrong passphrase. Slow on purpose."""
        return passphrase.unlock(words, kept, self._keys.pepper, staff_id)

    def unlock_nobody(self, words: str) -> None:
        """Spend what ``unlock`` spends, for an account that does not exist, and raise the same."""
        passphrase.unlock_nobody(words, self._cost)

    def browser_mac(self, account: str, said: bytes) -> bytes:
        """Return what proves that we called a browser known at an account."""
        return _mac(self._browsers, account.encode(), said)

    def key_file(self) -> bytes:
        """Return the key file's text, only to be sealed to the recovery key."""
        return self._keys.to_json().encode()


def bare_word(word: str) -> str:
    """Return a safe word in the one form that is compared: NFKC, no case, marks or spaces."""
    folded = unicodedata.normalize("NFKC", word).casefold()
    kept = (
        letter
        for letter in unicodedata.normalize("NFKD", folded)
        if unicodedata.category(letter)[0] not in "MZC"
    )
    return unicodedata.normalize("NFKC", "".join(kept))


def _mac(key: bytes, *parts: bytes) -> bytes:
    message = b"".join(len(part).to_bytes(2) + part for part in parts)
    return hmac.digest(key, message, sha256)
