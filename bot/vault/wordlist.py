"""Words that people read out, type and recognise: drawn from one bundled list.

The list is the EFF's large one for dice without hyphenated words and without words that nobody
should have to say to a person who was exploited: 7,703 words, 12.9 bits each. So a passphrase of
six carries 77 bits, the four check words of a key 51 (a finding of a second key with the same words
costs about 2^51 key makings), the two staff words 25: those are only for recognising each other.
"""

import secrets
from functools import cache
from hashlib import sha256
from pathlib import Path

from bot.vault.people import PublicKey

_FILE = Path(__file__).with_name("words.txt")


@cache
def word_list() -> tuple[str, ...]:
    """Return the list, in the file's order, which check words depend on."""
    lines = _FILE.read_text("utf-8").splitlines()
    return tuple(line for line in lines if not line.startswith("#"))


def draw_words(count: int) -> tuple[str, ...]:
    """Draw words at random."""
    return tuple(secrets.choice(word_list()) for _ in range(count))


def draw_two_words() -> str:
    """Draw the words by which a survivor and her advocate recognise each other.

    They prove nothing to a machine; they make posing as staff harder on the telephone.
    """
    return " ".join(draw_words(2))


def check_words(public: PublicKey) -> tuple[str, str, str, str]:
    """Return the four words by which a public key is compared by voice."""
    words = word_list()
    number = int.from_bytes(sha256(b"imsa/1 check words" + public.raw).digest())
    chosen: list[str] = []
    for _ in range(4):
        number, place = divmod(number, len(words))
        chosen.append(words[place])
    return chosen[0], chosen[1], chosen[2], chosen[3]


def same_words(heard: str, words: tuple[str, ...]) -> bool:
    """Say whether what was typed is these words, however it was spaced or capitalised."""
    return "".join(filter(str.isalpha, heard.casefold())) == "".join(words)
