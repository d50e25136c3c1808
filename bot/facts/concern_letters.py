"""What a conversation may ask of the letters in a worry or complaint that was sent before.

The rule kept here: what the service says is in her language, what a person wrote in theirs.
"""

from bot.acts import complaints_found, complaints_said
from bot.acts.complaints_found import Unread
from bot.acts.complaints_said import (
    Acknowledged,
    Did,
    GoesOn,
    Late,
    Outcome,
    Sentence,
    Update,
)
from bot.facts.concern_sent import SentConcernFacts
from bot.facts.waiting import dated
from bot.flows import concern_words as words
from bot.flows.came import by_time
from bot.flows.says import Fill, Option, Verbatim
from bot.flows.state import Answers


class ConcernLetterFacts(SentConcernFacts):
    """The part of the real facts about what waits to be read in it."""

    def concern_unread(self, answers: Answers) -> tuple[Option, ...]:
        """Return what waits to be read in it, named by time."""
        return by_time((one.id.hex(), one.created_at) for one in self._unread_of(answers))

    def _letter(self, answers: Answers) -> Unread | None:
        row = self._row(answers)
        if row is None:
            return None
        found = complaints_found.unread(self._conn, self._vault, row, self._turning.now)
        return next((one for one in found if one.id.hex() == answers.get("letters")), None)

    def concern_letter(self, answers: Answers) -> Fill:
        """Return the words of what waits, in her language where the service says them itself."""
        letter = self._letter(answers)
        if letter is None:
            return ""
        said = letter.words
        if said.media != complaints_said.MEDIA:
            theirs = Verbatim(said.body.decode(), said.language)
            return dated(theirs, letter.created_at, self._turning.now)
        return self._sentence(complaints_said.read(said.body))

    def _sentence(self, said: Sentence) -> Fill:
        match said:
            case Acknowledged(name, day):
                return words.ACKNOWLEDGED.filled(name=Verbatim(name), day=self._day(day))
            case Late(day):
                return words.LATE.filled(day=self._day(day))
            case GoesOn(day):
                return words.GOES_ON.filled(day=self._day(day))
            case Update(text, language, day):
                writes = words.WRITES.filled(day=self._day(day))
                return words.TOGETHER.filled(one=Verbatim(text, language), two=writes)
            case Outcome():
                return self._outcome(said)
            case Did():
                return ""

    def _outcome(self, said: Outcome) -> Fill:
        config = self._content.complaints
        parts: list[Fill] = [
            words.ONE_POINT.filled(area=words.AREAS[area], decision=config.outcomes[decision])
            for area, decision in said.points
        ]
        parts += [config.remedies[one] for one in said.remedies]
        if said.text:
            parts.append(Verbatim(said.text, said.language))
        whole: Fill = parts[0] if parts else ""
        for part in parts[1:]:
            whole = words.TOGETHER.filled(one=whole, two=part)
        return whole

    def concern_asks(self, answers: Answers) -> bool:
        """Say whether what is shown is a question that is open."""
        letter, row = self._letter(answers), self._row(answers)
        return (
            letter is not None
            and row is not None
            and row.state == "needs_information"
            and complaints_found.is_question(self._conn, letter)
        )

    def concern_waits(self) -> bool:
        """Say whether something waits to be read of what this phone made under its link."""
        return any(self._unread_of({"mine": row.id.hex()}) for row in self._mine)

    def is_concern(self, answers: Answers) -> bool:
        """Say whether a note that was tapped is of a complaint of this phone."""
        payload = answers.get("payload")
        return any(
            one.id.hex() == payload
            for row in self._mine
            for one in complaints_found.unread(self._conn, self._vault, row, self._turning.now)
        )
