"""Loading counts by area and month, each file wholly or not at all; a month that comes again is replaced."""

# ruff: noqa: S608 (the names put into statements are Django's; every value is a parameter)

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.common.text import counted
from alongside.places.count_drafts import CountBatch, CountReject, CountReport, CountRow
from alongside.places.errors import PlacesRefused
from alongside.places.models import AreaMonthCount, CountArea, CountFile, CountKind, CountMonth, CountSource
from alongside.places.states import FileResult

OTHERWISE = "This area, kind and month came before with another count: leave one of the two rows out"
REJECTS_KEPT = 200
# A month with so much less than usual is hardly whole.
PART_OF_A_MONTH = 0.7
_NAMED = 6
_ROWS_AT_ONCE = 20_000
_AREA_BITS, _KIND_BITS = 24, 16
Progress = Callable[[int], None]


def load_counts(*, batch: CountBatch, by: Actor, at: datetime, progress: Progress | None = None) -> CountReport:
    """Load a file of counts. The same bytes a second time change nothing.

    A month that is held already is replaced by what this file says of it. Raises `PlacesRefused` when nothing in the
    file can be read; then nothing of it was kept.
    """
    if CountFile.objects.filter(source__key=batch.source.key, sha256=batch.sha256).exists():
        return CountReport(batch.name, batch.source.key, FileResult.HELD)
    read = _Reading(batch, progress or (lambda _rows: None))
    read.all()
    if not len(read.keys):
        first = "; ".join(f"row {one.row}, {one.column}: {one.reason} ({one.value})" for one in batch.rejects[:3])
        raise PlacesRefused(
            f"{batch.name}: it holds no count that could be read, so nothing was loaded. {first}".strip(),
            "Check that it is the table as it was published.",
        )
    with transaction.atomic():
        return _Storing(batch, read, by, at).run()


@dataclass(slots=True)
class _Reading:
    """Counts on their way in, as numbers: millions of rows must not become millions of objects."""

    batch: CountBatch
    progress: Progress
    areas: dict[tuple[str, str], int] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    kinds: dict[tuple[str, str, str], int] = field(default_factory=dict)
    months: dict[date, int] = field(default_factory=dict)
    keys: "array[int]" = field(default_factory=lambda: array("q"))
    totals: "array[int]" = field(default_factory=lambda: array("q"))
    rows: "array[int]" = field(default_factory=lambda: array("q"))

    def all(self) -> None:
        for number, row in enumerate(self.batch.rows, 1):
            self._take(row)
            if number % _ROWS_AT_ONCE == 0:
                self.progress(number)
        for month in sorted(self.batch.months):
            self.months.setdefault(month, len(self.months))

    def _take(self, row: CountRow) -> None:
        area = self.areas.setdefault((row.code, row.parent), len(self.areas))
        if area == len(self.names):
            self.names.append(row.name)
        kind = self.kinds.setdefault((row.group, row.words, row.measure), len(self.kinds))
        month = self.months.setdefault(row.month, len(self.months))
        self.keys.append((month << (_AREA_BITS + _KIND_BITS)) | (kind << _AREA_BITS) | area)
        self.totals.append(row.total)
        self.rows.append(row.row)

    def once(self) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
        """Every key once with its count, and how many rows were repeated. Contradictions are rejected."""
        keys, totals = np.array(self.keys, dtype=np.int64), np.array(self.totals, dtype=np.int64)
        order = np.argsort(keys, kind="stable")
        sorted_keys = keys[order]
        is_first = np.ones(len(order), dtype=bool)
        is_first[1:] = sorted_keys[1:] != sorted_keys[:-1]
        head = np.maximum.accumulate(np.where(is_first, np.arange(len(order)), 0))
        differs = totals[order] != totals[order][head]
        for place in np.flatnonzero(differs):
            row = int(self.rows[int(order[place])])
            self.batch.rejects.append(CountReject(row, "", OTHERWISE, str(totals[order[place]])))
        firsts = order[is_first]
        return keys[firsts], totals[firsts], int((~is_first & ~differs).sum())


@dataclass(slots=True)
class _Storing:
    """The one transaction in which a file of counts goes in."""

    batch: CountBatch
    read: _Reading
    by: Actor
    at: datetime

    def run(self) -> CountReport:
        keys, totals, repeated = self.read.once()
        source = self._source()
        known = set(source.areas.values_list("code", flat=True))
        file = self._file(source, repeated)
        months, replaced = self._months(source, file)
        areas, kinds = self._areas(source), self._kinds(source)
        held = totals > 0
        _insert(keys[held], totals[held], areas, kinds, [months[month] for month in self.read.months])
        file.notes = [*self.batch.notes, *self._noticed(source, known, keys, totals, file)]
        file.save(update_fields=["notes"])
        told = f"{file.name}: {counted(len(totals), 'count')} of {counted(len(months), 'month')} for {source.name}"
        record(
            Entry(
                at=self.at, actor=self.by, act=Act.IMPORT, subject_kind="file of counts", subject_id=file.sha256,
                reason=told[:400],
            )
        )  # fmt: skip
        return CountReport(
            file.name, source.key, FileResult.LOADED, self.batch.rows_read, int(held.sum()), sorted(months), replaced,
            repeated, file.rows_rejected, tuple(self.batch.rejects[:REJECTS_KEPT]), tuple(file.notes),
        )  # fmt: skip

    def _source(self) -> CountSource:
        fields = asdict(self.batch.source)
        key = fields.pop("key")
        return CountSource.objects.update_or_create(key=key, defaults=fields)[0]

    def _file(self, source: CountSource, repeated: int) -> CountFile:
        batch = self.batch
        return CountFile.objects.create(
            source=source,
            sha256=batch.sha256,
            name=batch.name[:255],
            byte_count=batch.byte_count,
            raw_copy=batch.raw_copy,
            layout=batch.layout,
            rows_read=batch.rows_read,
            rows_repeated=repeated,
            rows_rejected=len({reject.row for reject in batch.rejects}),
            rejects=[list(reject) for reject in batch.rejects[:REJECTS_KEPT]],
            first_month=min(self.read.months),
            last_month=max(self.read.months),
            loaded_at=self.at,
            loaded_by=self.by.name[:200],
        )

    def _months(self, source: CountSource, file: CountFile) -> tuple[dict[date, int], list[date]]:
        held = dict(source.months.filter(month__in=list(self.read.months)).values_list("month", "pk"))
        AreaMonthCount.objects.filter(month__in=list(held.values())).delete()
        CountMonth.objects.filter(pk__in=list(held.values())).update(file=file)
        CountMonth.objects.bulk_create(
            CountMonth(source=source, month=month, file=file) for month in self.read.months if month not in held
        )
        rows = source.months.filter(month__in=list(self.read.months)).values_list("month", "pk")
        return dict(rows), sorted(held)

    def _areas(self, source: CountSource) -> list[int]:
        CountArea.objects.bulk_create(
            (
                CountArea(source=source, code=code, parent=parent, name=name)
                for (code, parent), name in zip(self.read.areas, self.read.names, strict=True)
            ),
            update_conflicts=True,
            unique_fields=["source", "code", "parent"],
            update_fields=["name"],
            batch_size=500,
        )
        held = {(code, parent): pk for code, parent, pk in source.areas.values_list("code", "parent", "pk")}
        return [held[area] for area in self.read.areas]

    def _kinds(self, source: CountSource) -> list[int]:
        CountKind.objects.bulk_create(
            (CountKind(source=source, group=g, words=w, measure=m) for g, w, m in self.read.kinds),
            ignore_conflicts=True,
        )
        held = {row[:3]: row[3] for row in source.kinds.values_list("group", "words", "measure", "pk")}
        return [held[kind] for kind in self.read.kinds]

    def _noticed(
        self, source: CountSource, known: set[str], keys: NDArray[np.int64], totals: NDArray[np.int64], file: CountFile
    ) -> Iterator[str]:
        brought = {code: name for (code, _), name in zip(self.read.areas, self.read.names, strict=True)}
        fresh, gone = sorted(set(brought) - known), sorted(known - set(brought))
        if known and (fresh or gone):
            names = dict(source.areas.filter(code__in=gone).values_list("code", "name"))
            yield (
                f"{file.name}: areas changed. New: {_named(brought, fresh)}. No longer there: {_named(names, gone)}. "
                "A rise from nothing or a fall to nothing there is a changed boundary, not a changed place."
            )
        sums = np.bincount(keys >> (_AREA_BITS + _KIND_BITS), weights=totals, minlength=len(self.read.months))
        by_month = [total for _, total in sorted(zip(self.read.months, sums, strict=True))]
        if len(by_month) > 3 and by_month[-1] < PART_OF_A_MONTH * float(np.median(by_month[-13:-1])):
            yield f"{file.name}: its last month has far fewer than is usual: it may be only a part of the month."


def _insert(
    keys: NDArray[np.int64],
    totals: NDArray[np.int64],
    areas: Sequence[int],
    kinds: Sequence[int],
    months: Sequence[int],
) -> None:
    area = np.array(areas)[keys & ((1 << _AREA_BITS) - 1)]
    kind = np.array(kinds)[(keys >> _AREA_BITS) & ((1 << _KIND_BITS) - 1)]
    month = np.array(months)[keys >> (_AREA_BITS + _KIND_BITS)]
    rows = zip(area.tolist(), kind.tolist(), month.tolist(), totals.tolist(), strict=True)
    table = AreaMonthCount._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} (area_id, kind_id, month_id, total) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        statement = f"INSERT INTO {table} (area_id, kind_id, month_id, total) VALUES (%s, %s, %s, %s)"
        for some in _parts(rows):
            cursor.executemany(statement, some)


def _parts(rows: Iterable[Any]) -> Iterator[list[Any]]:
    waiting = iter(rows)
    while some := list(islice(waiting, _ROWS_AT_ONCE)):
        yield some


def _named(names: dict[str, str], codes: Sequence[str]) -> str:
    if not codes:
        return "none"
    told = ", ".join(f"{names[code]} ({code})" for code in codes[:_NAMED])
    return f"{told} and {len(codes) - _NAMED} more" if len(codes) > _NAMED else told
