"""What the service itself tells somebody, in the language of their phone.

The rule kept here: it lies behind a neutral note like every answer; on a phone that nothing goes
to, nothing waits. Where they texted STOP, what still holds later waits for START without a note.
"""

from bot.acts import conversation, survivors
from bot.acts.act import Act
from bot.contact import Contact
from bot.flows.says import Text
from bot.routing import where_we_write
from bot.words import Catalogues


def tell(
    act: Act, words: Catalogues, survivor_id: bytes, text: Text, *, until_start: bool = False
) -> bool:
    """Let it wait for their phone; False where there is none that anything goes to.

    ``until_start``: also on a phone that texted STOP, for whoever comes back to it.
    """
    phone = where_we_write(act.conn, survivor_id)
    if phone is None or phone.standing not in {"open", "locked"}:
        return False
    if phone.stopped and not until_start:
        return False
    her = survivors.describe(act.conn, act.vault, survivor_id)
    language = Contact(act.vault, phone).language or her.language
    tongue = words.tongue(language)
    spoken = "en" if tongue.foreign(text) else language
    conversation.tell(act, survivor_id, tongue.say(text), spoken)
    return True
