"""One language as a conversation speaks it.

The rule kept here: outside the demo nobody reads a sentence that no person has reviewed in her
language; she reads the reviewed English, and one line that says sorry for it.
"""

from collections.abc import Callable

from bot.flows.says import Fill, Moment, Say, Text, Verbatim
from bot.words import templates
from bot.words.catalogue import Catalogue, Row
from bot.words.languages import Language
from bot.words.moments import Moments

APOLOGY = Text("service.apology", "Sorry, part of this is in English.")


class _Sentence:
    """One entry made ready: its English, its forms cut at their holes, and where it came from."""

    __slots__ = ("draft", "english", "foreign", "form_of", "forms", "plain")

    def __init__(
        self, english: str, row: Row | None, form_of: Callable[[int], int], *, foreign: bool
    ) -> None:
        self.english = english
        self.draft = row is None or row.draft
        self.foreign = foreign
        forms = row.forms if row is not None and not foreign else templates.english_forms(english)
        self.forms = tuple(templates.pieces(form) for form in forms)
        self.form_of = form_of
        self.plain = forms[0] if len(forms) == 1 and len(self.forms[0]) == 1 else None


class Tongue:
    """Says texts in one language.

    Args:
        language: its block in ``languages.toml``.
        catalogue: its entries; for English the operator's own wording, if there is any.
        drafts: whether entries that no person has reviewed may be shown.
        english: the block of English, whose days and months stand in its sentences.
    """

    def __init__(
        self, language: Language, catalogue: Catalogue, *, drafts: bool, english: Language
    ) -> None:
        self.about = language
        self.language = language.code
        self.dir = language.dir
        self.catalogue = catalogue
        self._drafts = drafts
        self._rtl = language.dir == "rtl"
        self._moments = Moments(language)
        self._english = self._moments if language is english else Moments(english)
        self._ready: dict[str, _Sentence] = {}

    def say(self, text: Text | Verbatim) -> str:
        """The sentence in this language, its holes filled."""
        if isinstance(text, Verbatim):
            return text.text
        ready = self._ready.get(text.context)
        if ready is None or ready.english != text.english:
            ready = self._prepare(text)
        if ready.plain is not None:
            return ready.plain
        forms = ready.forms
        form = 0
        if len(forms) > 1:
            count = text.fills.get("count", 1)
            form = ready.form_of(count) if isinstance(count, int) else 0
        show = self._show_in_english if ready.foreign else self._show
        return templates.fill(forms[min(form, len(forms) - 1)], text.fills, show)

    def apologise(self, say: Say) -> Say:
        """The message, led by one line that says sorry if any of it goes out in English."""
        if self.language == "en" or self.foreign(APOLOGY):
            return say
        if any(map(self.foreign, (*say.parts, *(option.label for option in say.options)))):
            return say._replace(parts=(APOLOGY, *say.parts))
        return say

    def foreign(self, text: Text | Verbatim) -> bool:
        """Whether this text is said in English to somebody who reads another language."""
        if not isinstance(text, Text):
            return False
        within = (fill for fill in text.fills.values() if isinstance(fill, Text))
        return self._sentence(text).foreign or any(map(self.foreign, within))

    def draft(self, context: str) -> bool:
        """Whether no person has reviewed this entry in this language (or nobody translated it)."""
        if self.language == "en":
            return False
        row = self.catalogue.rows.get(context)
        return row is None or row.draft

    def _sentence(self, text: Text) -> _Sentence:
        ready = self._ready.get(text.context)
        return self._prepare(text) if ready is None or ready.english != text.english else ready

    def _prepare(self, text: Text) -> _Sentence:
        row = self.catalogue.rows.get(text.context)
        if row is not None and not _usable(row, text.english):
            row = None
        english = self.language == "en"
        foreign = not english and (row is None or (row.draft and not self._drafts))
        foreign = foreign and not templates.wordless(text.english)
        form_of = self.catalogue.form_of if row is not None and not foreign else _english_form
        ready = _Sentence(
            text.english, None if english and row and row.draft else row, form_of, foreign=foreign
        )
        self._ready[text.context] = ready
        return ready

    def _show_in_english(self, value: Fill) -> str:
        """Fill a hole of an English sentence: no day of another language's in it."""
        if isinstance(value, Moment):
            return self._english.show(value)
        if isinstance(value, Text) and templates.wordless(value.english):
            form = templates.pieces(value.english)
            return templates.fill(form, value.fills, self._show_in_english)
        return self._show(value)

    def _show(self, value: Fill) -> str:
        if isinstance(value, Verbatim):
            shown = value.text
        elif isinstance(value, Text):
            return self.say(value)
        elif isinstance(value, Moment):
            return self._moments.show(value)
        elif isinstance(value, int):
            return str(value)
        else:
            shown = value
        if self._rtl and shown.replace(" ", "").isdigit():
            # Spaces would show the groups of a telephone number in the opposite order; a no-break
            # space between digits keeps them together (Unicode bidirectional rule W4).
            return shown.replace(" ", "\u00a0")
        return shown


def _english_form(count: int) -> int:
    return 0 if count == 1 else 1


def _usable(row: Row, english: str) -> bool:
    """A translation of another sentence, or one that asks for what nobody fills, is none."""
    known = frozenset[str]().union(*map(templates.holes, templates.english_forms(english)))
    return row.english == english and all(templates.holes(form) <= known for form in row.forms)
