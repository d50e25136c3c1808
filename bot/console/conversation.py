"""The conversation page: the thread, the answer in two steps, the note for staff, the files."""

import secrets
from typing import Final

from aiohttp import web
from sqlalchemy import Connection

from bot.acts import conversation
from bot.clocks import local_date
from bot.console import caseload, composing, files, parts, sending
from bot.console.call import Call
from bot.console.composing import Answer
from bot.console.files import Back
from bot.console.pages import clock
from bot.console.table import ADVOCATE, page
from bot.console.talk import Talk, messages_of, talk_of, written
from bot.contact import Contact
from bot.errors import Refused
from bot.quiet import quiet_until
from bot.routing import where_we_write
from bot.storage import links

LONGEST_MOMENT: Final = 15  # digits

CLOSED: Final = {
    "no_thread": "The conversation begins when the advocate's check words have been confirmed.",
    "not_a_holder": "Your key does not open this conversation.",
}


async def _shown(
    call: Call,
    talk: Talk,
    *,
    draft: str | None = None,
    errors: dict[str, str] | None = None,
) -> web.StreamResponse:
    private, closed, messages, earlier = call.private, "", [], None
    language, newest = "en", None
    before = _moment(call.request.query.get("before", ""))
    try:
        opened = await call.act(
            lambda act: conversation.open_thread(act, talk.id, private, before=before)
        )
        messages = await messages_of(call, talk, opened)
        language = composing.writes_in(call.desk, written(opened), talk.language)
        earlier = messages[0].at if opened.earlier else None
        newest = opened.first_new or (messages[-1].id if messages else None)
    except Refused as refused:
        closed = CLOSED.get(refused.code) or call.refusal(refused)
    return call.page(
        "conversation.html",
        status=422 if errors else 200,
        talk=talk,
        messages=messages,
        newest=newest,
        earlier=earlier,
        before=before,
        closed=closed,
        waits=not closed and await call.read(lambda conn: caseload.waits(conn, call, talk.id)),
        phrases=composing.offers(call.desk, talk.language),
        language=language,
        draft=call.kept.get("words.words", "") if draft is None else draft,
        errors=errors or {},
    )


def _moment(text: str) -> int | None:
    """A time from the address, where it is one that a database can hold."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_MOMENT else None


@page("GET", "/conversation/{id}", who=ADVOCATE, parts=True)
async def show(call: Call) -> web.StreamResponse:
    """A conversation: its newest messages, opened with the caller's own key."""
    return await _shown(call, await talk_of(call))


@page("POST", "/conversation/{id}", who=ADVOCATE, parts=True)
async def change(call: Call) -> web.StreamResponse:
    """Back to the conversation with the words that were about to be sent."""
    talk = await talk_of(call)
    return await parts.go_back(call, f"/conversation/{talk.id.hex()}", "words", "language")


def _answer(call: Call, talk: Talk) -> Answer:
    key = call.text("phrase", 40)
    if not key:
        language = call.text("language", 10)
        known = language if language in {"en", talk.language} else "en"
        return composing.own_words(call.text("words"), known)
    phrase = call.desk.content.phrases.phrase(key)
    if phrase is None:
        raise web.HTTPNotFound
    return composing.filled(call.desk, phrase, talk.language, sending.typed_slots(call, phrase))


@page("POST", "/conversation/{id}/check", who=ADVOCATE)
async def check(call: Call) -> web.StreamResponse:
    """Check an answer before it goes: its words, the lock-screen line, what it costs."""
    talk = await talk_of(call)
    await parts.keep_whole(call)
    answer = _answer(call, talk)
    if answer.missing and answer.phrase is None:
        return await _shown(call, talk, draft=call.text("words", 9000), errors=dict(answer.errors))
    return await (_checked(call, talk, answer) if answer.errors else parts.look_at(call))


@page("GET", "/conversation/{id}/check", who=ADVOCATE)
async def checked(call: Call) -> web.StreamResponse:
    """The answer that is checked, until it goes."""
    talk = await talk_of(call)
    if await parts.looked_at(call):
        answer = _answer(call, talk)
        if answer.phrase or not answer.missing:
            return await _checked(call, talk, answer)
    return call.go(f"/conversation/{talk.id.hex()}")


async def _checked(call: Call, talk: Talk, answer: Answer) -> web.StreamResponse:
    return call.page(
        "check.html",
        status=422 if answer.errors else 200,
        talk=talk,
        answer=answer,
        typed=answer.words,
        preview=None if answer.missing else composing.preview(call.desk, talk, answer),
        held=await call.read(lambda conn: _held(conn, call, talk)),
        barred=not talk.reached,
        once=secrets.token_hex(16),
        errors=answer.errors,
    )


@page("POST", "/conversation/{id}/send", who=ADVOCATE)
async def send(call: Call) -> web.StreamResponse:
    """Keep the answer for her phone, once."""
    talk = await talk_of(call)
    answer = _answer(call, talk)
    if answer.missing:
        if answer.phrase is None:
            raise web.HTTPNotFound
        return await _checked(call, talk, answer)  # a day that has passed since it was checked
    place = f"/conversation/{talk.id.hex()}"
    if not await sending.is_first(call):
        return call.go(place, "again")
    try:
        await call.act(lambda act: conversation.reply(act, talk.id, answer.words, answer.language))
    except Exception:
        await sending.may_go_again(call)
        raise
    await sending.has_gone(call, place, answer)
    return call.go(place, "sent")


@page("POST", "/conversation/{id}/note", who=ADVOCATE)
async def note(call: Call) -> web.StreamResponse:
    """Keep an internal note: sealed like a message, never sent."""
    talk, text = await talk_of(call), call.text("note")
    if not text:
        return await _shown(call, talk, errors={"note": "Write the note"})
    await call.act(lambda act: conversation.internal_note(act, talk.id, text))
    return call.go(f"/conversation/{talk.id.hex()}", "noted")


@page("POST", "/conversation/{id}/settled", who=ADVOCATE)
async def settled(call: Call) -> web.StreamResponse:
    """Say that nothing here waits for an answer any more: off the list of who needs me."""
    talk = await talk_of(call)
    await call.act(lambda act: conversation.settle(act, talk.id))
    return call.go("/", "settled")


@page("GET", "/conversation/{id}/file/{entry}/{file}", who=ADVOCATE)
async def file_page(call: Call) -> web.StreamResponse:
    """A photo behind a blur, or a voice note."""
    talk = await talk_of(call)
    return files.shown(call, Back(f"/conversation/{talk.id.hex()}#newest", talk.alias))


@page("GET", "/conversation/{id}/file/{entry}/{file}/content", who=ADVOCATE)
async def file_content(call: Call) -> web.StreamResponse:
    """The photo or voice note itself, opened with the caller's own key."""
    talk, entry, file, private = (
        await talk_of(call),
        call.id("entry"),
        call.id("file"),
        call.private,
    )

    return files.served(
        await call.act(lambda act: conversation.open_file(act, talk.id, entry, file, private))
    )


def _held(conn: Connection, call: Call, talk: Talk) -> str:
    """Why no note goes out at once, in words."""
    row = where_we_write(conn, talk.id)
    if row is None:
        return "No phone is linked, so this can't be sent. Make a code first."
    contact = Contact(call.desk.vault, row)
    if contact.stopped:
        return "They texted STOP: nothing can be sent. Call them by voice."
    if links.consent(conn, talk.id, "notes") is False:
        return "They said no to notes: they will look by themselves."
    ends = quiet_until(contact.settings.get("quiet", ""), call.now)
    if ends == call.now:
        return ""
    when = "" if local_date(ends) == local_date(call.now) else " tomorrow"
    return f"Their quiet hours: the note goes out at {clock(ends)}{when}."
