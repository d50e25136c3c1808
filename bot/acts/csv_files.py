"""The three files of ``people import``: read and looked at, every fault with its line.

Pure: what is already in the database is ``people_import``'s. The rule kept here: a fault names the
file, the line and the column, never the value, because it ends up in terminals and tickets.
"""

import csv
import io
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.acts import short_names, telephones
from bot.acts.addresses import is_address
from bot.clocks import parse_days
from bot.content import NATIONS
from bot.errors import Refused
from bot.roles import ROLES

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "organisations.csv": ("name", "nation", "languages", "complaints_lead"),
    "staff.csv": (
        "name",
        "sms_name",
        "email",
        "organisation",
        "roles",
        "manager_email",
        "cover_email",
        "working_days",
        "cohort",
        "phone",
    ),
    "survivors.csv": ("case_name", "advocate_email", "language", "nation", "tier"),
}
_MAY_BE_MISSING = frozenset({"phone"})  # files made before there was one are read as they are
TIERS = frozenset({"", "1", "2", "3"})  # looked at, not kept: tiers come later
_NEEDED = frozenset(
    {"name", "nation", "email", "organisation", "roles", "case_name", "advocate_email", "language"}
)
_NATION_NAMES = {"northern ireland": "ni"}
_MOST_TEXT = 200
_MOST_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend before anything is imported.

    Attributes:
        line: 0 where it is the whole file's.
        column: the cell's; none where the file could not be read to its end.
    """

    file: str
    line: int
    what: str
    column: str = ""

    def __str__(self) -> str:
        what = f"{self.column}: {self.what}" if self.column else self.what
        return f"{self.file}:{self.line}: {what}" if self.line else f"{self.file}: {what}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file, its values by column, without the spaces around them."""

    file: str
    number: int
    values: Mapping[str, str] = field(repr=False)

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "") if column in _MAY_BE_MISSING else self.values[column]

    def fault(self, column: str, what: str) -> Fault:
        """Return a fault of a cell of this line."""
        return Fault(self.file, self.number, what, column)


@dataclass(frozen=True, slots=True)
class Files:
    """What the three files say; a missing file says nothing."""

    organisations: tuple[Line, ...]
    staff: tuple[Line, ...]
    survivors: tuple[Line, ...]


def write_template(folder: Path) -> list[Path]:
    """Write empty files with their headings, in a folder that nobody else can look into.

    Refuses to overwrite. Returns what it wrote.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = []
    for name, columns in COLUMNS.items():
        path = folder / name
        with path.open("x", encoding="utf-8", newline="") as file:
            csv.writer(file).writerow(columns)
        made.append(path)
    return made


def read(folder: Path, languages: Collection[str] | None = None) -> tuple[Files, list[Fault]]:
    """Read a folder; return what it says, and every fault that can be seen in the files alone.

    Args:
        folder: where the files are; at least one.
        languages: the codes that there are; None: any.
    """
    found: dict[str, tuple[Line, ...]] = {}
    faults: list[Fault] = []
    for name, columns in COLUMNS.items():
        path = folder / name
        found[name] = _lines(path, columns, faults) if path.is_file() else ()
    if not any((folder / name).is_file() for name in COLUMNS):
        faults.append(Fault(str(folder), 0, "none of the three files is here"))
    files = Files(found["organisations.csv"], found["staff.csv"], found["survivors.csv"])
    for line in (*files.organisations, *files.staff, *files.survivors):
        faults.extend(_look(line, languages))
    for lines, column in ((files.organisations, "name"), (files.staff, "email")):
        faults.extend(_twice(lines, (column,)))
    faults.extend(_twice(files.survivors, ("advocate_email", "case_name")))
    return files, faults


def split_roles(text: str) -> tuple[str, ...]:
    """Read roles separated by commas, semicolons or spaces."""
    return tuple(dict.fromkeys(re.findall(r"[a-z_]+", text.lower())))


def nation_of(text: str) -> str:
    """Read a nation as people write it."""
    folded = " ".join(text.casefold().split())
    return _NATION_NAMES.get(folded, folded)


def _lines(path: Path, columns: Sequence[str], faults: list[Fault]) -> tuple[Line, ...]:
    raw = path.read_bytes()
    if len(raw) > _MOST_BYTES:
        faults.append(Fault(path.name, 0, "the file is too large"))
        return ()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        faults.append(Fault(path.name, 0, "not UTF-8: save it as CSV UTF-8"))
        return ()
    reader = csv.reader(io.StringIO(text, newline=""))
    lines: list[Line] = []
    heading: list[str] | None = None
    try:
        for cells in reader:
            if heading is None:
                heading = [cell.strip().lower() for cell in cells]
                if what := _wrong_heading(heading, columns):
                    faults.append(Fault(path.name, 1, what))
                    return ()
            elif any(cell.strip() for cell in cells):
                if any(cell.strip() for cell in cells[len(heading) :]):
                    what = "more cells than the heading: a comma that belongs to one needs quotes"
                    faults.append(Fault(path.name, reader.line_num, what))
                padded = [cell.strip() for cell in cells] + [""] * (len(heading) - len(cells))
                values = dict(zip(heading, padded, strict=False))
                lines.append(Line(path.name, reader.line_num, values))
    except csv.Error:
        faults.append(Fault(path.name, reader.line_num, "not CSV"))
    if heading is None:
        faults.append(Fault(path.name, 1, "no heading"))
    return tuple(lines)


def _wrong_heading(heading: Sequence[str], columns: Sequence[str]) -> str:
    """Say what is wrong with a heading, or nothing."""
    if heading and any(sign in heading[0] for sign in ";\t"):
        return "semicolons or tabs between the columns: save it as CSV with commas"
    missing = [name for name in columns if name not in heading and name not in _MAY_BE_MISSING]
    if missing:
        return f"columns missing: {', '.join(missing)}"
    if twice := sorted({name for name in heading if name and heading.count(name) > 1}):
        return f"columns twice: {', '.join(twice)}"
    return ""


def _look(line: Line, languages: Collection[str] | None) -> list[Fault]:
    faults = []
    for column in COLUMNS[line.file]:
        value = line[column]
        if not value and column in _NEEDED:
            faults.append(line.fault(column, "empty"))
        elif len(value) > _MOST_TEXT or not value.isprintable():
            faults.append(line.fault(column, "too long, or with odd characters"))
        elif value and (what := _wrong(column, value, languages)):
            faults.append(line.fault(column, what))
    if line.file == "staff.csv" and line["name"]:
        try:
            short_names.short_name(line["name"], line["sms_name"])
        except Refused as refused:
            faults.append(line.fault("sms_name", short_names.SENTENCES[refused.code]))
    return faults


def _wrong(column: str, value: str, languages: Collection[str] | None) -> str:
    """Say what is wrong with a value, or nothing."""
    if column in {"email", "manager_email", "cover_email", "advocate_email", "complaints_lead"}:
        return "" if is_address(value) else "not an e-mail address"
    if column == "phone":
        return _wrong_telephone(value)
    if column == "nation" and nation_of(value) not in NATIONS:
        return "one of england, wales, scotland, ni"
    if column == "roles" and (not split_roles(value) or set(split_roles(value)).difference(ROLES)):
        return f"of {', '.join(sorted(ROLES))}"
    if column == "language" and languages is not None and value not in languages:
        return f"one of the codes in languages.toml: {', '.join(sorted(languages))}"
    if column == "tier" and value not in TIERS:
        return "1, 2, 3 or empty"
    if column == "working_days":
        try:
            parse_days(value)
        except ValueError:
            return "written like Mon-Thu or Mon, Wed, Fri"
    return ""


def _wrong_telephone(value: str) -> str:
    try:
        telephones.kept(value)
    except Refused as refused:
        return telephones.SENTENCES[refused.code]
    return ""


def _twice(lines: Sequence[Line], columns: Sequence[str]) -> list[Fault]:
    seen: dict[tuple[str, ...], int] = {}
    faults = []
    for line in lines:
        key = tuple(line[column].casefold() for column in columns)
        if not all(key):
            continue
        if key in seen:
            faults.append(line.fault(columns[-1], f"the same as in line {seen[key]}"))
        seen.setdefault(key, line.number)
    return faults
