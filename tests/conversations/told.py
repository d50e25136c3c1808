"""What an effect comes to, as a transcript tells it in brackets."""

from bot.flows import effects as do
from bot.flows.effects import Effect
from bot.flows.effects_concern import (
    AskReview,
    AskTeam,
    DeclineQuestion,
    FileConcern,
    LookInto,
    OpenConcern,
    SayWhatHelps,
    SetPin,
    TriedPin,
    WithdrawConcern,
)
from bot.flows.effects_meeting import BookMeeting, CancelMeeting, ChooseForMe, KeepWishes, Wishes
from bot.flows.effects_words import (
    ClearHere,
    DeleteTheirs,
    Deliver,
    HideNow,
    KeepShown,
    Leave,
    NotNow,
)


def told(effect: Effect) -> str:  # noqa: C901, PLR0911 - one case an effect
    """Return in words what was done besides speaking."""
    match effect:
        case FileConcern(draft, step=step, about=about, areas=areas, level=level, behalf=behalf):
            words = ", ".join(map(repr, draft.texts)) or "no words"
            kept = f"a {step} about: {about}; {', '.join(areas)}; name: {level}; for: {behalf}"
            joins = "; joins what the call began" if effect.begun else ""
            return f"{kept}; {words}{joins}"
        case Deliver(draft, reader):
            files = [f"a {kind}" for kind, _ in draft.files]
            return f"sent to the {reader}: " + ", ".join([*map(repr, draft.texts), *files])
        case do.SetLanguage(language):
            return f"speaks {language} from here on"
        case do.SetConsent(kind, given):
            return f"consent to {kind}: {'yes' if given else 'no'}"
        case do.SetSetting(name, value):
            return f"setting {name}: {value}"
        case BookMeeting(how=how, wishes=wishes, moves=moves):
            return f"{'moved' if moves else 'booked or asked for'}: {how}{_wishes(wishes)}"
        case ChooseForMe(how, wishes):
            return f"task for the advocate: choose a time, {how}{_wishes(wishes)}"
        case KeepWishes(wishes):
            return f"kept{_wishes(wishes)}"
        case do.CallMe(when, whose):
            return f"task for {_CALLED[whose]}: call her, {when}"
        case AskTeam(concern=concern, when=when):
            begun = "" if concern else "; a worry begins with it"
            return f"task for the complaints team: call her, {when}{begun}"
        case do.RaiseTask(kind):
            return f"task for a person: {kind}"
        case _:
            return _PLAINLY.get(type(effect), "")


def _wishes(wishes: Wishes) -> str:
    return "".join(f"; {name}: {value}" for name, value in wishes)


_CALLED = {
    "advocate": "a person",
    "cover": "who covers",
    "somebody": "the Hub, to find somebody",
}
_PLAINLY: dict[type, str] = {
    SayWhatHelps: "what would help is kept",
    SetPin: "six digits are kept, as a hash",
    TriedPin: "a wrong try is counted",
    OpenConcern: "it is marked as read",
    DeclineQuestion: "the question is declined",
    WithdrawConcern: "the complaint is taken back",
    AskReview: "a review is asked for",
    LookInto: "the worry becomes a complaint",
    do.TellCover: "who covers is told, too",
    CancelMeeting: "the meeting is taken out",
    do.UseCode: "this phone is linked",
    do.AlertOnCall: "the person on call is called",
    do.AskErasure: "everything is to be erased in 72 hours",
    do.UndoErasure: "everything is to be kept",
    ClearHere: "what can be deleted from the chat is deleted",
    do.ForgetMe: "this phone is to be forgotten",
    do.AlertAdvocate: "her advocate is called",
    do.SetWord: "her word is kept",
    do.DropWord: "her word is forgotten",
    HideNow: "what was shown is hidden",
    KeepShown: "what was shown stays",
    NotNow: "nothing follows",
    Leave: "left: what can be deleted is deleted",
    DeleteTheirs: "what she wrote is deleted from the chat",
}
