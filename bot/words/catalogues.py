"""All languages of one deployment, and which of them a person can choose."""

import tomllib
from functools import lru_cache
from pathlib import Path

from bot.errors import SettingsError
from bot.words.catalogue import LOCALES, read
from bot.words.languages import (
    Language,
    Meaning,
    language_names,
    number_words,
    okay_words,
    parse_languages,
    reserved_words,
)
from bot.words.tongue import Tongue

CONFIG = Path(__file__).resolve().parents[2] / "config"


class Catalogues:
    """The languages of a configuration folder, each catalogue read at first use.

    Args:
        config: the folder with ``languages.toml`` and ``words/<code>.po``.
        drafts: whether sentences that no person has reviewed may be shown.
        locales: the folder of the packaged catalogues.

    Raises:
        SettingsError: every fault of ``languages.toml``.
    """

    def __init__(
        self, config: Path = CONFIG, *, drafts: bool = False, locales: Path = LOCALES
    ) -> None:
        self.config = config
        self.drafts = drafts
        self.locales = locales
        self.languages = load_languages(config)
        self.names = language_names(self.languages)
        signed = [one for one in self.languages if drafts or one.signed("keywords")]
        self.reserved: dict[str, Meaning] = reserved_words(signed)
        self.numbers = number_words(signed)
        self.okay = okay_words(signed)
        self._by_code = {language.code: language for language in self.languages}
        self._tongues: dict[str, Tongue] = {}
        self._offered: tuple[Language, ...] | None = None

    def language(self, code: str) -> Language:
        """The language of a code; English for one that is not offered any more."""
        return self._by_code.get(code) or self._by_code["en"]

    def offered(self) -> tuple[Language, ...]:
        """The languages that a person can choose.

        English, and each language whose crisis, consent and complaint sentences are reviewed; where
        drafts may be shown, each that has a catalogue.
        """
        if self._offered is None:
            self._offered = tuple(one for one in self.languages if self._may_be_chosen(one))
        return self._offered

    def _may_be_chosen(self, language: Language) -> bool:
        if language.code == "en":
            return True
        catalogue = self.tongue(language.code).catalogue
        return bool(catalogue.needed) and (self.drafts or not catalogue.unreviewed)

    def tongue(self, code: str) -> Tongue:
        """The tongue of a language; English for one that is not offered any more."""
        tongue = self._tongues.get(code)
        if tongue is None:
            language = self.language(code)
            catalogue = read(language.code, self.config / "words", self.locales)
            tongue = self._tongues[code] = Tongue(
                language, catalogue, drafts=self.drafts, english=self._by_code["en"]
            )
        return tongue


def load_languages(config: Path) -> tuple[Language, ...]:
    """The languages of a configuration folder in the order in which they are offered."""
    path = config / "languages.toml"
    try:
        return _languages(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError([f"{path.name} is missing in the configuration folder"]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError([f"{path.name}: {error}"]) from None


@lru_cache(maxsize=1)  # each command asks more than once
def _languages(text: str) -> tuple[Language, ...]:
    found, faults = parse_languages(tomllib.loads(text))
    if faults:
        raise SettingsError(faults)
    return found
