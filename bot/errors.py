"""The exception tree.

    BotError
    ├─ SettingsError      the operator must fix configuration: every fault listed at once, exit 2
    ├─ Rejected           forged or malformed request: 4xx, nothing stored, nothing revealed
    ├─ Refused            the rules of an act don't allow it; ``code`` says which rule
    ├─ Conflict           the facts changed while we decided: run the unit again
    ├─ SendError          a carrier did not take a message; ``permanent`` says whether to try again
    ├─ SealBroken         wrong key, wrong context, or tampering
    └─ StateFromNewer     parked for a newer worker

The rule kept here: an error's words never hold what a person wrote, a number, a chat id or a name.
"""

from collections.abc import Sequence


class BotError(Exception):
    """The root of every error this product raises on purpose."""


class SettingsError(BotError):
    """Configuration the operator must fix; carries every fault found, not only the first."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


class Rejected(BotError):
    """A request that is forged (403), malformed (400) or too large (413); nothing was stored."""

    def __init__(self, status: int) -> None:
        super().__init__(f"rejected with {status}")
        self.status = status


class Refused(BotError):
    """An act that the rules don't allow: not verified, not a holder, the same person twice.

    Args:
        code: which rule, one of a few fixed words; the page that asked has the sentence for it.
    """

    def __init__(self, code: str) -> None:
        super().__init__(f"refused: {code}")
        self.code = code


class Conflict(BotError):
    """The world changed under the facts of this unit; the unit runs again, at most three times."""


class SendError(BotError):
    """A carrier did not take a message.

    Args:
        code: the carrier's own error code or our name of the fault; never its prose.
        permanent: whether trying again is useless.
        retry_after: seconds the carrier asked us to wait, where it said so.
        opted_out: the person opted out at the carrier: a state, not a failure (Twilio 21610).
    """

    def __init__(
        self,
        code: str,
        *,
        permanent: bool,
        retry_after: float | None = None,
        opted_out: bool = False,
    ) -> None:
        super().__init__(f"not sent: {code}")
        self.code = code
        self.permanent = permanent
        self.retry_after = retry_after
        self.opted_out = opted_out


class SealBroken(BotError):
    """A sealed value does not open here: wrong key, wrong context, or tampering."""


class StateFromNewer(BotError):
    """A conversation state written by a newer release; it is parked for a newer worker."""
