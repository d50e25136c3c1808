"""Staff words: two words by which a survivor and her advocate recognise each other.

They prove nothing to a machine; they make posing as staff harder on the telephone.
"""

from bot.vault.wordlist import draw_words


def draw_two_words() -> str:
    """Draw the two words."""
    return " ".join(draw_words(2))
