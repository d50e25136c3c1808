"""Staff sessions: who it is on the server, the key to it only in the cookie.

A session has two parts in the store: its record (who, since when) and, while unlocked, the person's
private key, bound to session, person and expiry under a secret that exists only in the cookie. The
key is gone after ten idle minutes, after ten hours, and at *Lock now*; the record outlives it, so
that unlocking asks the passphrase alone. The rules kept here: what the store holds opens nothing by
itself; who writes into it becomes nobody by that, because the record is under the server's key; and
a session that signed out is gone from the store, not only from the browser.
"""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, replace
from typing import Final, Self

from bot.clock import Clock
from bot.coordination import Coordination
from bot.errors import SealBroken
from bot.vault import Vault
from bot.vault.people import PrivateKey
from bot.vault.session import open_form, open_session, seal_form, seal_session

IDLE_MS: Final = 10 * 60 * 1000
LONGEST_MS: Final = 10 * 3600 * 1000
FACTOR_MS: Final = 12 * 3600 * 1000
RECORD_SECONDS: Final = 24 * 3600
FORM_SECONDS: Final = 24 * 3600
COOKIE: Final = "__Host-session"
_RECORD: Final = "console.session"


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the cookie carries: the session's id, and the secret that opens it."""

    id: bytes
    secret: bytes

    @classmethod
    def draw(cls) -> Self:
        """Draw a new one."""
        return cls(secrets.token_bytes(16), secrets.token_bytes(32))

    @classmethod
    def read(cls, cookie: str | None) -> Self | None:
        """Read a cookie; anything odd is no ticket."""
        try:
            raw = base64.urlsafe_b64decode((cookie or "").encode("ascii"))
        except (binascii.Error, UnicodeEncodeError, ValueError):
            return None
        return cls(raw[:16], raw[16:]) if len(raw) == 48 else None  # noqa: PLR2004 16 + 32

    def cookie(self) -> str:
        """As the cookie carries it."""
        return base64.urlsafe_b64encode(self.id + self.secret).decode("ascii")

    def token(self) -> str:
        """The CSRF token of every form that this browser is shown."""
        return hmac.new(self.secret, b"csrf", hashlib.sha256).hexdigest()

    def proof(self) -> str:
        """What the store keeps to know the secret again."""
        return hmac.new(self.secret, b"proof", hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Session:
    """A known person at a known browser.

    Attributes:
        ticket: id and secret.
        person: who it is.
        mark: what the person's words and second factor were when it began.
        factor_at: when the second factor was last shown.
        seen_at: the last request that a person made.
        until: when the unlocked key expires at the latest; 0 while locked.
        private: the unlocked key, or None while locked.
        back: the page to go back to after unlocking.
        form: something that was being written waits until they unlock.
    """

    ticket: Ticket
    person: bytes
    mark: str
    factor_at: int
    seen_at: int
    until: int = 0
    private: PrivateKey | None = None
    back: str = ""
    form: bool = False

    @property
    def open(self) -> bool:
        """Whether the key is here."""
        return self.private is not None


class Sessions:
    """The store of sessions; ``release`` ends every session of an earlier release."""

    def __init__(
        self, coordination: Coordination, clock: Clock, vault: Vault, release: str = ""
    ) -> None:
        self._store = coordination
        self._clock = clock
        self._vault = vault
        self._release = release

    def _name(self, part: str, ticket: Ticket) -> str:
        return f"console:{self._release}:{part}:{ticket.id.hex()}"

    async def begin(self, person: bytes, private: PrivateKey, factor_at: int, mark: str) -> Session:
        """Begin an unlocked session under a new cookie."""
        now = self._clock.now()
        session = Session(Ticket.draw(), person, mark, factor_at, now)
        await self._write(session)
        return await self.unlock(session, private)

    async def unlock(self, session: Session, private: PrivateKey) -> Session:
        """Keep the key for this session, until it idles or expires."""
        now = self._clock.now()
        until = now + LONGEST_MS
        ticket = session.ticket
        sealed = seal_session(private, ticket.secret, ticket.id, session.person, until)
        await self._store.put(self._name("key", ticket), sealed, IDLE_MS / 1000)
        session = replace(session, private=private, until=until, seen_at=now)
        await self._keep(session)
        return session

    async def find(self, cookie: str | None) -> Session | None:
        """The session of this cookie, locked when it has idled, or None."""
        ticket = Ticket.read(cookie)
        raw = await self._store.get(self._name("record", ticket)) if ticket else None
        if ticket is None or raw is None:
            return None
        try:
            record = json.loads(self._vault.open(_RECORD, ticket.id, raw))
        except SealBroken:
            return None
        if not hmac.compare_digest(record["proof"], ticket.proof()):
            return None
        session = Session(
            ticket,
            bytes.fromhex(record["person"]),
            record["mark"],
            record["factor_at"],
            record["seen_at"],
            until=record["until"],
            back=record["back"],
            form=record["form"],
        )
        now = self._clock.now()
        if session.until and (now >= session.until or now - session.seen_at > IDLE_MS):
            return await self.lock(session)
        sealed = await self._store.get(self._name("key", ticket)) if session.until else None
        if sealed is None:
            return session
        try:
            private = open_session(sealed, ticket.secret, ticket.id, session.person, session.until)
        except SealBroken:
            return await self.lock(session)
        return replace(session, private=private)

    async def seen(self, session: Session) -> Session:
        """A person did something: the ten minutes begin again."""
        session = replace(session, seen_at=self._clock.now())
        await self._store.touch(self._name("key", session.ticket), IDLE_MS / 1000)
        await self._keep(session)
        return session

    async def factor(self, session: Session) -> Session:
        """The second factor was shown again."""
        session = replace(session, factor_at=self._clock.now())
        await self._keep(session)
        return session

    def factor_is_fresh(self, session: Session) -> bool:
        """Whether the passphrase alone is enough to unlock."""
        return self._clock.now() - session.factor_at < FACTOR_MS

    async def lock(self, session: Session) -> Session:
        """Delete the key; the person is still known."""
        await self._store.delete(self._name("key", session.ticket))
        session = replace(session, private=None, until=0)
        await self._keep(session)
        return session

    async def end(self, session: Session) -> None:
        """Forget the session altogether."""
        for part in ("key", "record", "form"):
            await self._store.delete(self._name(part, session.ticket))

    async def leave_for_unlock(
        self, session: Session, back: str, form: bytes | None, *, typed: bool = False
    ) -> None:
        """Remember where the person was, and what they had written, until they unlock.

        ``typed``: what they had written is kept as a draft of that page.
        """
        if form is not None:
            ticket = session.ticket
            sealed = seal_form(form, ticket.secret, ticket.id, session.person)
            await self._store.put(self._name("form", ticket), sealed, FORM_SECONDS)
        kept = session.form and form is None
        if not kept:  # a page opened while a form waits doesn't push the form out
            session = replace(session, back=back, form=typed or form is not None)
        await self._keep(session)

    async def take_form(self, session: Session) -> tuple[Session, str, bytes | None]:
        """Where the person was, and the form that waited; both forgotten now."""
        ticket = session.ticket
        sealed = await self._store.get(self._name("form", ticket)) if session.form else None
        await self._store.delete(self._name("form", ticket))
        form: bytes | None = None
        if sealed is not None:
            try:
                form = open_form(sealed, ticket.secret, ticket.id, session.person)
            except SealBroken:
                form = None
        back, session = session.back, replace(session, back="", form=False)
        await self._keep(session)
        return session, back, form

    async def keep_draft(self, session: Session, place: bytes, text: str) -> None:
        """Keep what is being written at a place, sealed for this session; nothing: forget it."""
        name = f"{self._name('draft', session.ticket)}:{place.hex()}"
        if not text:
            await self._store.delete(name)
            return
        ticket = session.ticket
        sealed = seal_form(text.encode(), ticket.secret, ticket.id, session.person)
        await self._store.put(name, sealed, FORM_SECONDS)

    async def draft(self, session: Session, place: bytes) -> str:
        """What was being written at a place."""
        name = f"{self._name('draft', session.ticket)}:{place.hex()}"
        sealed, ticket = await self._store.get(name), session.ticket
        if sealed is None:
            return ""
        try:
            return open_form(sealed, ticket.secret, ticket.id, session.person).decode()
        except SealBroken:
            return ""

    async def _keep(self, session: Session) -> None:
        """Keep what it is now, unless it signed out while this request was under way."""
        if await self._store.touch(self._name("record", session.ticket), RECORD_SECONDS):
            await self._write(session)

    async def _write(self, session: Session) -> None:
        record = {
            "person": session.person.hex(),
            "mark": session.mark,
            "proof": session.ticket.proof(),
            "factor_at": session.factor_at,
            "seen_at": session.seen_at,
            "until": session.until,
            "back": session.back,
            "form": session.form,
        }
        name = self._name("record", session.ticket)
        sealed = self._vault.seal(_RECORD, session.ticket.id, json.dumps(record).encode())
        await self._store.put(name, sealed, RECORD_SECONDS)
