"""First run: the Hub and its first administrator, invited by the operator."""

from bot.acts import organisations, staff
from bot.acts.act import Act
from bot.acts.staff import Invitation, NewStaff
from bot.errors import Refused
from bot.proved import hubs
from bot.storage import people


def first_administrator(
    act: Act,
    name: str,
    email: str,
    *,
    short: str = "",
) -> Invitation:
    """Invite the first hub administrator; refuses where there is staff already."""
    if people.everyone(act.conn):
        raise Refused("already_set_up")
    found = next(iter(hubs(act.conn, act.vault)), None)
    hub_id = found or organisations.create(act, name="Hub", nation="england", hub=True)
    return staff.invite(act, NewStaff(name, email, hub_id, ("hub_admin",), short))
