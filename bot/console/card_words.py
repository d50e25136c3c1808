"""What stands on the printed card, in the language of whom it is for.

The rule kept here: she may be alone when she reads it; two lines tell her that it is us, and that
we ask for nothing.
"""

from dataclasses import dataclass
from typing import Final

from bot.flows.says import Text
from bot.words import Tongue

LINES: Final = {
    "code": Text("card.code", "Your code"),
    "sms": Text("card.sms", "By text message"),
    "sms_how": Text("card.sms_how", "Text the code to this number:"),
    "telegram": Text("card.telegram", "On Telegram"),
    "telegram_how": Text(
        "card.telegram_how",
        "Scan this with the phone, or open this address and write the code:",
    ),
    "words": Text("card.words", "If we call you, we say these two words first:"),
    "never": Text("card.never", "We never ask for money, documents or passwords."),
}


@dataclass(frozen=True, slots=True)
class Printed:
    """The lines of a card in one language.

    Attributes:
        language: of the lines: English where a language has no translation that may be shown.
        draft: whether no person has reviewed one of them.
        lines: by their names.
    """

    language: str
    draft: bool
    lines: dict[str, str]


def printed(tongue: Tongue) -> Printed:
    """Write the lines in a language; in English where one of them is not to be had in it."""
    foreign = any(tongue.foreign(text) for text in LINES.values())
    lines = {name: text.english if foreign else tongue.say(text) for name, text in LINES.items()}
    draft = not foreign and any(tongue.draft(text.context) for text in LINES.values())
    return Printed("en" if foreign else tongue.language, draft, lines)
