"""The menu that the two other bots hold: as many cards, messages, choices and letters as ours."""

from dataclasses import dataclass

NAVIGATION = (("back", "Back"), ("person", "A person"), ("leave", "Leave"))


@dataclass(frozen=True)
class Page:
    """One card.

    Attributes:
        text: its words.
        choices: key, label, next page; a card without choices takes words.
        words: the next page once words came.
        apart: messages of their own that are sent before it and stay.
    """

    text: str
    choices: tuple[tuple[str, str, str], ...] = ()
    words: str = ""
    apart: tuple[str, ...] = ()


MENU = (
    ("write", "Write to my advocate", "write"),
    ("help", "Help numbers", "help"),
    ("settings", "Settings", "settings"),
    ("language", "Language", "menu"),
)
PAGES = {
    "menu": Page("•", MENU),
    "write": Page(
        "Amina works Monday to Friday and usually answers in 2 working days. This is not an "
        "emergency line.\n\nWrite as little as you like. You do not need to say what happened.",
        words="check",
    ),
    "check": Page(
        "To Amina.",
        (
            ("send", "Send", "sent"),
            ("add", "Write more", "write"),
            ("discard", "Throw away", "menu"),
        ),
    ),
    "sent": Page(
        "Kept for Amina, 14:05. You can expect an answer by Wednesday.",
        (("menu", "Menu", "menu"),),
    ),
    "help": Page(
        "If you cannot speak, call 999 from a mobile. Then press 55.",
        (("others", "More numbers", "others"), ("end", "Menu", "menu")),
        apart=(
            (
                "Danger now: 999. Free, day and night.\n\nSomeone controls you: Modern Slavery "
                "Helpline 08000 121 700. Free.\n\nTo talk to someone: Samaritans 116 123."
            ),
            "Leaving someone's control: Salvation Army 0800 808 3733. Free, day and night.",
        ),
    ),
    "others": Page(
        "•",
        MENU,
        apart=(
            "Danger, cannot speak: text 999. Only from a phone that was registered before.",
            "Police, no hurry: 101. Free, we think.",
            "Your mind and mood: NHS 111. Then press 2. Free, day and night.",
            "Money for an injury by a crime: Criminal Injuries 0300 003 3601.",
        ),
    ),
    "settings": Page(
        "Settings:",
        (
            ("quiet", "Quiet hours", "quiet"),
            ("note_hide", "How long words stay", "note_hide"),
            ("phone", "Who uses this phone", "menu"),
            ("notes", "Notes", "menu"),
            ("word", "My word", "menu"),
        ),
    ),
    "quiet": Page(
        "When shall I stay quiet? UK time.",
        (
            ("night", "8 pm to 9 am", "saved"),
            ("evening", "6 pm to 9 am", "saved"),
            ("none", "Never", "saved"),
        ),
    ),
    "note_hide": Page(
        "How long may words that I show you stay in this chat?",
        (("2", "2 minutes", "saved"), ("10", "10 minutes", "saved"), ("keep", "Keep", "saved")),
    ),
    "saved": Page("Saved.", (("menu", "Menu", "menu"),)),
}


def target(page: str, key: str) -> str:
    """Return the page that a choice leads to; the menu for navigation."""
    return next((then for name, _, then in PAGES[page].choices if name == key), "menu")


def buttons(page: str) -> list[list[tuple[str, str]]]:
    """Return the rows of a card: label and key, navigation last."""
    rows = [[(label, key)] for key, label, _ in PAGES[page].choices]
    return [*rows, [(label, key) for key, label in NAVIGATION]]
