"""Groups for monitoring, as CSV: the agency's code, its own reference of the record, and the group."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from alongside.exchange.plain_tables import read_plain
from alongside.exchange.tables import Record, TableRefused, header_key
from alongside.partners.standing import Viewer
from alongside.people.quality.groups import GroupRow, Supplied, supply_groups

COLUMNS = ("agency", "reference", "group")


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file: the records that got a group, the rows that no record answers to, and those at fault."""

    supplied: Supplied
    faults: tuple[str, ...]


def take_in_groups(raw: bytes, *, by: Viewer, at: datetime) -> Taken:
    """Read the file and supply its groups. Raises `TableRefused` for a file that is no such table, and `Invalid` for a
    group that cannot be kept; nothing is kept then."""
    table = read_plain(raw, frozenset(COLUMNS))
    places = _places(table.header)
    rows: list[GroupRow] = []
    faults: list[str] = []
    for record in table.records():
        row = _row(record, places)
        if isinstance(row, GroupRow):
            rows.append(row)
        else:
            faults.append(row)
    return Taken(supply_groups(rows=rows, by=by, at=at), tuple(faults))


def _places(header: Sequence[str]) -> dict[str, int]:
    found = {header_key(name): place for place, name in enumerate(header)}
    missing = [name for name in COLUMNS if name not in found]
    if missing:
        raise TableRefused(f"The file needs columns named {', '.join(COLUMNS)}. Missing: {', '.join(missing)}.")
    return {name: found[name] for name in COLUMNS}


def _row(record: Record, places: dict[str, int]) -> GroupRow | str:
    if record.fault:
        return f"Row {record.number}: {record.fault}"
    cells = [record.cells[places[name]].strip() for name in COLUMNS]
    empty = [name for name, cell in zip(COLUMNS, cells, strict=True) if not cell]
    return f"Row {record.number}: the {empty[0]} is missing." if empty else GroupRow(*cells)


def unknown(taken: Taken) -> Iterator[str]:
    """One line for each row that no record answers to."""
    for row in taken.supplied.unknown:
        yield f"{row.agency} has no record with its reference {row.reference}."
