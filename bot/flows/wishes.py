"""How she likes to meet, and one meeting, said in one line.

The rule kept here: the line is short, names no reason, and is made of whole phrases, so that every
language can say each of them in its own way.
"""

from collections.abc import Iterable, Iterator, Mapping

from bot.flows.facts_meeting import Meeting
from bot.flows.says import Fill, Moment, Option, Text, Verbatim
from bot.flows.state import Answer

Wishes = Mapping[str, str]

NAMES = (
    "interpreter",
    "language",
    "community",
    "gender",
    "hours",
    "voicemail",
    "no_answer",
    "access",
    "bring",
)
"""What may be kept; each is also the id of the step that asks for it."""

SOURCE = "en"
"""Who reads this may do so for want of their own language: it is not taken for the one wanted."""

HOW = {
    "phone": Text("wishes.phone", "Phone"),
    "there": Text("wishes.there", "In person"),
    "video": Text("wishes.video", "Video"),
    "decide": Text("wishes.decide", "We choose how together"),
}
INTERPRETER = {
    "woman": Text("wishes.interpreter_woman", "{language} interpreter, a woman"),
    "man": Text("wishes.interpreter_man", "{language} interpreter, a man"),
    "any": Text("wishes.interpreter", "{language} interpreter"),
}
UNSAID = {
    "woman": Text("wishes.interpreter_woman_unsaid", "An interpreter, a woman"),
    "man": Text("wishes.interpreter_man_unsaid", "An interpreter, a man"),
    "any": Text("wishes.interpreter_unsaid", "An interpreter"),
}
"""Where it was not said which language they are to speak."""
ONE_BY_ONE: dict[str, dict[str, Text]] = {
    "community": {"yes": Text("wishes.community", "not from my community")},
    "gender": {
        "woman": Text("wishes.gender_woman", "to talk with a woman"),
        "man": Text("wishes.gender_man", "to talk with a man"),
    },
    "hours": {
        "morning": Text("wishes.morning", "mornings"),
        "afternoon": Text("wishes.afternoon", "afternoons"),
        "evening": Text("wishes.evening", "evenings"),
    },
    "bring": {"yes": Text("wishes.bring", "somebody comes with me")},
    "access": {
        "steps": Text("wishes.steps", "no steps"),
        "hearing": Text("wishes.hearing", "help to hear"),
        "sight": Text("wishes.sight", "help to see"),
        "child": Text("wishes.child", "a child comes"),
    },
}
VOICEMAIL = {
    "no": Text("wishes.voicemail_no", "no voice message"),
    "neutral": Text("wishes.voicemail_neutral", "voice message: only please call back"),
    "yes": Text("wishes.voicemail_yes", "voice message is fine"),
}
NONE = Text("wishes.none", "No interpreter")
BY_NUMBER = Text("wishes.by_number", "menu, 2")
BY_NAME = Text("wishes.by_name", "Menu, Meet my advocate")


def together(parts: Iterator[Fill] | list[Fill]) -> Fill:
    """Join phrases with commas."""
    said: Fill = ""
    for part in parts:
        fills = {"one": said, "two": part}
        said = Text("wishes.together", "{one}, {two}", fills) if said else part
    return said


def given(answers: Mapping[str, Answer]) -> dict[str, str]:
    """Return what was answered to the steps that ask for wishes; skipped ones are left out."""
    found = {}
    for name in NAMES:
        answer = answers.get(name)
        if answer and answer != "skip":
            found[name] = answer if isinstance(answer, str) else ",".join(answer)
    if answers.get("wishes") == "none":
        found["interpreter"] = "none"
    return found


def _interpreter(wishes: Wishes, language: str) -> Iterator[Fill]:
    wanted = wishes.get("interpreter", "")
    if not language and wanted in UNSAID:
        yield UNSAID[wanted]
        return
    sort = INTERPRETER.get(wanted)
    if sort is not None:
        yield sort.filled(language=Verbatim(language))


def _others(wishes: Wishes, *names: str) -> Iterator[Fill]:
    for name in names:
        for key in wishes.get(name, "").split(","):
            if (said := ONE_BY_ONE[name].get(key)) is not None:
                yield said


def line(wishes: Wishes, language: str) -> Fill:
    """Return the line that is offered the next time."""
    parts = [*_interpreter(wishes, language), *_others(wishes, "community", "gender", "hours")]
    return together(parts or [NONE])


def plan(how: str, at: int, wishes: Wishes, language: str) -> Fill:
    """Return the line that is shown back before it is booked."""
    parts: list[Fill] = [HOW.get(how, HOW["decide"]), Moment(at, "both")]
    parts += _interpreter(wishes, language)
    if how == "phone" and (voice := VOICEMAIL.get(wishes.get("voicemail", ""))):
        parts.append(voice)
    if how == "there":
        parts += _others(wishes, "bring", "access")
    return together(parts)


def meeting(found: Meeting, advocate: Fill) -> Fill:
    """Return how and when a meeting is, and that nobody has said yes to it yet."""
    said = together([HOW.get(found.how, HOW["decide"]), Moment(found.at, "both")])
    if not found.asked:
        return said
    return Text(
        "wishes.asked",
        "{meeting}, not confirmed yet by {advocate}",
        {"meeting": said, "advocate": advocate},
    )


def how(answers: Mapping[str, Answer], found: Meeting | None) -> str:
    """Return how to meet: as she says now, or as it was agreed."""
    for name in ("other_how", "how"):
        answer = answers.get(name, "")
        if isinstance(answer, str) and answer not in {"", "skip"}:
            return answer
    return found.how if found else "decide"


def options(times: Iterable[int]) -> tuple[Option, ...]:
    """Return times as choices; the key is the time."""
    return tuple(
        Option(str(at // 1000), Text("facts.slot", "{when}", {"when": Moment(at, "both")}))
        for at in times
    )


def slot(answers: Mapping[str, Answer]) -> int:
    """Return the time that she chose last, in milliseconds; 0: none.

    Others count only where she asked for others: an earlier choice of one may still stand there.
    """
    for name in ("slot", "other_slot", "last_slot"):
        answer = answers.get(name, "")
        if isinstance(answer, str) and answer.isdecimal():
            return int(answer) * 1000
        if answer != "other":
            break
    return 0
