"""The static checks find what nobody should ever meet, and find nothing in our own book."""

from dataclasses import replace

import pytest

from bot.flows.book import BOOK
from bot.flows.checks import check, counted
from bot.flows.diagrams import diagram
from bot.flows.effects_words import Deliver
from bot.flows.flow import Book, Flow
from bot.flows.vocabulary import (
    Call,
    Choose,
    Decide,
    Do,
    Finish,
    Offer,
    Pick,
    Show,
    Step,
    Write,
)
from bot.flows.who_reads import WHO_READS


def faults_of(*steps: Step) -> str:
    """What the checks say of one more flow, reached from an entry."""
    flow = Flow("tried", *steps)
    book: Book = replace(
        BOOK, flows={**BOOK.flows, "tried": flow}, entries={**BOOK.entries, "tried": flow}
    )
    return "\n".join(check(book))


def ask(name: str = "ask", *picks: Pick, must: bool = False) -> Choose:
    return Choose(name, "Tea?", *(picks or (Pick("one", "One"), Pick("two", "Two"))), must=must)


END = Finish("end", "Done.")


def test_a_choice_that_two_steps_share_has_its_words_in_both() -> None:
    yes = Pick("yes", "Yes")
    flow = Flow("shared", ask("tea", yes), ask("milk", yes), END)
    assert [
        text.context for step in flow.steps for text in step.sources() if text.english == "Yes"
    ] == [
        "shared.tea.yes",
        "shared.milk.yes",
    ]


def test_a_step_that_two_flows_share_is_a_fault() -> None:
    one = ask()
    first, _ = Flow("tried", one, END), Flow("other", one)
    book = replace(BOOK, flows={**BOOK.flows, "tried": first}, entries={**BOOK.entries, "t": first})
    assert "tried: ask: is a step of another flow, too, which has its words" in check(book)


def test_our_own_book_has_no_fault() -> None:
    assert check() == []


def test_a_sound_flow_has_no_fault() -> None:
    assert faults_of(ask(), END) == ""


@pytest.mark.parametrize(
    ("steps", "fault"),
    [
        ((ask(), ask(), END), "two steps are called ask"),
        ((ask("ask", Pick("one", "One", then="nowhere")), END), "which is no step of this flow"),
        ((ask("ask", Pick("one", "One", then="@nowhere")), END), "which is not in the book"),
        ((ask("ask", Pick("one", "One", then=Flow("lost", END))), END), "not in the book"),
        ((ask("ask", Pick("leave", "Leave")), END), "has a reserved key"),
        ((ask("ask", Pick("one", "One"), Pick("one", "Two")), END), "is there twice"),
        ((ask("ask", Pick("one", "O" * 49)), END), "is longer than 48"),
        ((Choose("ask", "Tea?"), END), "offers nothing"),
        ((ask(must=True), END), "cannot be skipped"),
        ((Show("says"), END), "says nothing"),
        ((Show("says", "Hello {nobody}."), END), "{nobody} is neither an answer nor a fact"),
        ((Offer("ask", source="nothing_such"), END), "asks the facts for nothing_such"),
        (
            (Choose("ask", "You have a thing.", Pick("one", "Show"), must=True, cls="push"), END),
            "is seen on a lock screen and reveals something",
        ),
        ((ask(), END, Show("island", "Far away.")), "island: cannot be reached"),
        (
            (Decide("one", lambda _: "on", on="two"), Decide("two", lambda _: "on", on="one")),
            "is a dead end",
        ),
        (
            (
                Decide("one", lambda _: "on", on="two", off="end"),
                Show("two", "Hi.", then="one"),
                END,
            ),
            "goes in a circle that asks nothing",
        ),
        ((Call(WHO_READS), Write("words", "Write.", reader="advocate"), END), "has no check-back"),
        (
            (
                Call(WHO_READS),
                Write("words", "Write.", reader="advocate"),
                Choose("check", "Send?", Pick("send", "Send"), Pick("no", "No", then="end")),
                END,
            ),
            "is a check-back that can be skipped",
        ),
        (
            (
                Write("words", "Write.", reader="advocate"),
                Choose("check", "Send?", Pick("send", "Send"), must=True),
                END,
            ),
            "is asked before it is said who reads",
        ),
        (
            (
                Call(WHO_READS),
                Write("words", "Write.", reader="advocate", then="send"),
                Choose("check", "Send?", Pick("send", "Send"), must=True),
                Do("send", lambda here: [Deliver(here.draft, "advocate")]),
                END,
            ),
            "reaches send without a check-back",
        ),
    ],
)
def test_a_faulty_flow_is_named_with_its_fault(steps: tuple[Step, ...], fault: str) -> None:
    assert fault in faults_of(*steps)


def test_hard_content_is_never_met_without_having_chosen_to() -> None:
    flow = Flow(
        "tried", Choose("hard", "Hard.", Pick("one", "On"), reveals="topic", must=True), END
    )
    book = replace(BOOK, flows={**BOOK.flows, "tried": flow}, due={**BOOK.due, "tried": flow})
    assert any("without a gate" in fault for fault in check(book))


def test_the_count_and_the_diagram_name_every_flow() -> None:
    assert counted().startswith(f"{len(BOOK.flows)} flows, ")
    drawn = diagram()
    assert all(f"## {name}\n" in drawn for name in BOOK.flows)
