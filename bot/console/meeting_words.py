"""What she is told about a meeting when something changes on our side, behind a neutral note.

The rule kept here: no reason, no blame, and how to choose another time.
"""

from typing import Final

from sqlalchemy import Connection

from bot.acts import conversation
from bot.acts import survivors as survivor_acts
from bot.acts.act import Act
from bot.acts.meetings import Meeting
from bot.clocks import local_date
from bot.console.call import Call
from bot.contact import Contact
from bot.flows.says import Moment, Text
from bot.flows.wishes import BY_NAME, BY_NUMBER
from bot.routing import where_we_write
from bot.storage.replies import MEETING

BOOKED: Final = Text("meetings.booked", "Booked: {when}, UK time. To change: {way_back}.")
MOVED: Final = Text(
    "meetings.moved", "Your meeting has a new time: {when}, UK time. To change: {way_back}."
)
REFUSED: Final = Text(
    "meetings.refused",
    "We are sorry. We cannot meet at {when}. To choose another time: {way_back}.",
)
OFF: Final = Text(
    "meetings.off",
    "We are sorry. The meeting at {when} is off. To choose another time: {way_back}.",
)
NOT_MET_TODAY: Final = Text(
    "meetings.not_met_today", "We did not meet today. That is OK. Another time?"
)
NOT_MET: Final = Text("meetings.not_met", "We did not meet. That is OK. Another time?")


class Letter:
    """Words for one person about one meeting, in the language of the phone we write to.

    Attributes:
        words: exactly what the phone opens.
        language: the language of them.
        english: the same in English, for who sends it.
        reaches: whether there is a phone that they can go to.
    """

    __slots__ = ("english", "language", "reaches", "words")

    def __init__(self, words: str, language: str, english: str, *, reaches: bool) -> None:
        self.words, self.language, self.english, self.reaches = words, language, english, reaches

    def told(self, done: str) -> str:
        """Return what is said to staff afterwards: that she is told, or has to be by voice."""
        return done if self.reaches else f"{done}_untold"

    def send(self, act: Act, survivor_id: bytes, lane: str = "thread") -> None:
        """Keep it for her phone; where there is none, nothing is said."""
        if self.reaches:
            conversation.reply(act, survivor_id, self.words, self.language, lane=lane, mark=MEETING)


def not_met(meeting: Meeting, now: int) -> Text:
    """Return what is said when they did not meet."""
    return NOT_MET_TODAY if local_date(meeting.starts_at) == local_date(now) else NOT_MET


async def letter(call: Call, survivor_id: bytes, at: int, text: Text) -> Letter:
    """Write it in her language."""
    vault = call.desk.vault

    def read(conn: Connection) -> tuple[str, str, bool]:
        row = where_we_write(conn, survivor_id)
        her = survivor_acts.describe(conn, vault, survivor_id)
        if row is None or row.stopped or row.standing not in {"open", "locked"}:
            return "", her.language, False
        contact = Contact(vault, row)
        return contact.channel, contact.language or her.language, True

    channel, language, reaches = await call.read(read)
    tongue = call.desk.catalogues.tongue(language)
    way_back = BY_NUMBER if channel == "sms" else BY_NAME
    said = text.filled(when=Moment(at, "both"), way_back=way_back)
    shown = "en" if tongue.foreign(said) else language
    english = call.desk.catalogues.tongue("en").say(said)
    return Letter(tongue.say(said), shown, english, reaches=reaches)
