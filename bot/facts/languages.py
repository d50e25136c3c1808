"""What a conversation may ask of the languages that are offered (``flows.facts``)."""

from bot.channels.wire import Inbound
from bot.facts.turn import TurnFacts
from bot.flows.says import Fill, Option, Verbatim
from bot.flows.state import Answers
from bot.words import Language

_SCRIPTS = {
    "Arabic": ("\u0600", "\u06ff"),
    "Ethiopic": ("\u1200", "\u137f"),
    "Han": ("\u4e00", "\u9fff"),
}


class LanguageFacts(TurnFacts):
    """The part of the real facts about languages."""

    def languages(self, answers: Answers) -> tuple[Option, ...]:  # noqa: ARG002 - of the protocol
        """Return the languages offered by endonym, the likeliest first."""
        inbound = self._turning.inbound
        offered = self._turning.service.words.offered()
        likely = [one for one in offered if inbound and _likely(one, inbound)]
        rest = [one for one in offered if one not in likely]
        return tuple(Option(one.code, Verbatim(one.endonym, one.code)) for one in (*likely, *rest))

    def language_pair(self, answers: Answers) -> tuple[Option, ...]:
        """Return ``answers["payload"]`` and the present language, by endonym."""
        wanted = (answers.get("payload", ""), self._turning.language)
        by_code = {one.code: one for one in self._turning.service.words.offered()}
        return tuple(
            Option(code, Verbatim(by_code[code].endonym, code))
            for code in dict.fromkeys(wanted)
            if isinstance(code, str) and code in by_code
        )

    def asked_language(self, answers: Answers) -> Fill:
        """Return the endonym of a language, offered or not."""
        asked = self._turning.service.words.language(str(answers.get("payload", "")))
        return Verbatim(asked.endonym, asked.code)


def _likely(language: Language, inbound: Inbound) -> bool:
    """Whether a first message hints at a language: Telegram's own setting, or its script."""
    if inbound.hint:
        return inbound.hint in language.telegram
    span = _SCRIPTS.get(language.script)
    return span is not None and any(span[0] <= letter <= span[1] for letter in inbound.text)
