"""What a conversation asks of the pages about rights: which are offered, found, shown, and how.

The real facts and the invented ones both mix it in, so that a page reads the same in both.
"""

from datetime import UTC, date, datetime

from bot.flows.rights_pages import GONE, OLD, RECONSIDERATION, SEVERAL, Rights, State, Topic
from bot.flows.says import Fill, Option, Text, Verbatim
from bot.flows.state import Answers


class ReadsRights:
    """The facts about rights; who mixes this in says which pages there are and where she is."""

    def rights(self) -> Rights:
        """Return every topic."""
        raise NotImplementedError

    def now(self) -> int:
        """Return the moment of intake."""
        raise NotImplementedError

    def nation(self) -> str:
        """Return her nation where it is known."""
        raise NotImplementedError

    def language(self) -> str:
        """Return her language."""
        raise NotImplementedError

    def setting(self, name: str) -> str:
        """Return a setting of this phone."""
        raise NotImplementedError

    def _today(self) -> date:
        return datetime.fromtimestamp(self.now() / 1000, UTC).date()

    def _topic(self, answers: Answers) -> Topic:
        chosen = answers.get("found") or answers.get("named") or answers.get("topic")
        return self.rights().topic(str(chosen)) or GONE

    def rights_nation(self, answers: Answers) -> str:
        """Return the nation whose rights she reads: chosen here, or known; empty: neither."""
        return str(answers.get("nation") or self.setting("nation") or self.nation())

    def rights_topics(self, answers: Answers) -> tuple[Option, ...]:  # noqa: ARG002 - of the protocol
        """Return the topics that are offered unasked."""
        return tuple(Option(one.id, one.title) for one in self.rights().offered(self._today()))

    def rights_found(self, answers: Answers) -> tuple[Option, ...]:
        """Return the topics that the typed word may mean."""
        typed = str(answers.get("named") or answers.get("topic", "")).removeprefix(SEVERAL)
        found = self._found(typed)
        return tuple(Option(one.id, one.title) for one in found)

    def reconsideration(self, answers: Answers) -> tuple[Option, ...]:  # noqa: ARG002
        """Return the page about a decision that was no, alone; nothing: there is none."""
        found = self.rights().topic(RECONSIDERATION)
        return () if found is None else (Option(found.id, found.title),)

    def rights_named(self, text: str) -> str:
        """Return the topic that a typed word surely means; empty: none.

        ``?word``: it may mean several, or only looks like a word that is known.
        """
        found = self.rights().find(text, self.language())
        if len(found) == 1:
            return found[0].id
        return f"{SEVERAL}{text.strip()}" if self._found(text) else ""

    def _found(self, text: str) -> tuple[Topic, ...]:
        rights, language = self.rights(), self.language()
        return rights.find(text, language) or rights.near(text, language)

    def rights_state(self, answers: Answers) -> State:
        """Say whether the page is shown, shown under a warning, or withheld."""
        return self._topic(answers).state(self.rights_nation(answers), self._today())

    def rights_hard(self, answers: Answers) -> bool:
        """Say whether the page lies behind a warning."""
        return self._topic(answers).hard

    def rights_title(self, answers: Answers) -> Text:
        """Return the title of the page."""
        return self._topic(answers).title

    def rights_old(self, answers: Answers) -> Text:
        """Return the line that an old page opens under."""
        return OLD.filled(rights_date=self._topic(answers).day)

    def rights_cards(self, answers: Answers) -> tuple[Text | Verbatim, ...]:
        """Return every card of the page."""
        return self._topic(answers).page(self.rights_nation(answers))

    def rights_texts(self, answers: Answers) -> tuple[Text | Verbatim, ...]:
        """Return every card of the page, an old one under its date."""
        cards = self.rights_cards(answers)
        if self.rights_state(answers) == "fresh":
            return cards
        return (self.rights_old(answers), *cards)

    def rights_card(self, answers: Answers) -> Fill:
        """Return the card that is turned up: the first that was not read."""
        cards = self.rights_cards(answers)
        read = sum(f"card{number}" in answers for number in range(1, len(cards) + 1))
        return cards[min(read, len(cards) - 1)]

    def rights_credits(self, answers: Answers) -> Fill:
        """Return the nation, the sources and the date of the page."""
        return self._topic(answers).credits(self.rights_nation(answers))
