"""Whatever happens, in any order: a valid state, an answer, nothing unconfirmed, nothing lost."""

from copy import deepcopy

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.wire import Channel
from bot.contact import pack, unpack
from bot.flows.book import BOOK
from bot.flows.effects import Effect, EndSession, SetConsent, SetWord
from bot.flows.effects_words import ClearHere, Deliver, Leave, NotNow
from bot.flows.engine import advance
from bot.flows.events import (
    Alarmed,
    Attached,
    Chose,
    Due,
    Edited,
    Event,
    Picked,
    Started,
    Unkept,
    Wrote,
)
from bot.flows.facts import Waiting
from bot.flows.invented import Invented
from bot.flows.saying import LINKED
from bot.flows.says import Say, Text, Verbatim
from bot.flows.state import FRAMES, State
from bot.flows.step import Step
from bot.flows.strays import LONGEST_CHOICE
from tests.conversations.rehearsal import Rehearsal
from tests.today import catalogues_of_today

KEYS = sorted(
    {pick.key for flow in BOOK.flows.values() for step in flow.steps for pick in step.picks}
    | {"back", "person", "leave", "skip", "more", "done", "menu", "again", "go_on", "en", "vi"}
)
WORDS = st.text(max_size=12) | st.sampled_from(
    ["green river", "Green river", "417", "4071935866", "a long text that was meant for somebody"]
)
MESSAGES = st.sampled_from(["41", "42", "43"])
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.sampled_from([Chose(key) for key in KEYS]),
    st.sampled_from([Chose(key) for key in ("write", "go_on", "add", "send", "show", "reply")]),
    WORDS.map(Wrote),
    st.builds(Wrote, WORDS, st.sampled_from(KEYS)),
    st.builds(Wrote, WORDS, st.just(""), MESSAGES),
    st.builds(Edited, WORDS.filter(bool), MESSAGES),
    st.builds(Edited, WORDS.filter(bool), MESSAGES).map(lambda edit: Due("curtain", edit)),
    st.builds(Edited, WORDS.filter(bool), MESSAGES).map(lambda edit: Alarmed("danger", edit)),
    st.lists(st.sampled_from(KEYS), max_size=3).map(lambda keys: Picked(tuple(keys))),
    st.builds(Attached, st.sampled_from(["voice", "photo"]), st.just("ref"), WORDS),
    st.sampled_from(
        [
            Unkept("sticker"),
            Unkept("video", Wrote("a long text under it")),
            Due("note"),
            Due("curtain"),
            Started(),
        ]
    ),
    WORDS.map(lambda text: Due("curtain", Wrote(text))),
    WORDS.map(lambda text: Started(payload=text)),
    WORDS.map(lambda text: Alarmed("danger", Wrote(text), "vi")),
    st.sampled_from(sorted(BOOK.entries)).map(lambda entry: Started(entry=entry, payload="vi")),
)
PEOPLE = st.builds(
    Invented,
    is_linked=st.booleans(),
    said_adult=st.sampled_from(["", "yes", "no", "unsure"]),
    speaks=st.sampled_from(["", "en"]),
    lives_in=st.sampled_from(["", "wales"]),
    consent=st.sampled_from(["", "yes", "no"]),
    word=st.sampled_from(["", "green river"]),
    lockable=st.booleans(),
    forgeable=st.booleans(),
    at_work=st.booleans(),
    items=st.integers(0, 3).map(
        lambda count: tuple(Waiting(f"{n:032x}", n, Verbatim(f"answer {n}")) for n in range(count))
    ),
)


def edited(event: Event) -> Edited:
    """The edit that an event brings, wherever it came; one of nothing where it brings none."""
    within = {Due: "missed", Alarmed: "brought"}.get(type(event))
    found = getattr(event, within) if within else event
    return found if isinstance(found, Edited) else Edited("", "none")


def play(
    facts: Invented, events: list[Event]
) -> list[tuple[State, Event, State, tuple[Effect, ...]]]:
    """Every turn, the state stored and read again between."""
    state, turns = State(), []
    for event in events:
        turn = advance(state, event, facts)
        stored = unpack(pack(turn.state))
        turns.append((state, event, stored, turn.effects))
        assert stored == turn.state
        state = stored
    return turns


@settings(max_examples=300, deadline=None)
@given(PEOPLE, st.lists(EVENTS, max_size=25))
def test_any_list_of_events_leaves_a_valid_state_and_says_something(
    facts: Invented, events: list[Event]
) -> None:
    for before, event, state, effects in play(facts, events):
        assert len(state.frames) <= FRAMES
        assert state.revision == before.revision + 1
        for frame in state.frames:
            assert frame.step in BOOK.flows[frame.flow].at
            assert len(set(frame.trail)) == len(frame.trail)
        spoken = (Say, Leave, NotNow, ClearHere)
        nothing_waits = isinstance(event, Due) and not facts.waiting()
        assert any(isinstance(effect, spoken) for effect in effects) or nothing_waits
        assert not [one for one in effects if isinstance(one, Say) and one.options][1:]


@settings(max_examples=300, deadline=None)
@given(PEOPLE, st.lists(EVENTS, max_size=25))
def test_nothing_is_sent_but_what_was_written_and_confirmed(
    facts: Invented, events: list[Event]
) -> None:
    for before, event, state, effects in play(facts, events):
        for effect in effects:
            if isinstance(effect, Deliver):
                assert effect.draft not in dict(state.drafts).values()
                assert event == Chose("send") or event == Picked(("send",))
                frame = before.frames[-1]
                assert frame.step in BOOK.flows[frame.flow].checks
                assert effect.draft == dict(before.drafts)[frame.flow]
            if isinstance(effect, SetConsent):
                assert not isinstance(event, Attached | Due | Unkept)
            if isinstance(effect, SetWord):
                assert isinstance(event, Wrote)


def words_in(state: State) -> list[str]:
    kept = [draft for _, draft in state.drafts] + [state.stray, state.held]
    return [text for draft in kept for text in draft.texts]


@settings(max_examples=300, deadline=None)
@given(PEOPLE, st.lists(EVENTS, max_size=25))
def test_a_draft_goes_only_by_being_sent_or_thrown_away(
    facts: Invented, events: list[Event]
) -> None:
    for before, event, state, effects in play(facts, events):
        edit = edited(event)
        left = [draft.reworded(edit.message, edit.text) for _, draft in before.drafts]
        drafted = [text for draft in left for text in draft.texts]
        sent = [text for one in effects if isinstance(one, Deliver) for text in one.draft.texts]
        thrown = event in (Chose("discard"), Picked(("discard",)))
        if not thrown:
            kept = words_in(state) + sent
            for text in drafted:
                assert kept.count(text) >= drafted.count(text)


@settings(max_examples=200, deadline=None)
@given(PEOPLE, st.lists(EVENTS, max_size=15), WORDS.map(Wrote))
def test_words_from_somebody_linked_are_kept_or_asked_about(
    facts: Invented, events: list[Event], wrote: Wrote
) -> None:
    facts.is_linked, facts.said_adult, facts.speaks = True, "yes", "en"
    turns = play(facts, [*events, wrote])
    before, _, state, effects = turns[-1]
    says = [effect for effect in effects if isinstance(effect, Say)]
    knock = before.covered and wrote.text.strip().isdigit()
    plain = wrote.text.strip(" .()")
    number = plain.isdecimal() and len(plain) <= LONGEST_CHOICE  # of a choice that is not there
    entering = bool(before.frames) and type(_step(before)).__name__ == "Enter"
    parts = [part for say in says for part in say.parts if isinstance(part, Text)]
    told = any(part.context == LINKED.context for part in parts)
    hushed = bool(says) and says[-1].reveals == "none"  # a list of languages says nothing of a link
    code = bool(BOOK.read_code(wrote.text)) and (told or hushed)  # of a card: nobody's to read
    assert says
    assert wrote.text in words_in(state) or knock or number or entering or code or _full(state)


def _step(state: State) -> Step:
    frame = state.frames[-1]
    return BOOK.flows[frame.flow].at[frame.step]


def _full(state: State) -> bool:
    return len(state.held.texts) >= 20


CATALOGUES = catalogues_of_today()
CATALOGUES.tongue("en")


@given(st.sampled_from(["sms", "telegram"]), st.lists(EVENTS, max_size=8), st.integers(0, 6))
def test_a_number_picks_the_option_shown_at_it(
    channel: Channel, events: list[Event], which: int
) -> None:
    rehearsal = Rehearsal(channel, CATALOGUES, Invented(consent="yes"))
    for event in events:
        rehearsal.happens(event)
    offered = rehearsal.state.menu
    if not offered:
        return
    one = offered[which % len(offered)]
    if channel == "sms" and one.key not in {"back", "person", "leave", "more"}:
        shown = rehearsal.page.splitlines()
        assert f"{one.number} {one.label}" in shown or "Reply 1 to read it." in shown
    shared = {id(CATALOGUES): CATALOGUES}  # nothing changes them, and they are large
    by_key, by_number = deepcopy(rehearsal, {**shared}), deepcopy(rehearsal, {**shared})
    assert by_number.texts(one.number) == by_key.happens(Chose(one.key))


@given(st.lists(EVENTS, max_size=10))
def test_the_end_of_a_conversation_is_told_once_and_at_its_end(events: list[Event]) -> None:
    for _, _, _, effects in play(Invented(), events):
        ends = [place for place, one in enumerate(effects) if isinstance(one, EndSession)]
        assert ends in ([], [len(effects) - 1])
