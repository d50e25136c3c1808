"""Our reading of an update is python-telegram-bot's reading of it."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from telegram import Message, Update

from bot.channels.wire import Inbound
from bot.errors import Rejected
from bot.handlers.telegram_update import decode

IDS = st.integers(1, 2**52)
# The library keeps control characters; we do not (tested beside the webhook).
WORDS = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n\t"), max_size=300
)
FILE = {"file_id": st.text("abc123_-", min_size=1, max_size=60), "file_unique_id": st.just("u")}


def user(bot: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"id": IDS, "is_bot": st.just(bot), "first_name": WORDS},
        optional={"language_code": st.sampled_from(["en", "vi", "pt-br"]), "username": WORDS},
    )


def content() -> st.SearchStrategy[dict[str, Any]]:
    sized = {**FILE, "file_size": st.integers(1, 2**31)}
    photo = st.fixed_dictionaries({**sized, "width": st.just(1), "height": st.just(1)})
    return st.one_of(
        st.fixed_dictionaries({"text": WORDS}),
        st.fixed_dictionaries(
            {"voice": st.fixed_dictionaries({**sized, "duration": st.just(1)})},
            optional={"caption": WORDS},
        ),
        st.fixed_dictionaries(
            {"photo": st.lists(photo, min_size=1, max_size=4)}, optional={"caption": WORDS}
        ),
        st.fixed_dictionaries(
            {"document": st.fixed_dictionaries(sized)}, optional={"caption": WORDS}
        ),
        st.fixed_dictionaries(
            {"contact": st.fixed_dictionaries({"phone_number": WORDS, "first_name": WORDS})}
        ),
        st.fixed_dictionaries(
            {"location": st.just({"latitude": 1.5, "longitude": 2.5})},
        ),
        st.just({"write_access_allowed": {"from_request": True}}),
    )


@st.composite
def messages(draw: st.DrawFn) -> dict[str, Any]:
    sender = draw(user(bot=draw(st.sampled_from([False, False, False, True]))))
    kind = draw(st.sampled_from(["private", "private", "private", "group", "supergroup"]))
    chat = {"id": sender["id"] if kind == "private" else -draw(IDS), "type": kind}
    return {
        "message_id": draw(IDS),
        "from": sender,
        "chat": chat,
        "date": draw(st.integers(1, 2**31)),
        **draw(content()),
    }


@st.composite
def updates(draw: st.DrawFn) -> dict[str, Any]:
    number = draw(IDS)
    kind = draw(st.sampled_from(["message", "tap", "member", "edited_message", "poll"]))
    message = draw(messages())
    if kind == "tap":
        query = {
            "id": str(draw(IDS)),
            "from": message["from"],
            "message": message,
            "chat_instance": "1",
            "data": draw(WORDS),
        }
        return {"update_id": number, "callback_query": query}
    if kind == "member":
        states = st.sampled_from(["member", "kicked"])
        change = {
            "chat": message["chat"],
            "from": message["from"],
            "date": 1,
            "old_chat_member": {"user": message["from"], "status": "member", "until_date": 0},
            "new_chat_member": {"user": message["from"], "status": draw(states), "until_date": 0},
        }
        return {"update_id": number, "my_chat_member": change}
    if kind == "poll":
        return {"update_id": number, "something_new": {}}
    return {"update_id": number, kind: message}


def edited(message: Message, common: dict[str, Any]) -> Inbound | None:
    number, said = message.message_id, message.text or message.caption or ""
    if not said or not (message.text or message.voice or message.photo):
        return None
    return Inbound(sequence=number, message=str(number), kind="edit", text=said, **common)


def as_the_library_reads_it(body: bytes) -> Inbound | None:  # noqa: C901, PLR0911 - one a kind
    """Make an ``Inbound`` of the library's objects, the long way."""
    update = Update.de_json(json.loads(body), None)
    sender, chat = update.effective_user, update.effective_chat
    if chat is None or chat.type != "private" or sender is None:
        return None
    if sender.is_bot and not update.my_chat_member:
        return None
    common: dict[str, Any] = {
        "channel": "telegram",
        "source": "1",
        "external": str(update.update_id),
        "at": 9,
    }
    if update.my_chat_member:
        if update.my_chat_member.new_chat_member.status != "kicked":
            return None
        return Inbound(address=str(chat.id), sequence=0, kind="blocked", **common)
    common |= {"address": str(sender.id), "hint": sender.language_code or ""}
    if (query := update.callback_query) is not None:
        assert isinstance(query.message, Message)
        number = query.message.message_id
        return Inbound(
            sequence=number, message=str(number), kind="tap", data=query.data or "",
            callback=query.id, **common,
        )  # fmt: skip
    if update.edited_message is not None:
        return edited(update.edited_message, common)
    if (message := update.message) is None:
        return None
    common |= {"sequence": message.message_id, "message": str(message.message_id)}
    words = message.text or message.caption or ""
    if message.text is not None:
        return Inbound(kind="text", text=words, **common)
    if message.voice or message.photo:
        file = message.voice or message.photo[-1]
        return Inbound(
            kind="voice" if message.voice else "photo", text=words,
            file=file.file_id, size=file.file_size or 0, **common,
        )  # fmt: skip
    if message.document or message.contact or message.location:
        return Inbound(kind="unsupported", text=words, **common)
    return None


@given(updates())
def test_our_reading_is_the_librarys(update: dict[str, Any]) -> None:
    body = json.dumps(update).encode()
    assert decode(body, "1", 9) == as_the_library_reads_it(body)


def _within(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Lists and objects of these.

    It has a name because Hypothesis reads the source of a lambda to print it, and cannot where the
    file was edited meanwhile.
    """
    return st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), _within, max_leaves=20
)


def read(body: bytes) -> Inbound | int | None:
    """Read an update, or say how it was refused; anything else is a failure."""
    try:
        return decode(body, "1", 9)
    except Rejected as error:
        return error.status


@given(updates(), st.data())
def test_any_part_of_an_update_may_be_anything(update: dict[str, Any], data: st.DataObject) -> None:
    part = update
    while True:
        key = data.draw(st.sampled_from(sorted(part)))
        if isinstance(part[key], dict) and part[key] and data.draw(st.booleans()):
            part = part[key]
            continue
        part[key] = data.draw(JSON)
        break
    found = read(json.dumps(update).encode())
    if isinstance(found, Inbound):
        assert str(int(found.address)) == found.address
        for words in (found.text, found.data, found.file, found.callback, found.hint):
            assert words.encode().decode() == words


@given(st.binary(max_size=200))
def test_any_bytes_are_an_update_or_refused(body: bytes) -> None:
    read(body)
