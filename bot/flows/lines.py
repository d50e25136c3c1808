"""Lines said outside any conversation: by the gates, and when our own code fails.

They ask nothing and reveal nothing; ``LINES`` is all of them, for whoever extracts words.
"""

from bot.flows.says import Say, SayClass, Text


def _line(name: str, *english: str, cls: SayClass = "reply") -> Say:
    context = f"lines.{name}"
    parts = tuple(
        Text(f"{context}.text{number or ''}", words) for number, words in enumerate(english)
    )
    return Say(context, parts, cls=cls, keep=True, reveals="none")


NEUTRAL = _line("neutral", "Thank you. No reminders today.")
"""What a locked chat says, whatever was written; it never says that it is locked."""

NEUTRAL_999 = _line("neutral_999", "Thank you. No reminders today.", "999", cls="crisis")

STOPPED = _line("stopped", "You will get no more texts. Text START to come back.")

KEPT = _line(
    "kept",
    "Something is not working here. It is not you. Your words were kept.",
    "To talk to a person now: {person}",
    cls="error",
)
"""When our own code failed and the message is parked."""

KEPT_EARLIER = _line("kept_earlier", "Your last message was kept.", cls="receipt")
"""When a receipt was too late to be sent: her next message is answered first with this."""

OK = _line("ok", "OK")
"""After leaving on SMS, where she chose to be told."""

SPENT = _line(
    "spent",
    "I can write no more today. You can write again tomorrow.",
    "Danger now: 999. To talk to a person: {person}",
    cls="crisis",
)
"""To a stranger, once, when a day's texts are spent; a silence would leave her waiting."""

FULL = _line(
    "full",
    "I can answer no more today. What you write is still kept.",
    "Danger now: 999. To talk to a person: 8",
    cls="crisis",
)
"""To a linked number, once, when it has had a day's answers by text."""

LINES: tuple[Say, ...] = (NEUTRAL, NEUTRAL_999, STOPPED, KEPT, KEPT_EARLIER, OK, SPENT, FULL)


def with_person(line: Say, number: str) -> Say:
    """Return a line with a person's number in it."""
    parts = (one.filled(person=number) if isinstance(one, Text) else one for one in line.parts)
    return line._replace(parts=tuple(parts))
