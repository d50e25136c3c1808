"""Languages for tests of the channels: English as written, and a right-to-left one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.flows.says import Option, Text, Verbatim


@dataclass(frozen=True)
class Spoken:
    """A tongue that knows a few words and otherwise speaks the source."""

    language: str = "en"
    dir: Literal["ltr", "rtl"] = "ltr"
    words: Mapping[str, str] = field(default_factory=dict)

    def say(self, text: Text | Verbatim) -> str:
        if isinstance(text, Verbatim):
            return text.text
        return self.words.get(text.context, text.english)


ENGLISH = Spoken()
ARABIC = Spoken(
    "ar", "rtl", {"nav.label.back": "رجوع", "how": "كيف؟ اتصل 07700 900123 مع Amina Khan."}
)


def options(*labels: str) -> tuple[Option, ...]:
    """Options keyed k1, k2, … by their place."""
    return tuple(
        Option(f"k{number}", Text(f"t.{number}", label)) for number, label in enumerate(labels, 1)
    )
