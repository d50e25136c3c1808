"""Staff: the list, invitations, check words, roles and relations, leaving.

The rule kept here: roles and relations of somebody who is here already are only proposed, and so
are handling complaints and deciding with others for somebody new; another person decides.
"""

from collections.abc import Callable
from typing import Final

from aiohttp import web

from bot.acts import approvals, enrolment, organisations, staff, tasks, telephones
from bot.acts.act import Act
from bot.acts.addresses import is_address
from bot.acts.organisations import Organisation
from bot.acts.short_names import short_name
from bot.acts.staff import Invitation, NewStaff
from bot.console import people_view
from bot.console.call import Call
from bot.console.sayings import RELATIONS, ROLES
from bot.console.table import ADMIN, page
from bot.errors import Refused
from bot.roles import DECIDERS

DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@page("GET", "/people", who=ADMIN)
async def people(call: Call) -> web.StreamResponse:
    """All staff: roles, employers, and whose check words are waiting."""
    vault, now = call.desk.vault, call.now
    found = await call.read(lambda conn: people_view.everyone(conn, vault, now))
    return call.page("people.html", people=found)


async def _organisations(call: Call) -> list[Organisation]:
    vault = call.desk.vault
    return await call.read(lambda conn: organisations.everyone(conn, vault))


async def _invite_form(call: Call, errors: dict[str, str]) -> web.StreamResponse:
    places = [{"value": one.id.hex(), "text": one.name} for one in await _organisations(call)]
    return call.page(
        "person_new.html",
        status=422 if errors else 200,
        organisations=places,
        roles=[{"value": role, "text": says} for role, says in ROLES.items()],
        chosen=call.texts("roles"),
        days=[{"value": one, "text": one} for one in DAYS],
        working=call.texts("working_days") or list(DAYS[:5]),
        errors=errors,
    )


@page("GET", "/people/new", who=ADMIN)
async def invite_page(call: Call) -> web.StreamResponse:
    """The form to invite somebody."""
    return await _invite_form(call, {})


async def _faults(call: Call) -> dict[str, str]:
    """Say what is wrong with what was typed of somebody new, by field."""
    errors = {}
    if not call.text("name", 80):
        errors["name"] = "Enter their name"
    else:
        try:
            short_name(call.text("name", 80), call.text("sms_name", 80))
        except Refused as refused:
            errors["sms_name"] = call.refusal(refused)
    if not is_address(call.text("email", 200)):
        errors["email"] = "Enter their work e-mail address"
    try:
        telephones.kept(call.text("phone", 30))
    except Refused as refused:
        errors["phone"] = call.refusal(refused)
    if call.text("organisation", 32) not in {one.id.hex() for one in await _organisations(call)}:
        errors["organisation"] = "Choose where they work"
    if not set(call.texts("roles")) & set(ROLES):
        errors["roles"] = "Choose at least one role"
    return errors


@page("POST", "/people/new", who=ADMIN)
async def invite(call: Call) -> web.StreamResponse:
    """Invite somebody, by e-mail and with a link that is shown once."""
    errors = await _faults(call)
    if errors:
        return await _invite_form(call, errors)
    new = NewStaff(
        name=call.text("name", 80),
        email=call.text("email", 200),
        organisation_id=bytes.fromhex(call.text("organisation", 32)),
        roles=tuple(call.texts("roles")),
        sms_name=call.text("sms_name", 80),
        working_days=",".join(day for day in DAYS if day in call.texts("working_days"))
        or "Mon-Fri",
        phone=call.text("phone", 30),
    )

    def unit(act: Act) -> tuple[Invitation, bool]:
        made = staff.invite(act, new)
        return made, approvals.propose_weighty(act, made.staff_id, new.roles)

    return await _invited(call, unit)


@page("POST", "/people/{id}/invite", who=ADMIN)
async def invite_again(call: Call) -> web.StreamResponse:
    """Make a new link for somebody who has not accepted yet."""
    person = call.id()
    return await _invited(call, lambda act: (staff.invite_again(act, person), False))


async def _invited(
    call: Call, deed: Callable[[Act], tuple[Invitation, bool]]
) -> web.StreamResponse:
    """Show the link; ``deed`` also says whether a role waits for a second person."""
    url = call.desk.url

    def unit(act: Act) -> tuple[str, int, bool]:
        made, waits = deed(act)
        address = f"{url}/invitation/{made.token}"
        tasks.notify(act, made.staff_id, "invitation", address)
        return address, made.expires_at, waits

    address, expires_at, waits = await call.act(unit)
    await call.desk.coordination.wake("work")
    return call.page("invited.html", address=address, expires_at=expires_at, waits=waits)


@page("GET", "/people/{id}", who=ADMIN)
async def person(call: Call) -> web.StreamResponse:
    """One member of staff: employer, roles, relations, access."""
    return await _person(call, {})


async def _person(call: Call, errors: dict[str, str]) -> web.StreamResponse:
    vault, now, wanted = call.desk.vault, call.now, call.id()
    found = await call.read(lambda conn: people_view.one(conn, vault, wanted, now))
    others = await call.read(lambda conn: people_view.everyone(conn, vault, now))
    return call.page(
        "person.html",
        status=422 if errors else 200,
        person=found,
        all_roles=ROLES,
        kinds=[{"value": kind, "text": says} for kind, says in RELATIONS.items()],
        others=[
            {"value": one.id.hex(), "text": one.name}
            for one in others
            if one.id != wanted and one.who.state != "disabled"
        ],
        organisations=[
            {"value": one.id.hex(), "text": one.name}
            for one in await _organisations(call)
            if one.id != found.who.organisation_id
        ],
        errors=errors,
    )


@page("POST", "/people/{id}/phone", who=ADMIN)
async def phone(call: Call) -> web.StreamResponse:
    """Keep the work telephone by which somebody is called to an alert."""
    wanted, typed = call.id(), call.text("phone", 30)
    try:
        await call.act(lambda act: telephones.keep(act, wanted, typed))
    except Refused as refused:
        if refused.code not in telephones.SENTENCES:
            raise
        return await _person(call, {"phone": call.refusal(refused)})
    return call.go(f"/people/{wanted.hex()}", "telephone")


_NOT_CHOSEN: Final = {
    "role_give": {"role": "Choose a role to give"},
    "role_take": {"role": "Choose a role to take away"},
    "relation_add": {"relation": "Choose a relation", "other": "Choose who it is with"},
    "relation_end": {"relation": "Choose a relation to end"},
    "employer": {"organisation": "Choose who employs them"},
}
"""What a proposal is made of, by its kind, and what is said where that was not chosen."""


@page("POST", "/people/{id}/propose", who=ADMIN)
async def propose(call: Call) -> web.StreamResponse:
    """Propose a change of roles, relations or employer."""
    wanted, kind = call.id().hex(), call.text("kind", 20)
    bodies = {
        "role_give": {"staff": wanted, "role": call.text("role", 20)},
        "role_take": {"staff": wanted, "role": call.text("role", 20)},
        "relation_add": {
            "staff": wanted,
            "kind": call.text("relation", 20),
            "other": call.text("other", 32),
        },
        "relation_end": {"relation": call.text("relation", 32)},
        "employer": {"staff": wanted, "organisation": call.text("organisation", 32)},
    }
    if kind not in bodies:
        raise web.HTTPNotFound
    missing = {
        f"{kind}-{name}": says for name, says in _NOT_CHOSEN[kind].items() if not call.text(name)
    }
    if missing:
        return await _person(call, missing)
    await call.act(lambda act: approvals.propose(act, kind, bodies[kind]))
    await call.desk.coordination.wake("work")
    return call.go(f"/people/{wanted}", "proposed")


@page("POST", "/people/{id}/leave", who=ADMIN)
async def leave(call: Call) -> web.StreamResponse:
    """End somebody's access."""
    wanted = call.id()
    await call.act(lambda act: staff.disable(act, wanted))
    return call.go("/people", "disabled")


@page("GET", "/people/{id}/words", who=DECIDERS)
async def words_page(call: Call) -> web.StreamResponse:
    """Where the inviter types the four words they heard."""
    return await _words(call, {})


async def _words(call: Call, errors: dict[str, str]) -> web.StreamResponse:
    vault, now, wanted = call.desk.vault, call.now, call.id()
    found = await call.read(lambda conn: people_view.one(conn, vault, wanted, now))
    if found.who.state != "unverified":
        raise web.HTTPNotFound
    status = 422 if errors else 200
    return call.page("verify.html", status=status, person=found, errors=errors)


@page("POST", "/people/{id}/words", who=DECIDERS)
async def verify(call: Call) -> web.StreamResponse:
    """Confirm the four words: from now on messages can be sealed to this person."""
    wanted, heard = call.id(), call.text("heard", 200)
    try:
        await call.act(lambda act: enrolment.verify(act, wanted, heard))
    except Refused as refused:
        if refused.code != "words_differ":
            raise
        return await _words(call, {"heard": call.refusal(refused)})
    return call.go("/", "verified")
