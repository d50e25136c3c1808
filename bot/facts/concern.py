"""What a conversation may ask of a worry or complaint before it is sent, and of a call about one.

The rule kept here: who is shut out is worked out anew each time it is said.
"""

import secrets

from propcache.api import cached_property

from bot import alerting, clocks
from bot.acts import complaints, complaints_begun, complaints_found
from bot.acts.complaints import Made
from bot.acts.complaints_about import about_whom
from bot.conflicts import About, Team, shut_out_of
from bot.facts.concern_letters import ConcernLetterFacts
from bot.flows import concern_words as words
from bot.flows.concern_ways import step_wanted
from bot.flows.says import Fill, Verbatim
from bot.flows.state import BEGUN, Answers
from bot.storage.complaints import OVER, UNDATED, ComplaintRow

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that looks like something else
ABOUTS: dict[str, About] = {
    "advocate": "advocate",
    "somebody": "person",
    "organisation": "organisation",
    "hub": "hub",
}


class ConcernFacts(ConcernLetterFacts):
    """The part of the real facts about worries and complaints."""

    @cached_property
    def _reference(self) -> str:
        return "".join(secrets.choice(LETTERS) for _ in range(6))

    def fresh_reference(self) -> str:
        """Return the six letters and digits drawn for this turn."""
        return self._reference

    def _begun(self, answers: Answers) -> ComplaintRow | None:
        """Return what a call began here, while it is about the same, and its clock runs.

        Another may be held by those whom this one is about.
        """
        code = answers.get(BEGUN)
        if not code:
            return None
        shown = complaints.shown_reference(str(code))
        for row in self._mine:
            if complaints_found.status(self._conn, self._vault, row).reference == shown:
                same = about_whom(self._vault, row) == self._about(answers)
                return row if same and row.state not in UNDATED else None
        return None

    def concern_begun(self, answers: Answers) -> str:
        """Return the id of the one that a call began while this is made; empty: none did."""
        row = self._begun(answers)
        return "" if row is None else row.id.hex()

    def concern_reference(self, answers: Answers) -> Fill:
        """Return the reference as it is read out: drawn for this turn, or of what a call began."""
        row = self._begun(answers)
        if row is not None:
            return Verbatim(complaints_found.status(self._conn, self._vault, row).reference)
        return Verbatim(complaints.shown_reference(self._reference))

    @cached_property
    def _made(self) -> Made:
        return complaints.made_from(self._conn, self._vault, self._contact.row)

    def concern_promised(self, answers: Answers) -> Fill:
        """Return the day by which she is written to first."""
        rules, row, step = self._rules, self._begun(answers), step_wanted(answers)
        if row is not None:
            now = self._turning.now
            return self._day(complaints_begun.write_by(self._vault, rules, row, step, now))
        return self._day(rules.by(self._turning.now, self._made.nation, rules.clocks.acknowledge))

    @staticmethod
    def _about(answers: Answers) -> About:
        found = answers.get("about") or answers.get("about_whom") or "advocate"
        return ABOUTS.get(str(found), "advocate")

    def _team(self, answers: Answers) -> Team:
        about = self._about(answers)
        now = self._turning.now
        return complaints.team_for(self._conn, self._vault, self._made, about, now)[1]

    def concern_team(self, answers: Answers) -> str:
        """Return who would open it."""
        return self._team(answers).tier

    def shut_out(self, answers: Answers) -> Fill:
        """Return who can't open it; a phone that stands for nobody is told of nobody."""
        about = self._about(answers)
        if about == "hub":
            return words.SHUT["hub"]
        if self._survivor_id is None:
            return words.SHUT["stranger"]
        if about == "advocate":
            return self.advocate()
        return words.SHUT["somebody" if about == "person" else about]

    def concern_readers(self, answers: Answers) -> Fill:
        """Return who can open it."""
        return words.READERS[self._team(answers).tier]

    def concern_about(self, answers: Answers) -> Fill:
        """Return whom it is about."""
        about = self._about(answers)
        if about == "advocate" and self._survivor_id is not None:
            return words.ABOUT["mine"]
        return words.ABOUT["somebody" if about == "person" else about]

    def concern_words(self, answers: Answers) -> Fill:
        """Return whether words go along."""
        return words.WORDS["no" if answers.get("words") in {"none", "skip"} else "yes"]

    def concern_level(self, answers: Answers) -> Fill:
        """Return who will know the name."""
        return words.LEVEL[str(answers.get("level", "team"))]

    def sounds_dangerous(self, areas: tuple[str, ...], texts: tuple[str, ...]) -> bool:
        """Say whether somebody must look today."""
        return self._content.complaints.safeguarding(areas, "\n".join(texts))

    def concern_looked(self, answers: Answers) -> Fill:
        """Return when a person looks at what sounds dangerous: today only where somebody is there.

        Somebody is on call who may know of it, or the working day is not over yet.
        """
        row, now = self._row(answers), self._turning.now
        shut = (
            self._team(answers).shut
            if row is None
            else shut_out_of(self._conn, self._vault, row.id)
        )
        her = self._contact.survivor_id
        if alerting.somebody_else(self._conn, self._vault, her, shut, now):
            return words.LOOKED_TODAY
        found = self._status(answers)
        nation = self._made.nation if found is None else found.nation
        today, holidays = clocks.local_date(now), self._rules.holidays.of(nation)
        works = clocks.is_working_day(today, clocks.MONDAY_TO_FRIDAY, holidays)
        if works and now < clocks.moment(today, clocks.CLOSES):
            return words.LOOKED_TODAY
        day = self._day(self._rules.by(now, nation, self._rules.clocks.triage))
        return words.LOOKED_BY.filled(day=day)

    def names_decision(self, texts: tuple[str, ...]) -> bool:
        """Say whether words sound like a decision of the Home Office."""
        return self._content.complaints.sounds_like_a_decision("\n".join(texts))

    # --- a call ---------------------------------------------------------------------------------

    def _called(self, answers: Answers) -> ComplaintRow | None:
        """Return the complaint that a call asked for here is about; None: one begins with it."""
        over = answers.get("over")
        if over == "concern_later":
            return self._row(answers) or self._begun(answers)
        if over == "concern" and (answers.get("file") or answers.get("file_danger")):
            now = self._turning.now
            return complaints_found.just_made(self._conn, self._vault, self._contact.id, now)
        if over == "concern" and (answers.get("about") or answers.get("about_whom")):
            return self._begun(answers)
        return next((row for row in self._mine if row.state not in OVER), None)

    def call_team(self, answers: Answers) -> bool:
        """Say whether somebody of a complaints team, who is not shut out, can be asked to call."""
        row = self._called(answers)
        if row is None:
            about, now = self._about(answers), self._turning.now
            team = complaints.team_for(self._conn, self._vault, self._made, about, now)[1]
            return bool(team.handlers)
        return complaints_found.can_call(self._conn, self._vault, row)

    def called_about(self, answers: Answers) -> str:
        """Return the id of the complaint that a call asked for here is about; empty: a new one."""
        row = self._called(answers)
        return "" if row is None else row.id.hex()

    def call_reference(self, answers: Answers) -> Fill:
        """Return the reference of what a call asked for here is about."""
        row = self._called(answers)
        if row is None:
            return self.concern_reference({})
        return Verbatim(complaints_found.status(self._conn, self._vault, row).reference)
