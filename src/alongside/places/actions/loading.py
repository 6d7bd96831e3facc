"""Writes of recorded crime: each is one transaction, with its row in the log."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.places import counting
from alongside.places.drafts import FileReport, MonthLoaded, StreetFile
from alongside.places.errors import CrimeFileRefused
from alongside.places.models import Counting, CrimeFile, ForceMonth, RecordedCrime
from alongside.places.rules import joining, reason_not_to_replace
from alongside.places.staging import Stage, staging
from alongside.places.states import ANSWER, Assignment, Fault, FileResult, Joining

STORING = "storing"
READING = "reading"
Progress = Callable[[str, int], None]


def load_street_file(
    *,
    file: StreetFile,
    by: Actor,
    at: datetime,
    may_shrink: bool = False,
    progress: Progress | None = None,
) -> FileReport:
    """Load one file of street-level crime, wholly or not at all.

    The same bytes a second time change nothing. How a month that is held already is joined is in
    `rules.joining`; what counts as the same crime is in `identity`. `may_shrink` lets a newer extract replace
    a month although it is much smaller. `progress` is told the stage and the rows so far. Raises
    `CrimeFileRefused` when nothing in the file can be read, or a newer extract looks like a part.
    """
    held = CrimeFile.objects.filter(sha256=file.sha256).first()
    if held is not None:
        _date(held, file.extracted)
        return FileReport(file.name, FileResult.HELD, file_id=held.pk)
    tell = progress or _silent
    with staging() as stage:
        for chunk in file.chunks:
            stage.put(chunk)
            tell(READING, stage.rows + stage.rejected)
        if stage.rejected and not stage.rows:
            raise CrimeFileRefused(_nothing_readable(file.name, stage))
        tell(STORING, stage.rows)
        try:
            with transaction.atomic():
                return _Storing(file, stage, by, at).run(may_shrink=may_shrink)
        except IntegrityError:
            # Somebody else loaded the same bytes between our look and our write.
            if CrimeFile.objects.filter(sha256=file.sha256).exists():
                return FileReport(file.name, FileResult.HELD)
            raise


def count_by_boundaries(*, kind: str, vintage: int, by: Actor, at: datetime) -> int:
    """Count all crimes by a set of boundaries as it is now, by map point; how many points were placed.

    New boundaries are taken up by the next load as well: this is for those that changed, and for at once.
    """
    with transaction.atomic():
        made, _ = Counting.objects.get_or_create(assignment=Assignment.MAP_POINT, kind=kind, vintage=vintage)
        placed = counting.count_all(made)
        _log(at, by, Act.CHANGE, "crime counting", str(made.pk), f"Counted again, {made}")
    return placed


def _date(held: CrimeFile, extracted: date | None) -> None:
    """A file that was loaded without its extract date may be given it later, by loading it again."""
    if extracted is None or held.extracted is not None:
        return
    with transaction.atomic():
        CrimeFile.objects.filter(pk=held.pk).update(extracted=extracted)
        ForceMonth.objects.filter(file=held, extracted=None).update(extracted=extracted)


def _silent(_stage: str, _rows: int) -> None:
    pass


def _nothing_readable(name: str, stage: Stage) -> str:
    first = "; ".join(
        f"line {line}, {column or 'whole row'}: {Fault(fault).label} ({value!r})"
        for line, column, fault, value in stage.first_rejections(3)
    )
    return (
        f"{name}: none of its {stage.rejected:,} rows could be read, so nothing was loaded. The first: {first}. "
        "Check that this is a street file of data.police.uk, as it was downloaded."
    )


def _log(at: datetime, by: Actor, act: Act, kind: str, subject: str, reason: str) -> None:
    record(Entry(at=at, actor=by, act=act, subject_kind=kind, subject_id=subject, reason=reason[:400]))


@dataclass(slots=True)
class _Storing:
    """The one transaction in which a file goes in."""

    file: StreetFile
    stage: Stage
    by: Actor
    at: datetime

    def run(self, *, may_shrink: bool) -> FileReport:
        stored = self._file_row()
        months = self._join_months(stored, may_shrink=may_shrink)
        accepted = self._accepted(stored, months)
        self.stage.accept(accepted)
        touched = set(accepted.values()) | self._withdraw_from_older_extracts()
        self.stage.store_vocabulary()
        offered, crimes = self.stage.offered()
        added = self.stage.store_crimes()
        self.stage.store_rejections(stored.pk)
        kept = counting.countings()
        for each in kept:
            counting.place_points(each)
        counting.count_again(touched, kept)
        stored.rows_added, stored.rows_held = added, crimes - added
        stored.rows_repeated, stored.rows_older = offered - crimes, self.stage.rows - offered
        stored.crimes_replaced = sum(month.replaced for month in months)
        stored.save()
        report = _report(stored, months)
        told = f"{stored.name}: {added:,} crimes added"
        _log(self.at, self.by, Act.IMPORT, "street crime file", stored.sha256, told)
        return report

    def _file_row(self) -> CrimeFile:
        file, stage = self.file, self.stage
        months = [month for _, month in stage.months]
        return CrimeFile.objects.create(
            sha256=file.sha256,
            name=file.name[:255],
            archive=file.archive[:255],
            licence=file.licence,
            extracted=file.extracted,
            layout=file.layout,
            encoding=file.encoding,
            byte_count=file.byte_count,
            raw_copy=file.raw_copy,
            first_month=min(months, default=None),
            last_month=max(months, default=None),
            rows_read=stage.rows + stage.rejected,
            rows_rejected=stage.rejected,
            loaded_at=self.at,
            loaded_by=self.by.name[:200],
        )

    def _join_months(self, stored: CrimeFile, *, may_shrink: bool) -> list[MonthLoaded]:
        counts = self.stage.rows_by_month()
        held = _held(counts)
        return [
            self._join_month(force, month, rows, held.get((force, month)), may_shrink=may_shrink)
            for (force, month), rows in sorted(counts.items(), key=lambda item: (item[0][1], item[0][0]))
        ]

    def _join_month(
        self, force: str, month: date, rows: int, held: ForceMonth | None, *, may_shrink: bool
    ) -> MonthLoaded:
        how = joining(
            held=held is not None,
            held_extract=held.extracted if held else None,
            incoming_extract=self.file.extracted,
        )
        if self.file.layout == ANSWER and how == Joining.REPLACE:
            how = Joining.MERGE  # what was asked about one place takes nothing away from a month
        if held is not None and how == Joining.KEEP and held.file.layout == ANSWER and self.file.layout != ANSWER:
            how = Joining.MERGE  # nor keeps it the month itself out, however new it is
        replaced = 0
        if held is not None and how == Joining.REPLACE:
            doubt = reason_not_to_replace(held=held.crimes, incoming=rows)
            if doubt and not may_shrink:
                raise CrimeFileRefused(
                    f"{self.file.name}: this newer extract was not loaded, because for {held} {doubt}. If it is the "
                    "whole month all the same, load it again with --may-shrink; if it is a part of the month, "
                    "load it without an extract date."
                )
            replaced, _ = RecordedCrime.objects.filter(force_month=held).delete()
        return MonthLoaded(force, month, how, rows, replaced)

    def _accepted(self, stored: CrimeFile, months: Iterable[MonthLoaded]) -> dict[tuple[str, date], int]:
        accepted = {}
        for loaded in months:
            if loaded.joining == Joining.KEEP:
                continue
            row, _ = ForceMonth.objects.get_or_create(
                force=loaded.force,
                month=loaded.month,
                defaults={"file": stored, "extracted": self.file.extracted},
            )
            is_whole_now = row.file.layout == ANSWER and self.file.layout != ANSWER
            if loaded.joining == Joining.REPLACE or is_whole_now:
                row.file, row.extracted = stored, self.file.extracted
                row.save(update_fields=["file", "extracted"])
            accepted[loaded.force, loaded.month] = row.pk
        return accepted

    def _withdraw_from_older_extracts(self) -> set[int]:
        """A crime that the publisher moved to another month leaves the month where an older extract had it."""
        extracted = self.file.extracted
        if extracted is None or not ForceMonth.objects.filter(extracted__lt=extracted).exists():
            return set()
        elsewhere = self.stage.earlier_published(extracted, among=ForceMonth._meta.db_table)
        if elsewhere:
            self.stage.forget_earlier_published(elsewhere)
        return set(elsewhere)


def _held(months: Iterable[tuple[str, date]]) -> dict[tuple[str, date], ForceMonth]:
    wanted = set(months)
    if not wanted:
        return {}
    found = ForceMonth.objects.select_for_update().filter(
        force__in={force for force, _ in wanted}, month__in={month for _, month in wanted}
    )
    return {(row.force, row.month): row for row in found if (row.force, row.month) in wanted}


def _report(stored: CrimeFile, months: Iterable[MonthLoaded]) -> FileReport:
    return FileReport(
        name=stored.name,
        result=FileResult.LOADED,
        rows_read=stored.rows_read,
        rows_added=stored.rows_added,
        rows_held=stored.rows_held,
        rows_repeated=stored.rows_repeated,
        rows_older=stored.rows_older,
        rows_rejected=stored.rows_rejected,
        months=tuple(months),
        file_id=stored.pk,
    )
