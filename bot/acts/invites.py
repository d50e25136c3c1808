"""Invitations of survivors: one live code each, for 72 hours, known only by its MAC.

The rule kept here: an invitation is made by somebody who holds the thread it leads to; so there is
none before the advocate's key is verified.
"""

import secrets
from dataclasses import dataclass, field

from bot.acts.act import Act
from bot.acts.invite_proof import prove
from bot.acts.survivors import describe, needs_holder
from bot.clock import HOUR_MS
from bot.errors import Refused
from bot.flows.codes import LENGTH, check_digit, grouped
from bot.storage import invites

LIFE_MS = 72 * HOUR_MS


@dataclass(frozen=True, slots=True)
class Card:
    """What is printed, once; nothing of it is kept."""

    code: str = field(repr=False)
    shown: str = field(repr=False)
    link: str = field(repr=False)
    staff_words: str = field(repr=False)
    language: str = field(repr=False)
    expires_at: int


def draw_code() -> str:
    """Draw ten digits, the last of them the check digit."""
    digits = "".join(str(secrets.randbelow(10)) for _ in range(LENGTH - 1))
    return digits + check_digit(digits)


def draw_link() -> str:
    """Draw a deep-link code: 192 random bits in 32 letters, of the 64 that Telegram allows."""
    return secrets.token_urlsafe(24)


def make(act: Act, survivor_id: bytes) -> Card:
    """Make a new invitation; the one before it no longer opens."""
    needs_holder(act, survivor_id)
    survivor = describe(act.conn, act.vault, survivor_id)
    code, link = draw_code(), draw_link()
    while invites.by_mac(act.conn, "survivor", act.vault.code_mac(code)) is not None:
        code = draw_code()
    row = invites.InviteRow(
        id=act.new_id(),
        kind="survivor",
        subject_id=survivor_id,
        made_by=act.person,
        code_mac=act.vault.code_mac(code),
        link_mac=act.vault.code_mac(link),
        proof=None,
        created_at=act.now,
        expires_at=act.now + LIFE_MS,
        used_at=None,
        revoked_at=None,
        contact_id=None,
    )
    invites.add(act.conn, prove(act.vault, row))
    act.record("invite", survivor_id, row.id)
    return Card(
        code,
        grouped(code),
        link,
        survivor.staff_words,
        survivor.language,
        row.expires_at,
    )


def revoke(act: Act, survivor_id: bytes) -> None:
    """Let no invitation of this survivor open any more."""
    if not invites.of(act.conn, survivor_id):
        raise Refused("unknown")
    needs_holder(act, survivor_id)
    invites.revoke_of(act.conn, survivor_id, act.now)
    act.record("invite_revoked", survivor_id)
