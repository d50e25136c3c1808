"""What stands in a complaint's ``about``: what was answered with buttons, and who worked on it.

The rule kept here: who took it before is involved, and stays so; nobody looks at their own work
again, and what they decided is decided anew.
"""

import json

from bot.acts.act import Act
from bot.acts.complaints_entries import field, key_of
from bot.storage import complaints, points
from bot.storage.complaints import ComplaintRow
from bot.vault import Vault


def change_about(act: Act, row: ComplaintRow, **values: object) -> None:
    """Change some of it."""
    key = key_of(act.vault, row)
    about = {**json.loads(field(act.vault, row, "about", key)), **values}
    sealed = act.vault.seal("complaints.about", row.id, json.dumps(about).encode(), key)
    complaints.change(act.conn, row.id, about=sealed)


def worked(act: Act, row: ComplaintRow) -> None:
    """Write down that the actor has taken it."""
    change_about(act, row, worked=sorted({*_listed(act.vault, row, "worked"), act.person.hex()}))


def again(act: Act, row: ComplaintRow) -> None:
    """Somebody else is to look: whoever worked on it so far is involved from now on."""
    change_about(act, row, involved=_listed(act.vault, row, "worked"))
    points.decide_anew(act.conn, row.id)


def involved(vault: Vault, row: ComplaintRow) -> frozenset[bytes]:
    """Return who of staff worked on it, or answered, before somebody else was to look."""
    found = frozenset(map(bytes.fromhex, _listed(vault, row, "involved")))
    return found if row.decider_id is None else found | {row.decider_id}


def about_whom(vault: Vault, row: ComplaintRow) -> str:
    """Return whom it is about: the kind that was answered, and nobody's name."""
    return str(json.loads(field(vault, row, "about", key_of(vault, row)))["about"])


def was_taken_back(vault: Vault, row: ComplaintRow) -> bool:
    """Say whether she took it back while somebody still looks at her safety."""
    about = json.loads(field(vault, row, "about", key_of(vault, row)))
    return bool(about.get("taken_back"))


def _listed(vault: Vault, row: ComplaintRow, name: str) -> list[str]:
    about = json.loads(field(vault, row, "about", key_of(vault, row)))
    return list(about.get(name, []))
