"""Letting somebody in again who lost their six words or telephone; giving back what was theirs.

The rule kept here: whoever agrees is shown the link, this once, and whoever proposed never is.
"""

from dataclasses import dataclass

from aiohttp import web
from sqlalchemy import Connection

from bot.acts import again, regrant, staff, tasks
from bot.acts.act import Act
from bot.acts.again import Lost, Price, Proposal
from bot.acts.staff import Invitation
from bot.console.call import Call
from bot.console.deeds import LOST
from bot.console.people_view import names
from bot.console.table import page
from bot.errors import Refused
from bot.roles import DECIDERS
from bot.vault import Vault


@dataclass(frozen=True, slots=True)
class Line:
    """One proposal that waits, and what a yes would do."""

    id: bytes
    name: str
    lost: Lost
    by: str
    mine: bool
    about_me: bool
    expires_at: int
    price: Price

    @property
    def says(self) -> str:
        """The proposal in a sentence."""
        return LOST[self.lost].format(staff=self.name)


def lines(conn: Connection, vault: Vault, me: bytes, now: int) -> list[Line]:
    """What waits for a second person, as the Approvals page shows it."""
    return _lines(conn, vault, me, now, again.waiting(conn, vault, now))


def unused(conn: Connection, vault: Vault, me: bytes, now: int) -> list[Line]:
    """What the caller agreed to, of whoever has not begun with their link yet."""
    return _lines(conn, vault, me, now, again.unused(conn, vault, me))


def _lines(
    conn: Connection, vault: Vault, me: bytes, now: int, found: list[Proposal]
) -> list[Line]:
    known = names(conn, vault, now)
    return [
        Line(
            one.id,
            known.get(one.staff_id, ""),
            one.lost,
            known.get(one.proposed_by, ""),
            one.proposed_by == me,
            one.staff_id == me,
            one.expires_at,
            again.price(conn, one.staff_id),
        )
        for one in found
    ]


async def _form(call: Call, errors: dict[str, str] | None = None) -> web.StreamResponse:
    vault, me, now = call.desk.vault, call.who.id, call.now
    everybody = await call.read(lambda conn: staff.everyone(conn, vault, now))
    here = [one for one in everybody if one.state in {"active", "unverified"} and one.id != me]
    chosen = call.text("staff", 32) or call.request.query.get("staff", "")
    return call.page(
        "again.html",
        status=422 if errors else 200,
        people=[
            {"value": "", "text": "Choose a person"},
            *(
                {"value": one.id.hex(), "text": one.name, "selected": one.id.hex() == chosen}
                for one in sorted(here, key=lambda one: one.name.casefold())
            ),
        ],
        errors=errors or {},
    )


@page("GET", "/again", who=DECIDERS)
async def form(call: Call) -> web.StreamResponse:
    """The form to let somebody in again, and what happens then."""
    return await _form(call)


@page("POST", "/again", who=DECIDERS)
async def propose(call: Call) -> web.StreamResponse:
    """Propose to let somebody in again; they are told."""
    typed = call.text("lost", 10)
    lost: Lost | None = "words" if typed == "words" else "factor" if typed == "factor" else None
    errors = {} if call.text("staff", 32) else {"staff": "Choose who can't sign in"}
    if lost is None:
        errors["lost"] = "Choose what they lost"
    if errors or lost is None:
        return await _form(call, errors)
    wanted = call.as_id(call.text("staff", 32))
    said: Lost = lost
    try:
        await call.act(lambda act: again.propose(act, wanted, said))
    except Refused as refused:
        if refused.code == "not_yours":
            raise
        return await _form(call, {"staff": call.refusal(refused)})
    await call.desk.coordination.wake("work")
    return call.go("/approvals", "again_proposed")


@page("POST", "/approvals/again/{id}", who=DECIDERS)
async def decide(call: Call) -> web.StreamResponse:
    """Agree to let somebody in again, and get their link; or refuse."""
    wanted, yes, url = call.id(), call.text("answer", 5) == "yes", call.desk.url

    def unit(act: Act) -> Invitation | None:
        made = again.another_link(act, wanted) if yes else None
        made = made or again.decide(act, wanted, yes=yes)
        if made is not None:
            tasks.notify(act, made.staff_id, "invitation", f"{url}/invitation/{made.token}")
        return made

    made = await call.act(unit)
    if made is None:
        return call.go("/approvals", "refused")
    await call.desk.coordination.wake("work")
    address = f"{url}/invitation/{made.token}"
    return call.page("again_agreed.html", address=address, expires_at=made.expires_at)


@page("GET", "/new-key/{id}")
async def new_key(call: Call) -> web.StreamResponse:
    """What a colleague with a new key asks of the caller."""
    vault, me, now, wanted = call.desk.vault, call.who.id, call.now, call.id()

    def read(conn: Connection) -> tuple[int, str]:
        rows = regrant.asked_of_me(conn, vault, me, wanted)
        return len({row.object_id for row in rows}), names(conn, vault, now).get(wanted, "")

    count, name = await call.read(read)
    if not count:
        raise web.HTTPNotFound
    return call.page("new_key.html", count=count, name=name, staff=wanted.hex())


@page("POST", "/new-key/{id}")
async def give_back(call: Call) -> web.StreamResponse:
    """Let a colleague's new key open their own conversations again."""
    wanted, private = call.id(), call.private
    await call.act(lambda act: regrant.give_back(act, wanted, private))
    return call.go("/", "given_back")
