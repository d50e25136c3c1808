"""What reading and saying cost on the hot path: ``python -m benchmarks.words``.

Every free text is looked through for crisis words, and every sentence is said in somebody's
language: both are meant to cost little beside the 750 µs that a message may cost.
"""

from functools import partial

from benchmarks.engine import microseconds
from bot.content.crisis import read_crisis
from bot.content.reading import Faults
from bot.flows.says import Text
from bot.words import Catalogues
from bot.words.catalogues import CONFIG

USUAL = (
    "hello can you call me about my room tomorrow please? I would like to talk of housing",
    "مرحبا هل يمكنك الاتصال بي بخصوص غرفتي غدا من فضلك؟ أريد أن أتحدث عن السكن",
    "chào chị, ngày mai chị gọi cho em về căn phòng được không? em muốn nói về nhà ở",
)
AWAY = Text(
    "write_to_advocate.gone.text",
    "{advocate} is away until {away}.",
    {"advocate": "Amina", "away": "Monday"},
)


def main() -> None:
    """Print what looking through a text, and saying a sentence, costs in each language."""
    crisis = read_crisis(CONFIG, Faults())
    catalogues = Catalogues(drafts=True)
    for language, text in zip(("en", "ar", "vi"), USUAL, strict=True):
        tongue = catalogues.tongue(language)
        looked = microseconds(partial(crisis.find, text))
        said = microseconds(partial(tongue.say, AWAY))
        print(f"{language}   look through {looked:6.1f} µs   say {said:6.1f} µs")


if __name__ == "__main__":
    main()
