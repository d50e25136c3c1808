"""What a handler writes to the person who complained: each in two steps, checked, then kept.

The rules kept here: what is checked is what is sent; a question goes without names, numbers and
addresses, and what was taken out is seen before it goes; nothing is sent twice.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from aiohttp import web
from multidict import MultiDict

from bot.acts import complaints_steps, complaints_work
from bot.acts.act import Act
from bot.acts.complaints_case import strip_identifiers
from bot.complaint_clocks import Rules
from bot.console import composing, parts
from bot.console.call import Call
from bot.console.complaint_pages import opened, rules
from bot.console.complaint_sayings import REMEDIES
from bot.console.complaint_view import View
from bot.console.composing import Answer, Offer, Preview
from bot.console.table import HANDLERS, page
from bot.content import Phrase
from bot.flows import concern_words
from bot.flows.says import Moment

ONCE_SECONDS: Final = 3600


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to write to them."""

    key: str
    title: str
    hint: str
    needs: str
    did: str
    groups: tuple[str, ...] = ()


KINDS: Final = {
    kind.key: kind
    for kind in (
        Kind(
            "ask",
            "Ask a question",
            "One question at a time. The names of staff and of this person, telephone numbers and "
            "e-mail addresses are taken out; leave out other names and places yourself. They can "
            "choose not to answer, and nothing is lost by it.",
            "runs",
            "asked",
            ("ask", "call"),
        ),
        Kind(
            "update",
            "Tell them how it stands",
            "Short and plain. They are also told by when they hear next.",
            "work",
            "told",
            ("received", "later", "kind"),
        ),
        Kind(
            "outcome",
            "Send the answer",
            "They read each decision first, then what is done, then your own words. Say why, and "
            "say sorry where it went wrong. A new advocate is found by people: the Hub gets a "
            "task, and nobody is handed over by the service. Say so in your words.",
            "runs",
            "answered",
        ),
        Kind(
            "pause",
            "Pause it",
            "They read the reason. No clock runs until it goes on.",
            "pause",
            "paused",
        ),
        Kind(
            "refer",
            "Pass it to somebody else",
            "Say who looks at it now, and how they can be reached.",
            "work",
            "told",
        ),
    )
}


def _kind(call: Call, view: View) -> Kind:
    kind = KINDS.get(call.request.match_info["kind"])
    if kind is None or kind.needs not in view.can or (kind.key == "outcome" and view.undecided):
        raise web.HTTPNotFound
    return kind


def _phrases(call: Call, kind: Kind, view: View) -> dict[str, list[Offer]]:
    fitting = {one.id for one in call.desk.content.phrases.all if _fits(kind, one)}
    offered = composing.offers(call.desk, view.language)
    found = {
        group: [one for one in offers if one.key in fitting] for group, offers in offered.items()
    }
    return {group: offers for group, offers in found.items() if offers}


def _fits(kind: Kind, phrase: Phrase) -> bool:
    """Whether a phrase may be sent in this way; with how it stands, the service says the day."""
    dated = "day" in phrase.slots.values()
    return phrase.group in kind.groups and not (kind.key == "update" and dated)


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
        phrases=_phrases(call, kind, view),
        remedies=REMEDIES,
        chosen=[one for one in _remedies(call) if one in REMEDIES],
        errors=errors,
    )


def _remedies(call: Call) -> list[str]:
    return call.texts("remedies") or [str(one) for one in call.kept.getall("words.remedies", [])]


def _answer(call: Call, view: View, kind: Kind) -> Answer:
    """What would go: a phrase, or their own words, without identifiers in a question."""
    key = call.text("phrase", 40)
    if key:
        phrase = call.desk.content.phrases.phrase(key)
        if phrase is None or not _fits(kind, phrase):
            raise web.HTTPNotFound
        given = {
            slot: call.text(f"slot-{slot}", 40)
            for slot in phrase.slots
            if f"slot-{slot}" in call.form
        }
        return composing.filled(call.desk, phrase, view.language, given)
    language = call.text("language", 10)
    text = call.text("words", 9000)
    if kind.key == "ask":
        text = strip_identifiers(text, view.names)
    said = composing.own_words(text, language if language in {"en", view.language} else "en")
    return _in_one_text(call, view, kind, said)


def _in_one_text(call: Call, view: View, kind: Kind, answer: Answer) -> Answer:
    """The words of an answer; too long, where they and what is said with them are no one text."""
    room = composing.LONGEST - sum(len(line) + 1 for line in _sentences(call, view, kind))
    if len(answer.words) <= room:
        return answer
    says = f"With what is said with it, too long for a phone: at most {room} characters of your own"
    return replace(answer, words="", errors={"words": says})


def _preview(call: Call, view: View, kind: Kind, answer: Answer) -> Preview:
    """The lock-screen line, and what the whole of it costs."""
    said = _sentences(call, view, kind)
    whole = Answer("\n".join((*said, answer.words)), answer.language) if said else answer
    return composing.preview(call.desk, view, whole, "concern_note")


def _sentences(call: Call, view: View, kind: Kind) -> list[str]:
    """What the service says with it, as the phone shows it, in the reader's language."""
    tongue = call.desk.catalogues.tongue(view.language)
    if kind.key == "update" and view.writes_by:
        writes = concern_words.WRITES.filled(day=Moment(view.writes_by, "day"))
        return [tongue.say(writes)]
    if kind.key != "outcome":
        return []
    said = call.desk.content.complaints
    lines = [
        f"{point.area}: {tongue.say(said.outcomes[point.decision])}"
        for point in view.points
        if point.decision in said.outcomes
    ]
    chosen = call.texts("remedies")
    return lines + [tongue.say(said.remedies[one]) for one in REMEDIES if one in chosen]


@page("GET", "/cases/{id}/write/{kind}", who=HANDLERS, parts=True)
async def write(call: Call) -> web.StreamResponse:
    """Write to the person who complained: a question, how it stands, the answer, a pause.

    An answer begins with the reasons that were kept with the decisions: she is to read why.
    """
    view = await opened(call)
    kind = _kind(call, view)
    given = [point for point in view.points if point.reason]
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
    answer = _answer(call, view, kind)
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
        answer = _answer(call, view, kind)
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
        sentences=_sentences(call, view, kind),
        chosen=[one for one in call.texts("remedies") if one in REMEDIES],
        preview=None if answer.missing else _preview(call, view, kind, answer),
        once=secrets.token_hex(16),
        errors=answer.errors,
    )


@page("POST", "/cases/{id}/write/{kind}/send", who=HANDLERS)
async def send(call: Call) -> web.StreamResponse:
    """Keep it for their phone behind a neutral note, once."""
    view = await opened(call)
    place = view.path
    once = f"console:once:{call.who.id.hex()}:{call.text('once', 64)}"
    if await call.desk.coordination.count(once, ONCE_SECONDS) > 1:
        return call.go(place, "again")
    try:
        kind = _kind(call, view)
        answer = _answer(call, view, kind)
        if answer.missing and answer.phrase:  # a day that has passed since it was checked
            await call.desk.coordination.delete(once)
            return _checked(call, view, kind, answer)
        await call.act(_deed(kind, view, answer, rules(call), call.texts("remedies")))
    except Exception:
        await call.desk.coordination.delete(once)  # nothing went: it may be sent again
        raise
    page = f"{place}/write/{kind.key}"
    if answer.phrase is None:
        await parts.forget(call.desk.sessions, call.here, page, "words")
    await parts.keep(call.desk.sessions, call.here, f"{page}/check", MultiDict())
    await call.desk.coordination.wake("work")
    return call.go(place, kind.did)


def _deed(
    kind: Kind, view: View, answer: Answer, clocks: Rules, remedies: list[str]
) -> Callable[[Act], object]:
    """The act of a kind; what was checked is whole."""
    if answer.missing:
        raise web.HTTPNotFound
    words, language = answer.words, answer.language
    deeds: dict[str, Callable[[Act], object]] = {
        "ask": lambda act: complaints_work.ask(act, view.id, words, language),
        "update": lambda act: complaints_work.update(act, clocks, view.id, words, language),
        "outcome": lambda act: complaints_work.notify(act, view.id, words, language, remedies),
        "pause": lambda act: complaints_steps.pause(act, view.id, words, language),
        "refer": lambda act: complaints_work.refer(act, view.id, words, language),
    }
    return deeds[kind.key]
