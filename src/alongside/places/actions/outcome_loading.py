"""Loading what became of crimes: one transaction a file, with its row in the log."""

from datetime import datetime

from django.db import IntegrityError, transaction

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.places.actions.loading import READING, STORING, Progress
from alongside.places.drafts import FileReport
from alongside.places.errors import CrimeFileRefused
from alongside.places.models import CrimeFile, OutcomeMonth
from alongside.places.outcome_drafts import OutcomeFile
from alongside.places.outcome_staging import OutcomeStage, outcome_staging
from alongside.places.states import Fault, FileResult


def load_outcome_file(
    *, file: OutcomeFile, by: Actor, at: datetime, progress: Progress | None = None
) -> FileReport:  # fmt: skip
    """Load one file of outcomes, wholly or not at all.

    The same bytes a second time change nothing, and neither does the same decision from another file: the history of a
    crime is the union of all that was published of it. Raises `CrimeFileRefused` when nothing in it can be read.
    """
    if held := CrimeFile.objects.filter(sha256=file.sha256).first():
        return FileReport(file.name, FileResult.HELD, file_id=held.pk)
    with outcome_staging() as stage:
        for chunk in file.chunks:
            stage.put(chunk)
            if progress:
                progress(READING, stage.rows + stage.rejected)
        if stage.rejected and not stage.rows:
            raise CrimeFileRefused(_nothing_readable(file.name, stage))
        if progress:
            progress(STORING, stage.rows)
        try:
            with transaction.atomic():
                return _store(file, stage, by, at)
        except IntegrityError:
            # Somebody else loaded the same bytes between our look and our write.
            if CrimeFile.objects.filter(sha256=file.sha256).exists():
                return FileReport(file.name, FileResult.HELD)
            raise


def _store(file: OutcomeFile, stage: OutcomeStage, by: Actor, at: datetime) -> FileReport:
    months = sorted(month for _, month in stage.months)
    stored = CrimeFile.objects.create(
        sha256=file.sha256, name=file.name[:255], archive=file.archive[:255], licence=file.licence,
        extracted=file.extracted, layout=file.layout, encoding=file.encoding, byte_count=file.byte_count,
        raw_copy=file.raw_copy, first_month=months[0] if months else None, last_month=months[-1] if months else None,
        rows_read=stage.rows + stage.rejected, rows_rejected=stage.rejected, loaded_at=at, loaded_by=by.name[:200],
    )  # fmt: skip
    added, different = stage.store()
    stage.store_rejections(stored.pk)
    whole = [] if file.is_part else sorted(stage.months)
    OutcomeMonth.objects.bulk_create(
        (OutcomeMonth(force=force, month=month, file=stored) for force, month in whole), ignore_conflicts=True
    )
    stored.rows_added, stored.rows_held, stored.rows_repeated = added, different - added, stage.rows - different
    stored.save(update_fields=["rows_added", "rows_held", "rows_repeated"])
    told = f"{stored.name}: {added:,} outcomes added"
    record(
        Entry(
            at=at, actor=by, act=Act.IMPORT, subject_kind="crime outcome file", subject_id=stored.sha256,
            reason=told[:400],
        )
    )  # fmt: skip
    return FileReport(
        name=stored.name, result=FileResult.LOADED, rows_read=stored.rows_read, rows_added=added,
        rows_held=stored.rows_held, rows_repeated=stored.rows_repeated, rows_rejected=stored.rows_rejected,
        file_id=stored.pk, noun="outcomes",
    )  # fmt: skip


def _nothing_readable(name: str, stage: OutcomeStage) -> str:
    first = "; ".join(
        f"line {line}, {column or 'whole row'}: {Fault(fault).label} ({value!r})"
        for line, column, fault, value in stage.first_rejections(3)
    )
    return (
        f"{name}: none of its {stage.rejected:,} rows could be read, so nothing was loaded. The first: {first}. "
        "Check that this is an outcomes file of data.police.uk, as it was downloaded."
    )
