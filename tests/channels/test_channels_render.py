import json
from typing import Any, TypedDict, Unpack

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from bot.channels import sms, telegram
from bot.channels.menus import Opened, Picked, Picks, Stale, Unclear, Words
from bot.channels.wire import Inbound
from bot.flows.says import Option, Say, Text, Verbatim
from tests.channels.speech import ARABIC, ENGLISH, options

NAV = ("back", "person", "leave")
HOW = Say(
    "booking.how",
    (Text("how", "How?"),),
    options("Phone", "In person", "Video", "Amina and I decide"),
    nav=NAV,
    first=True,
)


def tap(data: str) -> Inbound:
    return Inbound("telegram", "1", "1", "5", 1, "tap", 0, data=data)


def text(words: str) -> Inbound:
    return Inbound("telegram", "1", "1", "5", 1, "text", 0, text=words)


class How(TypedDict, total=False):
    revision: int
    note: str
    silent: bool


def card(say: Say, **more: Unpack[How]) -> dict[str, Any]:
    return dict(json.loads(telegram.render(say, ENGLISH, **more).payload))


def rows(say: Say, **more: Unpack[How]) -> list[list[str]]:
    keyboard = card(say, **more)["reply_markup"]["inline_keyboard"]
    return [[button["text"] for button in row] for row in keyboard]


# --- sms ------------------------------------------------------------------------------------------


def test_sms_is_numbered_lines_in_one_text() -> None:
    rendered = sms.render(HOW, ENGLISH)
    assert sms.body(rendered.payload) == (
        "How?\n1 Phone\n2 In person\n3 Video\n4 Amina and I decide\n0 back 8 person 9 leave"
    )
    assert rendered.segments == 1


def test_sms_prints_the_navigation_first_and_at_free_text_and_reads_it_everywhere() -> None:
    later = Say("t", (Text("t", "Which?"),), options("A", "B"), nav=NAV)
    assert sms.body(sms.render(later, ENGLISH).payload) == "Which?\n1 A\n2 B"
    assert sms.read(text("9"), sms.render(later, ENGLISH).menu) == Picked("leave")
    free = Say("t", (Text("t", "Write."),), nav=("back",), free=True)
    assert sms.body(sms.render(free, ENGLISH).payload) == "Write.\n0 back"


def test_sms_shows_six_and_seven_more() -> None:
    say = Say("t", (), options(*"ABCDEFGHI"))
    assert sms.body(sms.render(say, ENGLISH).payload).endswith("6 F\n7 more")


def test_the_language_list_fits_one_segment_and_needs_no_language() -> None:
    names = ("English", "ትግርኛ", "العربية", "Soomaali", "Shqip", "አማርኛ", "Tiếng Việt", "ไทย")
    say = Say("language.ask", (), tuple(Option(name, Verbatim(name)) for name in names), nav=NAV)
    rendered = sms.render(say, ENGLISH)
    assert sms.body(rendered.payload).endswith("6 አማርኛ\n7 +")
    assert rendered.segments == 1


def test_nothing_is_transliterated_on_sms() -> None:
    words = "Đúng rồi, ệ ‘quote’ — አማርኛ"
    assert sms.body(sms.render(Say("t", (Verbatim(words),)), ENGLISH).payload) == words


# --- telegram -------------------------------------------------------------------------------------


def test_a_card_has_a_button_a_choice_and_a_row_of_navigation() -> None:
    assert rows(HOW) == [
        ["Phone"],
        ["In person"],
        ["Video"],
        ["Amina and I decide"],
        ["Back", "A person", "Leave"],
    ]
    buttons = card(HOW, revision=12)["reply_markup"]["inline_keyboard"]
    assert buttons[1][0]["callback_data"] == "c:12:k2"
    assert buttons[4][2]["callback_data"] == "c:12:leave"
    assert card(HOW)["link_preview_options"] == {"is_disabled": True}


def test_short_labels_share_a_row() -> None:
    say = Say("t", (Text("t", "Good time?"),), options("Yes", "Not now", "Later"))
    assert rows(say) == [["Yes", "Not now"], ["Later"]]


def test_a_long_label_makes_a_numbered_list_with_numbered_buttons() -> None:
    say = Say("t", (Text("t", "What?"),), options("Yes", "I want someone independent to look"))
    assert card(say)["text"] == "What?\n\n1. Yes\n2. I want someone independent to look"
    assert rows(say) == [["1", "2"]]


def test_a_note_is_opened_by_its_id_at_any_revision() -> None:
    say = Say("note", (Text("t", "You have something to read"),), options("Show"), nav=("leave",))
    buttons = card(say, note="abc", revision=3, silent=True)["reply_markup"]["inline_keyboard"]
    assert [row[0]["callback_data"] for row in buttons] == ["n:abc", "c:3:leave"]
    assert card(say, silent=True)["disable_notification"] is True
    assert telegram.read(tap("n:abc"), (), revision=99) == Opened("abc")


def test_ticked_choices_are_marked_and_each_channel_says_how_several_are_picked() -> None:
    say = Say("t", (Text("t", "Which?"),), options("A", "B"), multi=True, chosen=("k2",))
    assert card(say)["text"] == "Which?\n\nYou can tap more than one. Then tap Done."
    assert rows(say) == [["A", "✓ B"], ["Done"]]
    assert telegram.read(tap("c:0:done"), telegram.render(say, ENGLISH).menu) == Picked("done")
    body = sms.body(sms.render(say, ENGLISH).payload)
    assert body == "Which?\nYou can pick two or three, like 13.\n1 A\n2 B"
    assert telegram.read(text("12"), telegram.render(say, ENGLISH).menu, multi=True) == Picks(
        ("k1", "k2")
    )


def test_numbers_and_latin_words_are_isolated_in_a_right_to_left_card() -> None:
    payload = json.loads(telegram.render(HOW, ARABIC).payload)
    assert payload["text"] == "كيف؟ اتصل \u206807700 900123\u2069 مع \u2068Amina Khan\u2069."
    assert payload["reply_markup"]["inline_keyboard"][0][0]["text"] == "Phone"


def test_a_stale_tap_and_a_tap_on_what_was_not_offered_pick_nothing() -> None:
    menu = telegram.render(HOW, ENGLISH, revision=4).menu
    assert telegram.read(tap("c:4:k2"), menu, revision=4) == Picked("k2")
    assert telegram.read(tap("c:3:k2"), menu, revision=4) == Stale()
    assert telegram.read(tap("c:4:other"), menu, revision=4) == Stale()
    assert telegram.read(tap("c:٤:k2"), menu, revision=4) == Stale()
    for junk in ("", "x", "c:", "c:4", "c:-1:k2", "n:"):
        assert telegram.read(tap(junk), menu, revision=4) == Unclear()


def test_a_number_is_understood_on_telegram_too() -> None:
    assert telegram.read(text("٢"), telegram.render(HOW, ENGLISH).menu) == Picked("k2")
    assert telegram.read(text("hello"), telegram.render(HOW, ENGLISH).menu) == Words("hello")


def test_a_key_too_long_for_the_carrier_goes_by_its_number() -> None:
    say = Say("t", (Text("t", "?"),), (Option("k" * 80, Text("t", "A")),))
    data = card(say)["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    assert data == "c:0:#1"
    assert telegram.read(tap(data), telegram.render(say, ENGLISH).menu) == Picked("k" * 80)


def test_words_longer_than_a_card_are_refused_not_cut() -> None:
    with pytest.raises(ValueError, match="too long"):
        telegram.render(Say("t", (Verbatim("x" * 4097),)), ENGLISH)


LABELS = st.lists(st.text(min_size=1, max_size=48), min_size=1, max_size=20)


@given(LABELS, st.integers(0, 4), st.integers(0, 10**9))
def test_every_button_of_any_card_reads_back_as_its_own_choice(
    labels: list[str], page: int, revision: int
) -> None:
    say = Say("t", (Text("t", "?"),), options(*labels), page=page, nav=NAV)
    rendered = telegram.render(say, ENGLISH, revision=revision)
    keyboard = json.loads(rendered.payload)["reply_markup"]
    assert InlineKeyboardMarkup.de_json(keyboard, None).to_dict() == keyboard
    read = [
        telegram.read(tap(button["callback_data"]), rendered.menu, revision=revision)
        for row in keyboard["inline_keyboard"]
        for button in row
    ]
    assert read == [Picked(entry.key) for entry in rendered.menu]


@given(LABELS, st.integers(0, 4))
def test_every_number_of_any_text_reads_back_as_its_own_choice(
    labels: list[str], page: int
) -> None:
    say = Say("t", (Text("t", "?"),), options(*labels), page=page, nav=NAV)
    menu = sms.render(say, ENGLISH).menu
    for entry in menu:
        assert sms.read(text(entry.number), menu) == Picked(entry.key)
