"""What a handler writes to the person who complained: each in two steps, checked, then kept.

The rules kept here: what is checked is what is sent, and what was taken out is seen before it goes;
nothing is sent twice. Which ways there are, and what goes by each: ``complaint_kinds``.
"""

import secrets

from aiohttp import web

from bot.console import composing, parts, sending
from bot.console.call import Call
from bot.console.complaint_kinds import (
    KINDS,
    Kind,
    answer_of,
    deed_of,
    phrases_of,
    preview_of,
    sentences_of,
)
from bot.console.complaint_pages import opened, rules
from bot.console.complaint_sayings import REMEDIES
from bot.console.complaint_view import View
from bot.console.composing import Answer
from bot.console.table import HANDLERS, page


def _kind(call: Call, view: View) -> Kind:
    kind = KINDS.get(call.request.match_info["kind"])
    if kind is None or kind.needs not in view.can or (kind.key == "outcome" and view.undecided):
        raise web.HTTPNotFound
    return kind


def _form(
    call: Call, view: View, kind: Kind, text: str, errors: dict[str, str]
) -> web.StreamResponse:
    return call.page(
        "case_write.html",
        status=422 if errors else 200,
        case=view,
        kind=kind,
        draft=text,
        language=composing.writes_in(call.desk, view.written, view.language),
        phrases=phrases_of(call, view, kind),
        remedies=REMEDIES,
        chosen=[one for one in _remedies(call) if one in REMEDIES],
        errors=errors,
    )


def _remedies(call: Call) -> list[str]:
    return call.texts("remedies") or [str(one) for one in call.kept.getall("words.remedies", [])]


@page("GET", "/cases/{id}/write/{kind}", who=HANDLERS, parts=True)
async def write(call: Call) -> web.StreamResponse:
    """Write to the person who complained: a question, how it stands, the answer, a pause.

    An answer begins with the reasons that were kept with the decisions: she is to read why.
    """
    view = await opened(call)
    kind = _kind(call, view)
    given = [point for point in view.points if point.reason and point.settled]
    reasons = [f"{one.area}: {one.reason}" if given[1:] else str(one.reason) for one in given]
    begun = "\n".join(reasons) if kind.key == "outcome" else ""
    return _form(call, view, kind, call.kept.get("words.words", begun), {})


@page("POST", "/cases/{id}/write/{kind}", who=HANDLERS, parts=True)
async def change(call: Call) -> web.StreamResponse:
    """Back to the words that were about to be sent."""
    view = await opened(call)
    page = f"{view.path}/write/{_kind(call, view).key}"
    return await parts.go_back(call, page, "words", "language", "remedies")


@page("POST", "/cases/{id}/write/{kind}/check", who=HANDLERS)
async def check(call: Call) -> web.StreamResponse:
    """Check what goes: the words, what was taken out, the lock-screen line, what it costs."""
    view = await opened(call)
    kind = _kind(call, view)
    await parts.keep_whole(call)
    answer = answer_of(call, view, kind)
    typed = call.text("words", 9000)
    if answer.missing and answer.phrase is None:
        return _form(call, view, kind, typed, dict(answer.errors))
    return _checked(call, view, kind, answer) if answer.errors else await parts.look_at(call)


@page("GET", "/cases/{id}/write/{kind}/check", who=HANDLERS)
async def checked(call: Call) -> web.StreamResponse:
    """What is checked, until it goes."""
    view = await opened(call)
    kind = _kind(call, view)
    if await parts.looked_at(call):
        answer = answer_of(call, view, kind)
        if answer.phrase or not answer.missing:
            return _checked(call, view, kind, answer)
    return call.go(f"{view.path}/write/{kind.key}")


def _checked(call: Call, view: View, kind: Kind, answer: Answer) -> web.StreamResponse:
    typed = call.text("words", 9000)
    return call.page(
        "case_check.html",
        status=422 if answer.errors else 200,
        case=view,
        kind=kind,
        answer=answer,
        typed=typed,
        taken_out=answer.phrase is None and answer.words != typed,
        sentences=sentences_of(call, view, kind),
        english=sentences_of(call, view, kind, "en") if view.language != "en" else [],
        chosen=[one for one in call.texts("remedies") if one in REMEDIES],
        preview=None if answer.missing else preview_of(call, view, kind, answer),
        once=secrets.token_hex(16),
        errors=answer.errors,
    )


@page("POST", "/cases/{id}/write/{kind}/send", who=HANDLERS)
async def send(call: Call) -> web.StreamResponse:
    """Keep it for their phone behind a neutral note, once."""
    view = await opened(call)
    place = view.path
    if not await sending.is_first(call):
        return call.go(place, "again")
    try:
        kind = _kind(call, view)
        answer = answer_of(call, view, kind)
        if answer.missing and answer.phrase:  # a day that has passed since it was checked
            await sending.may_go_again(call)
            return _checked(call, view, kind, answer)
        await call.act(deed_of(kind, view, answer, rules(call), call.texts("remedies")))
    except Exception:
        await sending.may_go_again(call)
        raise
    await sending.has_gone(call, f"{place}/write/{kind.key}", answer)
    return call.go(place, kind.did)
