"""The values that cross the edges: what came in, what goes out, and what became of it.

Nothing here knows a library of a carrier; handlers make ``Inbound``, channels make ``Rendered`` and
take ``Outgoing``.
"""

from typing import Literal, NamedTuple, Protocol

from bot.flows.state import Offered

Channel = Literal["telegram", "sms"]
InboundKind = Literal["text", "edit", "tap", "voice", "photo", "unsupported", "call", "blocked"]

# The classes of security.md 5; "delete" changes what is already on a phone. "apart" is a reply in a
# message of its own, which stays: a receipt alone says that something of hers was kept.
OutClass = Literal[
    "reply", "apart", "receipt", "error", "crisis", "push", "aside", "curtain", "delete", "redact"
]
KEPT: frozenset[OutClass] = frozenset({"apart", "receipt", "crisis"})
"""Classes that, once sent, stay: no newer card takes their place."""


class Inbound(NamedTuple):
    """One thing that a person did, as a carrier told us of it, after it was found genuine.

    Attributes:
        channel: which carrier.
        source: our own end (bot id, or our number); with ``external`` the key of de-duplication.
        external: the carrier's id of this delivery (update id, MessageSid, CallSid).
        address: canonical address of the person (chat id in decimal, or E.164).
        sequence: the carrier's own number, in which entries are shown.
        kind: what was done.
        text: the person's words, or a caption; empty for taps.
        data: ``callback_data`` of a tap.
        file: the carrier's file id of a voice note or photo.
        size: bytes of that file as announced.
        message: the id, on her phone, of the message she wrote (or tapped on), for the ledger.
        callback: the id of the tap, answered in the webhook's own response.
        hint: the ``language_code`` of Telegram; it only orders the language list.
        at: when we took it in, milliseconds since 1970 UTC.
    """

    channel: Channel
    source: str
    external: str
    address: str
    sequence: int
    kind: InboundKind
    at: int
    text: str = ""
    data: str = ""
    file: str = ""
    size: int = 0
    message: str = ""
    callback: str = ""
    hint: str = ""


Entry = Offered
"""One choice as it was offered: what is rendered here is what the conversation remembers."""


class Rendered(NamedTuple):
    """One step made ready for one channel.

    Attributes:
        payload: the exact bytes (JSON) that ``send`` hands to the carrier, now and on every retry.
        menu: what was offered, so that "2" means what was shown at 2.
        segments: billed segments on SMS, 0 on Telegram.
    """

    payload: bytes
    menu: tuple[Entry, ...]
    segments: int


class Outgoing(NamedTuple):
    """One payload on its way to one address.

    Attributes:
        address: canonical address.
        payload: as rendered.
        cls: the class, which decides how long it may wait.
        card: id on the phone of the living card to edit or replace; empty where there is none.
        fresh: the card must be sent anew below her words, and the old one deleted.
        validity: seconds the carrier may still try (Twilio's ``ValidityPeriod``).
    """

    address: str
    payload: bytes
    cls: OutClass
    card: str = ""
    fresh: bool = False
    validity: int = 0


class Sent(NamedTuple):
    """The carrier took it. ``message`` is its id there; ``card``: it is now the living card."""

    message: str
    card: bool = False


class Sender(Protocol):
    """The async half of a channel."""

    async def send(self, outgoing: Outgoing) -> Sent:
        """Hand one payload to the carrier; raises ``SendError``."""

    async def close(self) -> None:
        """Release connections."""
