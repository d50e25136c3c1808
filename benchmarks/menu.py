"""The menu that the two other bots hold: as many cards, choices and letters as ours."""

from dataclasses import dataclass

WELCOME = (
    "Hello. I am a computer service, not a person. I can give information and pass on messages."
)
NAVIGATION = (("back", "Back"), ("person", "A person"), ("leave", "Leave"))


@dataclass(frozen=True)
class Page:
    """One card: its words, its choices (key, label, next page); without choices it takes words."""

    text: str
    choices: tuple[tuple[str, str, str], ...] = ()
    words: str = ""  # the next page once words came


PAGES = {
    "menu": Page(
        WELCOME,
        (
            ("write", "Write to my advocate", "write"),
            ("help", "Help numbers", "nation"),
            ("settings", "Settings", "settings"),
            ("language", "Language", "language"),
        ),
    ),
    "write": Page(
        "Amina works Monday to Thursday and usually answers in 2 working days. This is not an "
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
    "nation": Page(
        "If you cannot speak, call 999 from a mobile. Then press 55.\n\nMore numbers in:",
        (
            ("england", "England", "numbers"),
            ("wales", "Wales", "numbers"),
            ("scotland", "Scotland", "numbers"),
            ("ni", "Northern Ireland", "numbers"),
            ("uk", "Not sure", "numbers"),
        ),
    ),
    "numbers": Page(
        "08000 121 700 Modern Slavery Helpline, free.\n\n116 123 Samaritans, free, day and night.",
        (("end", "Menu", "menu"),),
    ),
    "settings": Page(
        "Settings",
        (
            ("quiet", "Quiet hours", "menu"),
            ("note", "Note length", "menu"),
            ("end", "Menu", "menu"),
        ),
    ),
    "language": Page(
        "Language",
        (("en", "English", "menu"), ("ar", "العربية", "menu"), ("vi", "Tiếng Việt", "menu")),
    ),
}


def target(page: str, key: str) -> str:
    """Return the page that a choice leads to; the menu for navigation."""
    return next((then for name, _, then in PAGES[page].choices if name == key), "menu")


def buttons(page: str) -> list[list[tuple[str, str]]]:
    """Return the rows of a card: label and key, navigation last."""
    rows = [[(label, key)] for key, label, _ in PAGES[page].choices]
    return [*rows, [(label, key) for key, label in NAVIGATION]]
