"""A pilot at once: organisations, staff and survivors from three files, all or nothing.

Whom the files name and who is here already is left as they are: roles and relations are set for
people that the import creates, and never changed (that takes two people). The rule kept here: with
one fault nothing is written, and every fault is told at once: those in the files, between them and
against the database. A fault that only follows from another isn't told.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.acts import organisations, relations, staff, survivors, tasks
from bot.acts.act import Act
from bot.acts.csv_files import COLUMNS, Fault, Files, Line, nation_of, split_roles
from bot.acts.grants import begin_thread
from bot.acts.staff import NewStaff, check_roles
from bot.acts.survivors import NewSurvivor
from bot.errors import Refused
from bot.roles import ROLES
from bot.storage import organisations as organisation_rows

_SENTENCE = {
    "auditor_with_caseload": "an auditor has no caseload",
    "reviewer_of_hub": "the outside reviewer isn't of the Hub",
}


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody's invitation, to be printed where no e-mail goes out."""

    name: str = field(repr=False)
    email: str = field(repr=False)
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did, or would do; with faults it did nothing."""

    faults: tuple[Fault, ...]
    organisations: int = 0
    staff: int = 0
    survivors: int = 0
    invited: tuple[Invited, ...] = ()


@dataclass(slots=True)
class _Known:
    """Who is here already and who the files add, by folded name or address."""

    organisations: dict[str, tuple[bytes | None, bool]]  # id (None: to be made), is the Hub
    staff: dict[str, tuple[bytes | None, frozenset[str]]]
    case_names: set[tuple[bytes, str]]


class _Faults:
    """Every fault: those of the files alone, and what is found besides them."""

    def __init__(self, found: Sequence[Fault]) -> None:
        self._all = list(found)
        self._cells = {(one.file, one.line, one.column) for one in found if one.column}
        self._unread = {one.file for one in found if not one.column}

    def wrong(self, line: Line, column: str) -> bool:
        """Tell whether a cell has its fault already."""
        return (line.file, line.number, column) in self._cells

    def add(self, line: Line, column: str, what: str, *, names: str = "") -> None:
        """Add a fault, unless it only follows from another.

        Args:
            line: where.
            column: which cell.
            what: is wrong.
            names: the file in which the cell's value was looked for.
        """
        if not self.wrong(line, column) and names not in self._unread:
            self._all.append(line.fault(column, what))

    def sorted(self) -> tuple[Fault, ...]:
        """Return them in the order of the files and their lines."""
        order = list(COLUMNS)

        def place(one: Fault) -> tuple[int, int]:
            return order.index(one.file) if one.file in order else -1, one.line

        return tuple(sorted(self._all, key=place))


def load(
    act: Act,
    files: Files,
    found: Sequence[Fault] = (),
    *,
    dry_run: bool = False,
    mail: Callable[[str], str] | None = None,
) -> Report:
    """Import the files in this unit.

    Args:
        act: the unit.
        files: as ``csv_files.read`` read them.
        found: the faults that it found; with one, this finds the rest and writes nothing.
        dry_run: look at everything, write nothing.
        mail: from a token to the invitation's link, where it goes by e-mail.
    """
    known, faults = _here(act), _Faults(found)
    new_organisations = [
        line for line in files.organisations if line["name"].casefold() not in known.organisations
    ]
    new_staff = [line for line in files.staff if line["email"].casefold() not in known.staff]
    for line in new_organisations:
        known.organisations[line["name"].casefold()] = (None, False)
    for line in new_staff:
        # Whose roles have a fault may be an advocate: that is not a fault of the survivor's line.
        roles = ROLES if faults.wrong(line, "roles") else split_roles(line["roles"])
        known.staff[line["email"].casefold()] = (None, frozenset(roles))
    new_survivors = [line for line in files.survivors if not _is_here(known, line)]
    _look(faults, known, new_organisations, new_staff, files.survivors)
    counts = (len(new_organisations), len(new_staff), len(new_survivors))
    if faults.sorted() or dry_run:
        return Report(faults.sorted(), *counts)
    for line in new_organisations:
        organisation_id = organisations.create(
            act,
            name=line["name"],
            nation=nation_of(line["nation"]),
            languages=line["languages"],
        )
        known.organisations[line["name"].casefold()] = (organisation_id, False)
    invited = tuple(_invite(act, known, line, mail) for line in new_staff)
    _relate(act, known, new_staff)
    for line in new_organisations:
        _lead(act, known, line)
    for line in new_survivors:
        _survivor(act, known, line)
    act.record("import")
    return Report((), *counts, invited)


def _here(act: Act) -> _Known:
    found = organisations.everyone(act.conn, act.vault)
    everybody = staff.everyone(act.conn, act.vault, act.now)
    return _Known(
        {one.name.casefold(): (one.id, one.hub) for one in found},
        {one.email.casefold(): (one.id, one.roles) for one in everybody},
        {
            (her.advocate_id, her.case_name.casefold())
            for one in everybody
            if "advocate" in one.roles
            for her in survivors.of_advocate(act.conn, act.vault, one.id)
        },
    )


def _is_here(known: _Known, line: Line) -> bool:
    advocate_id, _ = known.staff.get(line["advocate_email"].casefold(), (None, frozenset()))
    return advocate_id is not None and (
        (advocate_id, line["case_name"].casefold()) in known.case_names
    )


def _look(
    faults: _Faults,
    known: _Known,
    new_organisations: list[Line],
    new_staff: list[Line],
    her_lines: tuple[Line, ...],
) -> None:
    for line in new_organisations:
        lead = line["complaints_lead"].casefold()
        if lead and lead not in known.staff:
            faults.add(line, "complaints_lead", "nobody has this address", names="staff.csv")
    for line in new_staff:
        _look_at_staff(faults, known, line)
    for line in her_lines:
        _, roles = known.staff.get(line["advocate_email"].casefold(), (None, frozenset()))
        if "advocate" not in roles:
            faults.add(line, "advocate_email", "no advocate has this address", names="staff.csv")


def _look_at_staff(faults: _Faults, known: _Known, line: Line) -> None:
    organisation = known.organisations.get(line["organisation"].casefold())
    if organisation is None:
        faults.add(line, "organisation", "none has this name", names="organisations.csv")
    try:
        hub = organisation is not None and organisation[1]
        check_roles(split_roles(line["roles"]), hub=hub)
    except Refused as refused:
        faults.add(line, "roles", _SENTENCE.get(refused.code, "not these together"))
    for column in ("manager_email", "cover_email"):
        other = line[column].casefold()
        if other and other not in known.staff:
            faults.add(line, column, "nobody has this address", names="staff.csv")
        elif other and other == line["email"].casefold():
            faults.add(line, column, "the same person")


def _invite(act: Act, known: _Known, line: Line, mail: Callable[[str], str] | None) -> Invited:
    organisation_id, _ = known.organisations[line["organisation"].casefold()]
    if organisation_id is None:
        raise Refused("unknown")
    roles = split_roles(line["roles"])
    invitation = staff.invite(
        act,
        NewStaff(
            name=line["name"],
            email=line["email"],
            organisation_id=organisation_id,
            roles=roles,
            sms_name=line["sms_name"],
            working_days=line["working_days"] or "Mon-Fri",
            phone=line["phone"],
            cohort=line["cohort"],
        ),
    )
    known.staff[line["email"].casefold()] = (invitation.staff_id, frozenset(roles))
    if mail is not None:
        tasks.notify(act, invitation.staff_id, "invitation", mail(invitation.token))
    return Invited(line["name"], line["email"], invitation.token)


def _staff_id(known: _Known, email: str) -> bytes:
    staff_id, _ = known.staff[email.casefold()]
    if staff_id is None:
        raise Refused("unknown")
    return staff_id


def _relate(act: Act, known: _Known, lines: list[Line]) -> None:
    for line in lines:
        for column, kind in (("manager_email", "line_manager"), ("cover_email", "cover")):
            if line[column]:
                other = _staff_id(known, line[column])
                relations.record(act, _staff_id(known, line["email"]), kind, other)


def _lead(act: Act, known: _Known, line: Line) -> None:
    organisation_id, _ = known.organisations[line["name"].casefold()]
    if line["complaints_lead"] and organisation_id is not None:
        lead_id = _staff_id(known, line["complaints_lead"])
        organisation_rows.set_lead(act.conn, organisation_id, lead_id)


def _survivor(act: Act, known: _Known, line: Line) -> None:
    new = NewSurvivor(
        advocate_id=_staff_id(known, line["advocate_email"]),
        case_name=line["case_name"],
        language=line["language"],
        nation=nation_of(line["nation"]),
    )
    begin_thread(act, survivors.record(act, new))
