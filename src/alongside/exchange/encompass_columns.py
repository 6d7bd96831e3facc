"""The columns of a file of incidents: one row for each child; rows with the same police reference are one incident."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from pydantic_core import PydanticCustomError

from alongside.common.text import TextError, clean_line
from alongside.common.timelines import LONDON
from alongside.exchange.concern_columns import read_day
from alongside.exchange.tables import header_key
from alongside.people.drafts import AddressDraft, NameDraft, RecordDraft
from alongside.people.states import NumberKind, Sex
from alongside.support.encompass_drafts import ChildTold
from alongside.support.encompass_states import Presence

LAYOUT = "incidents 1"
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)", re.ASCII)
_YES, _NO = {"yes", "y", "true", "1"}, {"no", "n", "false", "0", ""}


@dataclass(frozen=True, slots=True)
class Column:
    """`needed`: the header must have it. `of_incident`: every row of one incident says the same."""

    field: str
    title: str
    meaning: str
    example: str = ""
    needed: bool = False
    of_incident: bool = False


COLUMNS = (
    Column("reference", "Police reference", "The same reference never enters twice.", "LK/2026/118203", True, True),
    Column("happened_on", "Date", "Day on which it happened.", "2026-11-16", True, True),
    Column("happened_time", "Time", "Time at which it happened, 24 hours.", "23:40", True, True),
    Column("place", "Place", "Where it happened.", "At home", False, True),
    Column("circumstances", "Circumstances", "What happened, in plain words. Name no other child.", "", True, True),
    Column("first_name", "Child first name", "In any script.", "Amina", True),
    Column("last_name", "Child last name", "First or last name must be there.", "Okafor", True),
    Column("born", "Child date of birth", "Empty if not known.", "2012-05-14", True),
    Column("sex", "Child sex", "female, male or other. Empty if not known.", "female"),
    Column("child_reference", "Your reference for the child", "Your own number of the child.", "N-4471"),
    Column("nhs", "Child NHS number", "Ten digits, if known."),
    Column("address", "Child address", "In one cell, without the postcode."),
    Column("postcode", "Child postcode", "In full."),
    Column("protected", "Child address is protected", "Yes for a refuge or another address that nobody may learn.", "no"),
    Column("presence", "Child was there", "saw, home, away or not_known.", "home", True),
    Column("where", "Where the child was", "Where in the home, for example upstairs.", "Upstairs"),
    Column("voice", "What the child said", "In the child's own words."),
    Column("voice_with", "Who was there when the child spoke", "So that the words can be understood.", "Officer alone"),
    Column("school", "School", "The name in full. Empty: it is looked for in schools' records.", "Elmsgate Academy"),
    Column("urn", "School URN", "Finds the school for certain.", "100001"),
    Column("home_educated", "Home educated", "Yes or no.", "no"),
)  # fmt: skip
BY_FIELD = {column.field: column for column in COLUMNS}
KEYS = {header_key(form): column.field for column in COLUMNS for form in (column.field, column.title)}
# The domain's fields under the names of the columns.
COLUMN_OF = {
    "police_reference": "reference", "happened_at": "happened_on", "given": "first_name", "family": "last_name",
    "date_of_birth": "born", "agency_ref": "child_reference", "where_in_home": "where", "school_name": "school",
    "school_urn": "urn",
}  # fmt: skip


class Cells:
    """The cells of one row, read field by field; `wrong` keeps what cannot be read, in words for the sender."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self._cells = cells
        self.wrong: dict[str, str] = {}

    def text(self, field: str) -> str:
        return self._cells.get(field, "")

    def line(self, field: str) -> str:
        try:
            return clean_line(self.text(field), 200, BY_FIELD[field].title)
        except TextError as error:
            self.wrong.setdefault(field, str(error))
            return ""

    def day(self, field: str) -> date | None:
        return self._read(field, read_day)

    def yes(self, field: str) -> bool:
        said = self.text(field).casefold()
        if said not in _YES | _NO:
            self.wrong.setdefault(field, "Write yes or no. Empty means no.")
        return said in _YES

    def one_of(self, field: str, codes: Mapping[str, str], *, or_empty: bool) -> str:
        said = header_key(self.text(field))
        known = {header_key(form): code for code, label in codes.items() if code for form in (code, label)}
        if said in known or (not said and or_empty):
            return known.get(said, "")
        listed = ", ".join(code for code in codes if code)
        self.wrong.setdefault(field, f"Write one of: {listed}{', or leave it empty' if or_empty else ''}.")
        return ""

    def happened_at(self) -> datetime | None:
        day = self._read("happened_on", _needed_day)
        found = _TIME.fullmatch(self.text("happened_time"))
        if found is None:
            self.wrong.setdefault("happened_time", "Write the time like 23:40.")
        if day is None or found is None:
            return None
        return datetime.combine(day, time(int(found[1]), int(found[2])), LONDON)

    def _read(self, field: str, read: Callable[[str], date | None]) -> date | None:
        try:
            return read(self.text(field))
        except PydanticCustomError as error:
            self.wrong.setdefault(field, error.message())
            return None

    def child(self) -> ChildTold:
        """With stand-ins where a cell is wrong: those rows are rejected, and their other cells judged all the same."""
        record = RecordDraft(
            names=(NameDraft(self.text("first_name"), self.text("last_name")),), date_of_birth=self.day("born"),
            sex=self.one_of("sex", dict(Sex.choices), or_empty=True),
            numbers=((NumberKind.NHS.value, self.text("nhs")),) if self.text("nhs") else (),
            addresses=(AddressDraft(self.text("address"), self.text("postcode"), self.yes("protected")),),
            agency_ref=self.text("child_reference"), as_sent=self._as_sent(),
        )  # fmt: skip
        return ChildTold(
            child=record, presence=self.one_of("presence", dict(Presence.choices), or_empty=False),
            where_in_home=self.line("where"), voice=self.text("voice"), voice_with=self.line("voice_with"),
            school_name=self.line("school"), school_urn=self.line("urn"), home_educated=self.yes("home_educated"),
        )  # fmt: skip

    def _as_sent(self) -> dict[str, object]:
        """What was told of the child, under our columns."""
        told = ((BY_FIELD[field], cell) for field, cell in self._cells.items() if cell and "\x00" not in cell)
        return {column.title: cell for column, cell in told if not column.of_incident}


def _needed_day(text: str) -> date | None:
    if not text:
        raise PydanticCustomError("missing", "Write the day on which it happened, like 2026-11-16.")
    return read_day(text)
