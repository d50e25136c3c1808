"""``service.toml``: what the deployment is called, when it writes, what it promises and keeps."""

from dataclasses import dataclass
from pathlib import Path

from bot.content.reading import Faults, Table
from bot.flows.says import Text
from bot.words.languages import Meaning, fold

SAID = ("description", "short_description", "command_menu", "command_help", "command_leave")


@dataclass(frozen=True, slots=True)
class Times:
    """What we promise, in working days."""

    answer_working_days: int
    confirm_working_days: int


@dataclass(frozen=True, slots=True)
class Retention:
    """How long each kind is kept; the names are those of security.md 2."""

    drafts_hours: int
    seen_ids_days: int
    delivery_days: int
    thread_days: int
    thread_after_end_days: int
    erased_ids_days: int
    going_days: int


@dataclass(frozen=True, slots=True)
class Sms:
    """Who answers STOP at the carrier, and how much strangers may cost."""

    opt_out: str
    carrier_stop: tuple[str, ...]
    carrier_start: tuple[str, ...]
    stranger_segments_a_day: int

    def carrier_words(self, *, stopped: bool = True) -> dict[str, Meaning]:
        """What the carrier acts on by itself, folded; nothing once its support turned it off.

        ``stopped``: else no word begins anything again, and *yes* is an answer.
        """
        if self.opt_out == "ours":
            return {}
        words: dict[str, Meaning] = {fold(word): "stop" for word in self.carrier_stop}
        return words | ({fold(word): "start" for word in self.carrier_start} if stopped else {})


@dataclass(frozen=True, slots=True)
class Service:
    """Everything in ``service.toml``. ``texts`` are the sentences Telegram shows by itself."""

    bot: str
    handle: str
    hub: str
    sms_number: str
    texts: dict[str, Text]
    not_told: Text | None
    person: str
    person_line: str
    times: Times
    retention: Retention
    silent_days: int
    failure_days: int
    sms: Sms

    def sources(self) -> tuple[Text, ...]:
        """Every sentence, for the catalogue and the linter."""
        return (*self.texts.values(), *((self.not_told,) if self.not_told else ()))


def read_service(config: Path, faults: Faults) -> Service:
    """Read the file."""
    top = Table.of(config, "service.toml", faults)
    names, texts, numbers = top.table("names"), top.table("texts"), top.table("numbers")
    times, retention, sleep = top.table("times"), top.table("retention"), top.table("sleep")
    not_told = texts.take("not_told", str, "")
    service = Service(
        bot=names.take("bot", str),
        handle=names.take("handle", str),
        hub=names.take("hub", str),
        sms_number=names.take("sms_number", str, ""),
        texts={name: Text(f"service.{name}", texts.take(name, str)) for name in SAID},
        not_told=Text("service.not_told", not_told) if not_told else None,
        person=numbers.take("person", str, ""),
        person_line=numbers.take("person_line", str),
        times=Times(**{name: times.count(name) for name in Times.__dataclass_fields__}),
        retention=Retention(
            **{name: retention.count(name) for name in Retention.__dataclass_fields__}
        ),
        silent_days=sleep.count("silent_days"),
        failure_days=sleep.count("failure_days"),
        sms=_sms(top.table("sms")),
    )
    top.close()
    return service


def _sms(table: Table) -> Sms:
    return Sms(
        opt_out=table.one_of("sms_opt_out", ("twilio", "ours")),
        carrier_stop=table.texts("carrier_stop"),
        carrier_start=table.texts("carrier_start"),
        stranger_segments_a_day=table.count("stranger_segments_a_day"),
    )
