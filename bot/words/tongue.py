"""One language as a conversation speaks it.

The rule kept here: outside the demo nobody reads a sentence that no person has reviewed in her
language; she reads the reviewed English, and one line that says sorry for it.
"""

from collections.abc import Callable, Iterable, Sequence

from bot.flows.says import Fill, Moment, Text, Verbatim
from bot.words import templates
from bot.words.catalogue import Catalogue, Row
from bot.words.languages import Language
from bot.words.moments import Moments

ISOLATE, END_ISOLATE = "\u2068", "\u2069"
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
        isolates: whether names and numbers inside right-to-left text get isolates.
    """

    def __init__(
        self, language: Language, catalogue: Catalogue, *, drafts: bool, isolates: bool = True
    ) -> None:
        self.about = language
        self.language = language.code
        self.dir = language.dir
        self._catalogue = catalogue
        self._drafts = drafts
        self._rtl = language.dir == "rtl"
        self._isolates = isolates and self._rtl
        self._moments = Moments(language)
        self._ready: dict[str, _Sentence] = {}
        self._bare: Tongue | None = None

    @property
    def bare(self) -> "Tongue":
        """The same language without isolates: old handsets show them as boxes, SMS bills them."""
        if not self._isolates:
            return self
        if self._bare is None:
            self._bare = Tongue(self.about, self._catalogue, drafts=self._drafts, isolates=False)
        return self._bare

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
        show = self._show_english if ready.foreign else self._show
        return templates.fill(forms[min(form, len(forms) - 1)], text.fills, show)

    def paragraphs(
        self, parts: Sequence[Text | Verbatim], labels: Iterable[Text | Verbatim] = ()
    ) -> list[str]:
        """A whole message, paragraph by paragraph, with one apology if any of it is in English."""
        said = [self.say(part) for part in parts]
        if any(self.foreign(text) for text in (*parts, *labels)):
            apology = self.say(APOLOGY)
            if apology != APOLOGY.english:
                said.insert(0, apology)
        return said

    def foreign(self, text: Text | Verbatim) -> bool:
        """Whether this text is said in English to somebody who reads another language."""
        return isinstance(text, Text) and self._sentence(text).foreign

    def draft(self, context: str) -> bool:
        """Whether no person has reviewed this entry in this language (or nobody translated it)."""
        if self.language == "en":
            return False
        row = self._catalogue.rows.get(context)
        return row is None or row.draft

    def when(self, moment: Moment) -> str:
        """A moment as this language's readers write it."""
        return self._moments.show(moment)

    def _sentence(self, text: Text) -> _Sentence:
        ready = self._ready.get(text.context)
        return self._prepare(text) if ready is None or ready.english != text.english else ready

    def _prepare(self, text: Text) -> _Sentence:
        row = self._catalogue.rows.get(text.context)
        if row is not None and not _usable(row, text.english):
            row = None
        english = self.language == "en"
        foreign = not english and (row is None or (row.draft and not self._drafts))
        form_of = self._catalogue.form_of if row is not None and not foreign else _english_form
        ready = _Sentence(
            text.english, None if english and row and row.draft else row, form_of, foreign=foreign
        )
        self._ready[text.context] = ready
        return ready

    def _show_english(self, value: Fill) -> str:
        return value if isinstance(value, str) else _without_isolates(self._show(value))

    def _show(self, value: Fill) -> str:
        if isinstance(value, Text):
            return self.say(value)
        if isinstance(value, Moment):
            return self._moments.show(value)
        if isinstance(value, int):
            return str(value)
        shown = value.text if isinstance(value, Verbatim) else value
        if self._isolates:
            return f"{ISOLATE}{shown}{END_ISOLATE}"
        if self._rtl and shown.replace(" ", "").isdigit():
            # Spaces would show the groups of a telephone number in the opposite order; a no-break
            # space between digits keeps them together (Unicode bidirectional rule W4).
            return shown.replace(" ", "\u00a0")
        return shown


def _english_form(count: int) -> int:
    return 0 if count == 1 else 1


def _without_isolates(shown: str) -> str:
    return shown.replace(ISOLATE, "").replace(END_ISOLATE, "")


def _usable(row: Row, english: str) -> bool:
    """A translation of another sentence, or one that asks for what nobody fills, is none."""
    known = frozenset[str]().union(*map(templates.holes, templates.english_forms(english)))
    return row.english == english and all(templates.holes(form) <= known for form in row.forms)
