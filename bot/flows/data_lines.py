"""The lines of *My data*: what is kept, since when and for how long; who can read it, by role."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.flows.says import Fill, Moment, Text


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one person, in numbers and dates.

    Attributes:
        linked_at: since when this phone is known.
        messages: how many words of hers and answers are in the thread; the first when.
        first_at: when the first of them was written.
        waiting: how many answers wait to be read.
        agreed: how many consents she has given or refused.
        plan_at: when the contact plan was last changed; 0: there is none.
        meetings: how many meetings.
        message_days: how long messages are kept.
        waiting_days: how long answers wait.
    """

    linked_at: int
    messages: int = 0
    first_at: int = 0
    waiting: int = 0
    agreed: int = 0
    plan_at: int = 0
    meetings: int = 0
    message_days: int = 180
    waiting_days: int = 7


def kinds(kept: Kept) -> Iterator[Text]:
    """Yield a line for each kind that there is."""
    yield Text(
        "data.phone",
        "This phone, your language and settings: since {when}.",
        {"when": Moment(kept.linked_at, "day")},
    )
    yield Text("data.person", "A name that your advocate uses for you, your nation, two words.")
    if kept.messages:
        yield Text(
            "data.messages",
            "Messages: {count}, the first on {when}. Each is erased after {days} days.",
            {
                "count": kept.messages,
                "when": Moment(kept.first_at, "day"),
                "days": kept.message_days,
            },
        )
    if kept.waiting:
        yield Text(
            "data.waiting",
            "Answers to read: {count}. They are erased after {days} days.",
            {"count": kept.waiting, "days": kept.waiting_days},
        )
    if kept.plan_at:
        yield Text(
            "data.plan",
            "How to reach you, as agreed: since {when}.",
            {"when": Moment(kept.plan_at, "day")},
        )
    if kept.meetings:
        yield Text("data.meetings", "Meetings: {count}.", {"count": kept.meetings})
    if kept.agreed:
        yield Text("data.agreed", "What you said yes or no to: {count}.", {"count": kept.agreed})


def advocate(name: Fill, since: int) -> Text:
    """Return the line of the advocate."""
    return Text(
        "data.reader_advocate",
        "{name}, your advocate: since {when}.",
        {"name": name, "when": Moment(since, "day")},
    )


def cover(name: Fill, since: int) -> Text:
    """Return the line of the named cover."""
    return Text(
        "data.reader_cover",
        "{name}, who covers: since {when}.",
        {"name": name, "when": Moment(since, "day")},
    )


def earlier(since: int) -> Text:
    """Return the line of somebody who was one of these before."""
    return Text(
        "data.reader_earlier",
        "One who helped before: earlier messages, since {when}.",
        {"when": Moment(since, "day")},
    )


def officers(since: int) -> Text:
    """Return the line of the recovery pair."""
    return Text(
        "data.reader_officers",
        "Two key keepers together, if a key is lost: since {when}.",
        {"when": Moment(since, "day")},
    )


NOBODY = Text("data.reader_nobody", "Nobody. There are no messages yet.")
