"""A waiting room for the rows of one file, outside the database's own tables.

Rows are read, checked and set down here while nobody waits. Then everything that must be true at once is done
in one short transaction of set-based statements, so that a file of a million rows holds the one writer of
SQLite for seconds rather than for the whole reading, and a process killed at any moment leaves nothing half
done: temporary tables go with their connection. The SQL is common to SQLite and PostgreSQL; only the way in
differs, because COPY is several times quicker than INSERT on PostgreSQL. Measured in
benchmarks/load_police_uk.py.
"""

# ruff: noqa: S608 (the names put into statements are ours or Django's; every value is a parameter)

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from alongside.areas.grid import to_grid_all
from alongside.places.drafts import StreetChunk, StreetPoint
from alongside.places.models import MapPoint, Outcome, PublishedLsoa, RecordedCrime, RejectedRow

_TABLES = {
    "stage_crime": (
        "line integer, identity bigint, has_id smallint, month_no integer, crime_type smallint, "
        "point_id bigint, lsoa_id varchar(9), outcome_no integer"
    ),
    "stage_point": (
        "key bigint, longitude_e6 integer, latitude_e6 integer, easting integer, northing integer, "
        "location varchar(200)"
    ),
    "stage_reject": 'line integer, "column" varchar(40), fault varchar(20), value varchar(200), raw text',
    "stage_month": "month_no integer primary key, force_month_id bigint",
    "stage_outcome": "outcome_no integer primary key, outcome_id bigint",
}
_CRIME = RecordedCrime._meta.db_table
_CRIME_COLUMNS = "identity, occurrence, force_month_id, crime_type, point_id, lsoa_id, outcome_id"


@dataclass(slots=True)
class Stage:
    """What waits: the rows in temporary tables, the few words that they share in memory."""

    months: dict[tuple[str, date], int] = field(default_factory=dict)
    outcomes: dict[str, int] = field(default_factory=dict)
    lsoa_names: dict[str, str] = field(default_factory=dict)
    rows: int = 0
    rejected: int = 0

    def put(self, chunk: StreetChunk) -> None:
        """Set down one chunk. Grid references are worked out here, for points that no file brought before."""
        write_rows("stage_crime", self._numbered(chunk))
        known = set(
            MapPoint.objects.filter(key__in=[point.key for point in chunk.points]).values_list("key", flat=True)
        )
        write_rows("stage_point", _on_grid([point for point in chunk.points if point.key not in known]))
        write_rows("stage_reject", chunk.rejections)
        self.lsoa_names.update(chunk.lsoa_names)
        self.rows += len(chunk.rows)
        self.rejected += len({rejection.line for rejection in chunk.rejections})

    def _numbered(self, chunk: StreetChunk) -> list[tuple[Any, ...]]:
        months, outcomes = self.months, self.outcomes
        return [
            (
                line,
                key,
                int(has_id),
                months.setdefault((force, month), len(months) + 1),
                crime_type,
                point,
                lsoa,
                outcomes.setdefault(outcome, len(outcomes) + 1) if outcome else None,
            )
            for line, key, has_id, month, force, crime_type, point, lsoa, outcome in chunk.rows
        ]

    def rows_by_month(self) -> dict[tuple[str, date], int]:
        found = dict(select("SELECT month_no, COUNT(*) FROM stage_crime GROUP BY month_no"))
        return {key: found[number] for key, number in self.months.items()}

    def first_rejections(self, most: int) -> list[tuple[int, str, str, str]]:
        return select(f'SELECT line, "column", fault, value FROM stage_reject ORDER BY line LIMIT {int(most)}')

    def accept(self, force_months: dict[tuple[str, date], int]) -> None:
        """Say which force's months go in, and under which row of `ForceMonth`. The others stay out."""
        write_rows("stage_month", [(self.months[key], pk) for key, pk in force_months.items()])

    def earlier_published(self, extracted: date, *, among: str) -> list[int]:
        """`ForceMonth` rows of older extracts that hold a Crime ID which this file publishes in another month."""
        return [
            pk
            for (pk,) in select(
                f"SELECT DISTINCT c.force_month_id FROM stage_crime s JOIN stage_month m ON m.month_no = s.month_no "
                f"JOIN {_CRIME} c ON c.identity = s.identity AND c.occurrence = 1 JOIN {among} f "
                "ON f.id = c.force_month_id WHERE s.has_id = 1 AND f.extracted < %s AND f.id <> m.force_month_id",
                [extracted],
            )
        ]

    def forget_earlier_published(self, force_months: Sequence[int]) -> int:
        """Take those crimes out of the months where the older extracts had them."""
        places = ", ".join(["%s"] * len(force_months))
        return execute(
            f"DELETE FROM {_CRIME} WHERE force_month_id IN ({places}) AND occurrence = 1 AND identity IN "
            "(SELECT s.identity FROM stage_crime s JOIN stage_month m ON m.month_no = s.month_no WHERE s.has_id = 1)",
            force_months,
        )

    def store_vocabulary(self) -> None:
        """Outcomes, LSOAs and map points that no file brought before."""
        PublishedLsoa.objects.bulk_create(
            (PublishedLsoa(code=code, name=name) for code, name in self.lsoa_names.items()),
            ignore_conflicts=True,
            batch_size=400,
        )
        Outcome.objects.bulk_create((Outcome(name=name) for name in self.outcomes), ignore_conflicts=True)
        known = dict(Outcome.objects.filter(name__in=list(self.outcomes)).values_list("name", "pk"))
        write_rows("stage_outcome", [(number, known[name]) for name, number in self.outcomes.items()])
        columns = "key, longitude_e6, latitude_e6, easting, northing, location"
        execute(
            f"INSERT INTO {MapPoint._meta.db_table} ({columns}) SELECT {columns} FROM stage_point "
            "WHERE key IS NOT NULL ON CONFLICT DO NOTHING"
        )

    def store_crimes(self) -> int:
        """Add every crime that is not held yet; how many that were. Rows with a Crime ID first, then the others."""
        picked = (
            "s.crime_type, s.point_id, s.lsoa_id, o.outcome_id FROM stage_crime s "
            "JOIN stage_month m ON m.month_no = s.month_no "
            "LEFT JOIN stage_outcome o ON o.outcome_no = s.outcome_no"
        )
        return execute(
            f"INSERT INTO {_CRIME} ({_CRIME_COLUMNS}) SELECT s.identity, 1, m.force_month_id, {picked} "
            "WHERE s.has_id = 1 ON CONFLICT DO NOTHING"
        ) + execute(
            f"INSERT INTO {_CRIME} ({_CRIME_COLUMNS}) SELECT s.identity, "
            "ROW_NUMBER() OVER (PARTITION BY s.identity ORDER BY s.line), "
            f"m.force_month_id, {picked} WHERE s.has_id = 0 ON CONFLICT DO NOTHING"
        )

    def store_rejections(self, file_id: int) -> None:
        columns = 'line, "column", fault, value, raw'
        execute(
            f"INSERT INTO {RejectedRow._meta.db_table} (file_id, {columns}) SELECT %s, {columns} FROM stage_reject "
            "WHERE line IS NOT NULL",
            [file_id],
        )

    def offered(self) -> tuple[int, int]:
        """Rows that go in, and how many crimes they are: a Crime ID that comes again is one crime."""
        source = "FROM stage_crime s JOIN stage_month m ON m.month_no = s.month_no WHERE s.has_id = "
        ((with_id, crimes),) = select(f"SELECT COUNT(*), COUNT(DISTINCT s.identity) {source} 1")
        ((without_id,),) = select(f"SELECT COUNT(*) {source} 0")
        return with_id + without_id, crimes + without_id


@contextmanager
def staging() -> Iterator[Stage]:
    """Open the waiting room; leave nothing behind."""
    drop_tables(_TABLES)
    for name, columns in _TABLES.items():
        execute(f"CREATE TEMPORARY TABLE {name} ({columns})")
    try:
        yield Stage()
    finally:
        drop_tables(_TABLES)


def drop_tables(names: Iterable[str]) -> None:
    # A connection that is broken by now takes its temporary tables with it.
    if connection.connection is not None and not connection.needs_rollback:
        for name in names:
            execute(f"DROP TABLE IF EXISTS {name}")


def _on_grid(points: Sequence[StreetPoint]) -> Iterable[tuple[Any, ...]]:
    if not points:
        return []
    eastings, northings = to_grid_all(
        [point.longitude_e6 / 1e6 for point in points], [point.latitude_e6 / 1e6 for point in points]
    )
    return [
        (key, longitude, latitude, _metres(east), _metres(north), location)
        for (key, longitude, latitude, location), east, north in zip(points, eastings, northings, strict=True)
    ]


def _metres(value: float) -> int | None:
    return None if value != value else round(value)


def write_rows(table: str, rows: Iterable[Sequence[Any]]) -> None:
    rows = list(rows)
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(rows[0]))
            with _one_commit(cursor):
                cursor.executemany(f"INSERT INTO {table} VALUES ({places})", rows)


@contextmanager
def _one_commit(cursor: Any) -> Iterator[None]:
    """One commit for many rows. Not `atomic`, which on SQLite would take the lock on the whole database: a
    deferred transaction that writes to temporary tables alone never does."""
    if connection.in_atomic_block:
        yield
        return
    cursor.execute("BEGIN DEFERRED")
    try:
        yield
    except BaseException:
        cursor.execute("ROLLBACK")
        raise
    cursor.execute("COMMIT")


def execute(statement: str, parameters: Sequence[Any] = ()) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(parameters))
        return cursor.rowcount


def select(statement: str, parameters: Sequence[Any] = ()) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(parameters))
        return cursor.fetchall()
