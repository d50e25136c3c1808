"""``service.toml``: what the deployment is called, when it writes, what it promises and keeps."""

from dataclasses import dataclass
from datetime import time
from pathlib import Path

from bot.content.reading import Faults, Table, read_table
from bot.flows.says import Text
from bot.words.languages import Meaning, fold

SAID = ("description", "short_description", "command_menu", "command_help", "command_leave")


@dataclass(frozen=True, slots=True)
class Times:
    """When we write, and what we promise; quiet hours are London's."""

    quiet_from: time
    quiet_until: time
    curtain_minutes: int
    note_hide_minutes: tuple[int, ...]
    answer_working_days: int
    confirm_working_days: int
    relink_working_days: int
    code_hours: int
    staff_invitation_days: int


@dataclass(frozen=True, slots=True)
class Retention:
    """How long each kind is kept; the names are those of security.md 2."""

    drafts_hours: int
    parked_hours: int
    waiting_days: int
    seen_ids_days: int
    delivery_days: int
    thread_days: int
    thread_after_end_days: int
    audit_months: int
    logs_days: int
    erased_ids_days: int
    going_days: int


@dataclass(frozen=True, slots=True)
class Sms:
    """Who answers STOP at the carrier, and how much strangers may cost."""

    opt_out: str
    carrier_stop: tuple[str, ...]
    carrier_start: tuple[str, ...]
    stranger_segments_a_day: int
    stranger_countries: tuple[str, ...]

    def carrier_words(self) -> dict[str, Meaning]:
        """What the carrier acts on by itself, folded; nothing once its support turned it off."""
        if self.opt_out == "ours":
            return {}
        stop: dict[str, Meaning] = {fold(word): "stop" for word in self.carrier_stop}
        return stop | {fold(word): "start" for word in self.carrier_start}


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
    top = Table("service.toml", read_table(config / "service.toml", faults), faults)
    parts = {
        name: Table(f"service.toml: {name}", top.take(name, dict), faults)
        for name in ("names", "texts", "numbers", "times", "retention", "sleep", "sms")
    }
    names, texts, numbers = parts["names"], parts["texts"], parts["numbers"]
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
        times=_times(parts["times"], faults),
        retention=Retention(
            **{name: parts["retention"].count(name) for name in Retention.__dataclass_fields__}
        ),
        silent_days=parts["sleep"].count("silent_days"),
        failure_days=parts["sleep"].count("failure_days"),
        sms=_sms(parts["sms"]),
    )
    for table in (top, *parts.values()):
        table.close()
    return service


def _times(table: Table, faults: Faults) -> Times:
    hides = table.take("note_hide_minutes", list)
    if not hides or not all(isinstance(item, int) and item >= 0 for item in hides):
        faults.add(f"{table.where}.note_hide_minutes", "must hold minutes, 0 for never")
        hides = []
    return Times(
        quiet_from=_clock(table, "quiet_from", faults),
        quiet_until=_clock(table, "quiet_until", faults),
        note_hide_minutes=tuple(hides),
        **{
            name: table.count(name)
            for name in Times.__dataclass_fields__
            if name.endswith(("_days", "_hours", "_minutes")) and name != "note_hide_minutes"
        },
    )


def _clock(table: Table, key: str, faults: Faults) -> time:
    value = table.take(key, str)
    try:
        return time.fromisoformat(value)
    except ValueError:
        faults.add(f"{table.where}.{key}", 'must be a time such as "20:00"')
        return time()


def _sms(table: Table) -> Sms:
    return Sms(
        opt_out=table.one_of("sms_opt_out", ("twilio", "ours")),
        carrier_stop=table.texts("carrier_stop"),
        carrier_start=table.texts("carrier_start"),
        stranger_segments_a_day=table.count("stranger_segments_a_day"),
        stranger_countries=table.texts("stranger_countries"),
    )
