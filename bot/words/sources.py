"""Every English sentence that people read, with what the linter and translators must know of it.

Found by walking the flow tables and ``config/``, and by reading every ``Text("context", "…")``
written out in the code, so that no sentence is forgotten by forgetting to list it.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bot.content import Content
from bot.flows.flow import Book, Flow
from bot.flows.lines import LINES
from bot.flows.says import Reveals, SayClass, SaySet, Text
from bot.flows.vocabulary import Step, Write
from bot.words import templates

BOT = Path(__file__).resolve().parent.parent
NEEDED: tuple[SaySet, ...] = ("crisis", "consent", "complaint")
"""The sets that must be reviewed before a language can be chosen."""


@dataclass(frozen=True, slots=True)
class Source:
    """One entry.

    Attributes:
        context: ``flow.step.part``; a rewording is the same entry.
        english: the source sentence.
        flow: the first part of the context.
        label: whether it is the label of a choice.
        cls: the class of the message it is said in.
        of: the set it is reviewed in.
        reveals: what somebody looking over a shoulder learns from it.
        writes: whether it is asked before free words.
        note: for translators.
    """

    context: str
    english: str
    label: bool = False
    cls: SayClass = "reply"
    of: SaySet = "other"
    reveals: Reveals = "service"
    writes: bool = False
    note: str = ""

    @property
    def flow(self) -> str:
        """The conversation or file that it belongs to."""
        return self.context.partition(".")[0]

    @property
    def forms(self) -> tuple[str, ...]:
        """The English sentence, or its singular and plural."""
        return templates.english_forms(self.english)

    @property
    def holes(self) -> frozenset[str]:
        """Every name that is filled in."""
        return frozenset[str]().union(*map(templates.holes, self.forms))


def gather(book: Book, content: Content, code: Path = BOT) -> tuple[Source, ...]:
    """Every entry, each context once, in the order in which a translator meets them."""
    found: dict[str, Source] = {}
    walked = (*_of_flows(book), *_of_lines(), *_of_content(content), *_written_out(code))
    for source in walked:
        found.setdefault(source.context, source)
    return tuple(source for source in found.values() if not templates.wordless(source.english))


def sentences(flow: Flow) -> tuple[str, ...]:
    """What one conversation says in English, each sentence once, in its order."""
    said = {text.context: text.english for step in flow.steps for text in step.sources()}
    return tuple(english for english in said.values() if not templates.wordless(english))


def is_needed(source: Source) -> bool:
    """Whether this entry must be reviewed before a language can be chosen."""
    return source.of in NEEDED or source.context == "service.apology"


def _of_flows(book: Book) -> Iterator[Source]:
    for flow in book.flows.values():
        for step in flow.steps:
            labels = [pick.option.label for pick in step.picks]
            for text in step.sources():
                yield _of_step(step, text, label=text in labels)


def _of_step(step: Step, text: Text, *, label: bool) -> Source:
    return Source(
        context=text.context,
        english=text.english,
        label=label,
        cls=step.cls,
        of=step.of,
        reveals=step.reveals,
        writes=isinstance(step, Write) and not label,
        note=step.note,
    )


def _of_lines() -> Iterator[Source]:
    for say in LINES:
        for text in say.parts:
            if isinstance(text, Text):
                yield Source(text.context, text.english, cls=say.cls, reveals=say.reveals)


def _of_content(content: Content) -> Iterator[Source]:
    notes = {phrase.text.context: phrase.note for phrase in content.phrases.all}
    for text in content.sources():
        source = Source(text.context, text.english, note=notes.get(text.context, ""))
        if source.flow == "helplines":
            source = replace(source, cls="crisis", of="crisis")
        if source.flow == "complaints":
            source = replace(source, of="complaint")
        if source.context.startswith("service."):
            source = replace(source, cls="push", reveals="none")
        if source.context == "service.not_told":
            source = replace(source, cls="reply", of="consent", reveals="service")
        yield source


def _written_out(code: Path) -> Iterator[Source]:
    for path in sorted(code.rglob("*.py")):
        if "Text(" not in (text := path.read_text(encoding="utf-8")):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Text":
                values = [
                    argument.value for argument in node.args if isinstance(argument, ast.Constant)
                ]
                if len(values) > 1 and all(
                    isinstance(value, str) and value for value in values[:2]
                ):
                    yield Source(str(values[0]), str(values[1]), label="label" in str(values[0]))
