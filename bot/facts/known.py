"""What a conversation may ask, answered from the rows of the same transaction (``flows.facts``).

The rule kept here: read-only, each answer read when it is first needed, and after ``code_opens``
has said yes, everything answers as of the link that the code makes.
"""

import secrets

from propcache.api import cached_property

from bot import alerting, clocks, tries
from bot.acts import link
from bot.facts.booking import BookingFacts
from bot.facts.concern import ConcernFacts
from bot.facts.languages import LanguageFacts
from bot.facts.my_data import MyDataFacts
from bot.facts.waiting import WaitingFacts
from bot.flows.facts import Adult, Consent
from bot.flows.proof import length
from bot.flows.rights_pages import Rights
from bot.flows.rights_read import ReadsRights
from bot.flows.says import Fill, Moment, Text, Verbatim
from bot.flows.state import Answers
from bot.storage import links
from bot.words.week import week


class Known(MyDataFacts, BookingFacts, ConcernFacts, WaitingFacts, LanguageFacts, ReadsRights):
    """The real ``Facts`` of one turn."""

    # --- who she is ---------------------------------------------------------------------------

    def fresh_number(self) -> str:
        """Return digits drawn for this turn; none that would sound like a call for help."""
        size = length(self.wrong_numbers())
        drawn = (f"{number:0{size}}" for number in iter(lambda: secrets.randbelow(10**size), None))
        return next(number for number in drawn if not self._content.crisis.find(number))

    def linked(self) -> bool:
        """Say whether this contact stands for a survivor now."""
        return self._survivor_id is not None

    def adult(self) -> Adult:
        """Return what is kept of the question of age on this phone."""
        if self._contact.row.adult_at is not None:
            return "yes"
        kept = self._contact.settings.get("adult", "")
        return "no" if kept == "no" else "unsure" if kept else ""

    # --- her advocate -------------------------------------------------------------------------

    def works(self) -> Fill:
        """Return the advocate's working days."""
        return week(self._book.working_days)

    def answer_days(self) -> Fill:
        """Return in how many working days an answer usually comes."""
        return self._content.service.times.answer_working_days

    def day(self) -> Fill:
        """Return the day of the answer: her days, no holidays, and not while she is away."""
        return Moment(clocks.moment(self._book.answer_day(), 12), "day")

    def time(self) -> Fill:
        """Return the time of this turn."""
        return Moment(self._turning.now, "time")

    def staff_words(self) -> Fill:
        """Return the two words by which both recognise each other."""
        return Verbatim(self._of_survivor("staff_words", self._link.staff_words), "en")

    def not_told(self) -> Fill | None:
        """Return the operator's sentence about who is not told."""
        return self._content.service.not_told

    def open_now(self) -> bool:
        """Say whether the advocate works at this moment (office hours on her days)."""
        local = clocks.local_time(self._turning.now)
        if local.date() in self._book.days_away | self._book.holidays:
            return False
        at_work = clocks.OPENS <= local.hour < clocks.CLOSES
        return at_work and local.weekday() in self._book.working_days

    # --- linking ------------------------------------------------------------------------------

    def code_opens(self, code: str) -> bool:
        """Say whether this code opens a link now; from then on answer as of that link."""
        if not self._turning.allowance.code:
            return False
        survivor_id = link.code_opens(self._turning.act, code)
        if survivor_id is None:
            return False
        self._survivor_id = survivor_id
        for name in ("_link", "_key", "_diary"):
            self.__dict__.pop(name, None)
        return True

    # --- help ---------------------------------------------------------------------------------

    def helplines(self, answers: Answers) -> tuple[Text | Verbatim, ...]:  # noqa: ARG002 - of the protocol
        """Return the first few numbers of her nation, or those that hold everywhere."""
        here = self._content.helplines.of(self.nation())
        return tuple(line.line for line in here if line.first)

    def more_helplines(self, answers: Answers) -> tuple[Text | Verbatim, ...]:
        """Return the other numbers of a nation with cost, hours and marks."""
        lines, nation = self._content.helplines, answers.get("nation", "")
        shown = {line.id for line in lines.of(self.nation()) if line.first}
        here = lines.of(self.nation() or str(nation))
        return tuple(line.line for line in here if line.id not in shown)

    def person_number(self) -> Fill:
        """Return the number at which a person answers."""
        return Verbatim(self._content.person_number())

    def childlines(self) -> tuple[Text | Verbatim, ...]:
        """Return the numbers for people under 18."""
        return tuple(line.line for line in self._content.helplines.children())

    @cached_property
    def _reads_now(self) -> alerting.OnCall:
        if self._contact.survivor_id is None:
            return "nobody"
        now = self._turning.now
        return alerting.on_call(self._conn, self._vault, self._contact.survivor_id, now)

    def on_call(self) -> alerting.OnCall:
        """Say who is on call now whom she can have told."""
        return self._reads_now

    def rights(self) -> Rights:
        """Return every topic."""
        return self._content.rights

    # --- this phone ---------------------------------------------------------------------------

    def turns_cards(self) -> bool:
        """Say whether one card can be turned over again and again, and nothing stays."""
        return self._channel == "telegram"

    def setting(self, name: str) -> str:
        """Return a setting of this phone."""
        return self._contact.settings.get(name, "")

    def notes_consent(self) -> Consent:
        """Return whether she wants a note when there is an answer."""
        if self._survivor_id is None:
            return ""
        given = links.consent(self._conn, self._survivor_id, "notes")
        return "" if given is None else ("yes" if given else "no")

    def has_word(self) -> bool:
        """Say whether she has set her word."""
        return self._contact.row.word_mac is not None

    def is_word(self, word: str) -> bool:
        """Say whether this is her word."""
        return tries.is_word(self._vault, self._contact.row, word, self._turning.now)

    def can_lock(self) -> bool:
        """Say whether this phone's channel can be locked: on SMS it would be false comfort."""
        return self._channel == "telegram"

    def tidies(self) -> bool:
        """Say whether her own words are deleted from the chat once kept."""
        return self._channel == "telegram"

    def keeps_files(self) -> bool:
        """Say whether voice notes and photos can be kept on this number."""
        return self._channel == "telegram"

    def can_be_forged(self) -> bool:
        """Say whether a sender's number on this channel proves nothing."""
        return self._channel == "sms"

    def wrong_numbers(self) -> int:
        """Return how many other numbers than the one asked for came from this phone in a week."""
        return tries.counted(self._contact.row, self._turning.now)
