"""Adding a survivor to one's caseload."""

from aiohttp import web

from bot.acts import survivors
from bot.acts.survivors import NewSurvivor
from bot.console.call import Call
from bot.console.sayings import NATIONS
from bot.console.table import page


def _form(call: Call, errors: dict[str, str] | None = None) -> web.StreamResponse:
    languages = [
        {"value": language.code, "text": language.english}
        for language in call.desk.catalogues.languages
    ]
    return call.page(
        "survivor_new.html",
        status=422 if errors else 200,
        languages=languages,
        nations=[{"value": code, "text": name} for code, name in NATIONS.items()],
        errors=errors or {},
    )


@page("GET", "/survivor/new", who={"advocate"})
async def new_page(call: Call) -> web.StreamResponse:
    """The form for a new person."""
    return _form(call)


@page("POST", "/survivor/new", who={"advocate"})
async def new(call: Call) -> web.StreamResponse:
    """Add a person to one's own caseload."""
    errors = {}
    if not call.text("case_name", 40):
        errors["case_name"] = "Enter a name for them in this console"
    if call.text("language", 10) not in {one.code for one in call.desk.catalogues.languages}:
        errors["language"] = "Choose a language"
    if call.text("nation", 10) not in NATIONS:
        errors["nation"] = "Choose where they live"
    if errors:
        return _form(call, errors)
    person = NewSurvivor(
        advocate_id=call.who.id,
        case_name=call.text("case_name", 40),
        language=call.text("language", 10),
        nation=call.text("nation", 10),
        name=call.text("name", 120),
    )
    made = await call.act(lambda act: survivors.create(act, person))
    return call.go(f"/conversation/{made.hex()}", "added")
