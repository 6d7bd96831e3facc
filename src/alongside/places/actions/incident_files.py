"""Files of incidents: kept first, read under a choice of columns, entered in chunks, each all or nothing.

What a file brought counts only when it is read to its end. Killed at any moment it goes on after its last whole chunk.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

import numpy as np
from django.db import transaction

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.places.actions.incident_sets import kept_set
from alongside.places.errors import PlacesRefused
from alongside.places.incident_drafts import ColumnMapping, GivenFile, IncidentRow
from alongside.places.incident_notes import MINUTES_A_DAY, strays
from alongside.places.incident_reports import notes_of
from alongside.places.incident_rules import reason_not_to_join, reason_not_to_mix
from alongside.places.incident_states import FILES_UNDER_WAY, FileState
from alongside.places.models import IncidentFile, IncidentKind, IncidentReject, IncidentSet, PlaceIncident

SUBJECT = "file of incidents"
MOST_KINDS = 300
NO_KIND = "not stated"
_EPOCH = date(1970, 1, 1)
_COUNTING = (*FILES_UNDER_WAY, FileState.STOPPED, FileState.DONE)


def receive_incident_file(*, set_id: int, given: GivenFile, licence: str, by: Actor, at: datetime) -> tuple[int, bool]:
    """Keep a file for a set; its columns are to be chosen next. Gives its number and whether it is new.

    The same bytes a second time are the file that there is. Raises `PlacesRefused` without a licence line.
    """
    if not licence.strip():
        raise PlacesRefused("The file has no licence line.", "Say under which licence or agreement it was given.")
    with transaction.atomic():
        held = kept_set(set_id, by)
        file, is_new = IncidentFile.objects.get_or_create(
            set=held,
            sha256=given.sha256,
            defaults={
                "name": given.name[:255],
                "byte_count": given.byte_count,
                "raw_copy": given.raw_copy,
                "layout": given.layout,
                "read_as": given.read_as[:200],
                "licence": licence.strip()[:300],
                "header": list(given.header),
                "examples": {name: list(cells) for name, cells in given.examples.items()},
                "left_out": dict(given.left_out),
                "rows": given.rows,
                "state": FileState.REFUSED if given.refused else FileState.UNMAPPED,
                "problem": given.refused,
                "sent_by": by.name,
                "sent_by_id": by.id,
                "agency_code": by.agency_code,
                "sent_at": at,
            },
        )
        _log(file, by, at, "kept" if is_new else "sent again: nothing enters twice")
    return file.pk, is_new


def choose_columns(*, file_id: int, mapping: ColumnMapping, by: Actor, at: datetime) -> None:
    """Say what each column means; the file then waits to be read. The set remembers it for the next of the same header.

    Raises `PlacesRefused` where the choice does not fit the file or the set.
    """
    with transaction.atomic():
        file = _file(file_id)
        held = kept_set(file.set_id, by)
        if file.state not in (FileState.UNMAPPED, FileState.REFUSED):
            raise PlacesRefused("The columns of this file were chosen already.", "Take the file out to begin anew.")
        _check_columns(file, mapping)
        is_settled = held.files.filter(state__in=_COUNTING).exclude(pk=file.pk).exists()
        if is_settled:
            _check_fit(held, mapping)
        waiting = held.files.filter(state=FileState.STOPPED).exclude(pk=file.pk).first()
        if waiting is not None:
            raise PlacesRefused(
                f"“{waiting.name}” was stopped half way, and this file may hold the same incidents.",
                "Go on with that file or take it out first.",
            )
        file.mapping, file.precision, file.state, file.problem = (
            mapping.as_json(),
            mapping.precision,
            FileState.WAITING,
            "",
        )
        file.examples = {}
        file.save(update_fields=["mapping", "precision", "state", "problem", "examples"])
        file.rejects.all().delete()
        held.mappings = {**held.mappings, fingerprint(file.header): mapping.as_json()}
        if not is_settled:
            held.plane, held.zone, held.precision = mapping.plane, mapping.zone, mapping.precision
        held.save(update_fields=["mappings", "plane", "zone", "precision"])
        _log(file, by, at, "columns chosen")


def enter_incidents(*, file_id: int, rows: Sequence[IncidentRow], is_last: bool, by: Actor, at: datetime) -> bool:
    """Enter the next rows of a file, with rejects, counts and the place to go on, together or not at all.

    Gives whether to go on: False when it is done, or somebody asked to stop it. Rows entered before are left out.
    """
    with transaction.atomic():
        file = _file(file_id)
        if file.state not in FILES_UNDER_WAY:
            return False
        fresh = [row for row in rows if row.number >= file.next_row]
        _enter(file, fresh)
        file.next_row = max([file.next_row, *(row.number + 1 for row in fresh)])
        file.state = FileState.READING
        if is_last:
            _finish(file, by, at)
        elif file.is_unwanted:
            file.state, file.is_unwanted = FileState.STOPPED, False
            _log(file, by, at, f"stopped before row {file.next_row}")
        file.save()
    return file.state == FileState.READING


def stop_incident_file(*, file_id: int, by: Actor, at: datetime, problem: str = "") -> None:
    """Stop a file: at its next chunk where somebody asks, at once where it cannot go on (`problem` says why)."""
    with transaction.atomic():
        file = _file(file_id)
        kept_set(file.set_id, by)
        if file.state not in FILES_UNDER_WAY:
            return
        if problem or file.state == FileState.WAITING:
            file.state, file.problem = FileState.STOPPED, problem
        else:
            file.is_unwanted = True
        file.save(update_fields=["state", "problem", "is_unwanted"])
        _log(file, by, at, problem or "asked to stop")


def resume_incident_file(*, file_id: int, by: Actor, at: datetime) -> None:
    """Go on with a stopped file after its last whole chunk."""
    with transaction.atomic():
        file = _file(file_id)
        kept_set(file.set_id, by)
        if file.state == FileState.STOPPED:
            file.state, file.problem, file.is_unwanted = FileState.WAITING, "", False
            file.save(update_fields=["state", "problem", "is_unwanted"])
            _log(file, by, at, "taken up again")


def take_out_file(*, file_id: int, by: Actor, at: datetime) -> int:
    """Take a file and all that it brought out of its set; gives how many incidents that were. The log keeps its hash."""
    with transaction.atomic():
        file = _file(file_id)
        held = kept_set(file.set_id, by)
        removed, _ = PlaceIncident.objects.filter(file=file).delete()
        _log(file, by, at, f"taken out with {removed:,} incidents")
        file.delete()
        # What this file brought first, another may have brought as well: it is read again.
        for other in held.files.filter(state=FileState.DONE, rows_held__gt=0):
            _begin_anew(other)
        if not held.files.filter(state__in=_COUNTING).exists():
            held.plane, held.precision, held.outline, held.outline_name = "", "", "", ""
            held.save(update_fields=["plane", "precision", "outline", "outline_name"])
        held.kinds.exclude(pk__in=PlaceIncident.objects.filter(set=held).values("kind")).delete()
        _mark_strays(held)
    return removed


def _begin_anew(file: IncidentFile) -> None:
    PlaceIncident.objects.filter(file=file).delete()
    file.rejects.all().delete()
    for name in ("next_row", "rows_read", "rows_added", "rows_held", "rows_repeated", "rows_rejected", "rows_unplaced"):
        setattr(file, name, 0)
    file.state, file.notes, file.first, file.last, file.finished_at = FileState.WAITING, [], None, None, None
    file.save()


def fingerprint(header: Sequence[str]) -> str:
    """What makes two headers the same: their names, in any order."""
    return "|".join(sorted(name.casefold().strip() for name in header))


def _file(file_id: int) -> IncidentFile:
    found = IncidentFile.objects.select_for_update().filter(pk=file_id).first()
    if found is None:
        raise PlacesRefused("That file is not held here.", "Choose one from the list.")
    return found


def _check_columns(file: IncidentFile, mapping: ColumnMapping) -> None:
    for name in mapping.columns:
        if name in file.left_out:
            raise PlacesRefused(f"The column “{name}” was not kept: {file.left_out[name]}.", "Choose another column.")
        if name not in file.header:
            raise PlacesRefused(f"The file has no column “{name}”.", "Choose from the columns of the file.")
    if not mapping.when:
        raise PlacesRefused("No column tells when it happened.", "Choose the column with the date.")
    if bool(mapping.x) != bool(mapping.y):
        raise PlacesRefused("Only one coordinate was chosen.", "Choose both columns of the place, or neither.")


def _check_fit(held: IncidentSet, mapping: ColumnMapping) -> None:
    misfit = reason_not_to_join(
        set_plane=held.plane, file_plane=mapping.plane, set_zone=held.zone, file_zone=mapping.zone
    ) or reason_not_to_mix(set_precision=held.precision, file_precision=mapping.precision)
    if misfit:
        raise misfit


def _enter(file: IncidentFile, rows: Sequence[IncidentRow]) -> None:
    told = [row.incident for row in rows if row.incident is not None and not row.is_repeated]
    kinds = _kinds(file.set, [one.kind for one in told])
    keys = [(one.identity, one.occurrence) for one in told]
    known = set(
        PlaceIncident.objects.filter(set=file.set_id, identity__in=[key for key, _ in keys]).values_list(
            "identity", "occurrence"
        )
    )
    made = [
        PlaceIncident(
            set_id=file.set_id, file=file, kind_id=kinds[one.kind], minute=one.minute, x=one.x, y=one.y,
            weight=one.weight, identity=one.identity, occurrence=one.occurrence,
        )
        for one, key in zip(told, keys, strict=True)
        if key not in known
    ]  # fmt: skip
    PlaceIncident.objects.bulk_create(made, batch_size=1_000)
    IncidentReject.objects.bulk_create(
        [
            IncidentReject(file=file, row=row.number, column=one.column[:100], fault=one.fault, value=one.value[:80])
            for row in rows
            for one in row.faults
        ],
        batch_size=1_000,
    )
    file.rows_read += len(rows)
    file.rows_added += len(made)
    file.rows_held += len(told) - len(made)
    file.rows_repeated += sum(row.is_repeated for row in rows)
    file.rows_rejected += sum(bool(row.faults) for row in rows)
    file.rows_unplaced += sum(one.x is None for one in made)
    _widen(file, [one.minute for one in told])


def _widen(file: IncidentFile, minutes: Sequence[int]) -> None:
    if minutes:
        first, last = (_EPOCH + timedelta(days=minute // MINUTES_A_DAY) for minute in (min(minutes), max(minutes)))
        file.first = min(first, file.first or first)
        file.last = max(last, file.last or last)


def _kinds(held: IncidentSet, words: Sequence[str]) -> Mapping[str, int]:
    wanted = {word: word.casefold()[:100] for word in Counter(words)}
    known = dict(IncidentKind.objects.filter(set=held).values_list("key", "pk"))
    missing = {key: word for word, key in wanted.items() if key not in known}
    if len(known) + len(missing) > MOST_KINDS:
        raise PlacesRefused(
            f"The column of the kind holds more than {MOST_KINDS} different words.",
            "Take the file out and choose a column with fewer, or none.",
        )
    for key, word in missing.items():
        known[key] = IncidentKind.objects.create(set=held, key=key, words=(word or NO_KIND)[:100]).pk
    return {word: known[key] for word, key in wanted.items()}


def _finish(file: IncidentFile, by: Actor, at: datetime) -> None:
    file.state, file.finished_at, file.is_unwanted = FileState.DONE, at, False
    if not file.rows_added and not file.rows_held:
        file.state = FileState.REFUSED
        file.problem = (
            "None of its rows could be read, so nothing was entered. Look at the rejected rows: most often the "
            "order of the date, or the form of the coordinates, was chosen wrongly. Choose the columns again."
        )
        file.next_row = file.rows_read = file.rows_rejected = file.rows_repeated = 0
    else:
        file.save()
        _mark_strays(file.set)
        file.notes = notes_of(file)
    _log(
        file, by, at, f"{file.state}: {file.rows_added:,} added, {file.rows_held:,} held already, {file.rows_rejected:,} rejected"
    )  # fmt: skip


def _mark_strays(held: IncidentSet) -> None:
    placed = PlaceIncident.objects.filter(set=held, file__state=FileState.DONE).exclude(x=None).order_by("pk")
    rows = np.array(list(placed.values_list("pk", "x", "y", "is_stray")), dtype=np.float64).reshape(-1, 4)
    is_stray = strays(rows[:, 1], rows[:, 2])
    changed = rows[is_stray != (rows[:, 3] > 0), 0].astype(np.int64)
    for value in (True, False):
        chosen = [int(pk) for pk in changed if bool(is_stray[np.searchsorted(rows[:, 0], pk)]) == value]
        for start in range(0, len(chosen), 1_000):
            PlaceIncident.objects.filter(pk__in=chosen[start : start + 1_000]).update(is_stray=value)


def _log(file: IncidentFile, by: Actor, at: datetime, reason: str) -> None:
    told = f"{file.name[:120]}: {reason}"
    record(Entry(at=at, actor=by, act=Act.IMPORT, subject_kind=SUBJECT, subject_id=file.sha256, reason=told[:400]))
