"""That an invitation leads to whom we said: else who has a code of their own turns it to another.

The rule kept here: what is looked for and not there costs the work of one that is.
"""

import hmac
from dataclasses import replace

from bot.storage.invites import InviteRow
from bot.vault import Vault

_NONE = InviteRow(b"", "", b"", None, b"", None, b"", 0, 0, None, None, None)


def prove(vault: Vault, row: InviteRow) -> InviteRow:
    """Return an invitation with its proof."""
    return replace(row, proof=_mac(vault, row))


def proved(vault: Vault, row: InviteRow | None) -> InviteRow | None:
    """Return an invitation if it is as we wrote it; whether it was used is another question."""
    looked_at = row or _NONE
    same = hmac.compare_digest(_mac(vault, looked_at), looked_at.proof or b"")
    return row if same else None


def _mac(vault: Vault, row: InviteRow) -> bytes:
    times = row.created_at.to_bytes(8) + row.expires_at.to_bytes(8)
    opens = row.code_mac, row.link_mac or b""
    return vault.invite_mac(
        row.id, row.kind.encode(), row.subject_id, row.made_by or b"", *opens, times
    )
