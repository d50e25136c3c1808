"""What she is told when the day has passed by which she was promised a yes or no to a time.

The rule kept here: it lies behind a neutral note like every answer; it is true, blames nobody, and
says what she can do now; on a phone that nothing goes to, nothing waits.
"""

from typing import Final

from bot import told
from bot.acts import meetings
from bot.acts.act import Act
from bot.flows.says import Fill, Moment, Text, Verbatim
from bot.flows.wishes import BY_NAME, BY_NUMBER
from bot.routing import where_we_write
from bot.storage import people
from bot.words import Catalogues

STILL_HELD: Final = Text(
    "meetings.unanswered",
    "{advocate} has not said yes or no to {when} yet. It is not because of you. "
    "Until then it is held for you. I have asked somebody to look. You can wait, or write. "
    "Another time: {way_back}. A person: 8.",
)
PASSED: Final = Text(
    "meetings.unanswered_passed",
    "{advocate} did not say yes or no to {when}. It is not because of you. "
    "I have asked somebody to look. You can write. Another time: {way_back}. A person: 8.",
)


def tell(act: Act, words: Catalogues, survivor_id: bytes) -> bool:
    """Let it wait for her phone, in her language; False where nothing goes there, or is asked."""
    phone = where_we_write(act.conn, survivor_id)
    if phone is None:
        return False
    key = act.key_of(survivor_id)
    open_ones = meetings.of_survivor(act.conn, act.vault, survivor_id, key)
    asked = next((one for one in open_ones if one.state == "asked"), None)
    who = None if asked is None else people.get(act.conn, asked.advocate_id)
    if asked is None or who is None:
        return False
    name = act.vault.open("staff.sms_name", who.id, who.sms_name).decode()
    fills: dict[str, Fill] = {
        "advocate": Verbatim(name),
        "when": Moment(asked.starts_at, "both"),
        "way_back": BY_NUMBER if phone.channel == "sms" else BY_NAME,
    }
    text = STILL_HELD if asked.starts_at > act.now else PASSED
    return told.tell(act, words, survivor_id, text.filled(**fills))
