"""Taking in files of concerns: the bytes are kept first, then their rows enter in chunks, each all or nothing."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from alongside.audit.actions import record, record_all
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.text import counted
from alongside.partners.access import refuse, writing
from alongside.partners.errors import Invalid
from alongside.partners.models import Agency
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.support.actions.raising import Route, raise_concern, route_for
from alongside.support.drafts import ConcernDetails, checked
from alongside.support.file_drafts import FileReading, Problem, RowRead, fingerprint
from alongside.support.models import Concern, ConcernFile, ConcernFileProblem, ConcernFileRow
from alongside.support.queries.front_door import front_door_pathway
from alongside.support.states import FILES_UNDER_WAY, FileState, RowOutcome

SUBJECT = "concern file"
OTHER_WORDS = (
    "This reference was sent before, with other words. A file never changes a concern: tell the front door what is "
    "new, or, if this is another concern, give it a reference of its own."
)
MAY_NOT_SEND = (
    "The account that sent this file may no longer send files of concerns. A colleague who may can send the same file "
    "again: it then goes on where it stopped."
)


@dataclass(frozen=True, slots=True)
class Received:
    """The file as it is kept. Not new: the same bytes were sent before, and nothing enters twice."""

    file_id: int
    is_new: bool
    is_under_way: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a file is. `is_under_way`: rows are left to enter."""

    next_row: int
    is_under_way: bool


def receive_file(*, name: str, raw: bytes, reading: FileReading, by: Viewer, at: datetime) -> Received:
    """Keep a file as it was sent, with its hash, in the queue; or, if it cannot be read, with the reason.

    The same bytes from the same agency are kept once. Sent again, a file that had been refused or stopped is taken up
    again; any other stays as it is.
    """
    if not by.may(Permission.SEND_CONCERN_FILE):
        raise refuse(by, SUBJECT, "", "the role may not send a file of concerns", act=Act.IMPORT)
    front_door_pathway()  # refused before anything is kept, while nobody receives concerns
    digest = hashlib.sha256(raw).hexdigest()
    fields = {
        "sent_by_id": by.member_id, "sent_at": at, "name": name.replace("\x00", "")[:200], "size": len(raw), "raw": raw,
        "layout": reading.layout, **_as_read(reading),
    }  # fmt: skip
    with writing():
        kept, is_new = ConcernFile.objects.defer("raw").get_or_create(
            agency_id=by.agency_id, sha256=digest, defaults=fields
        )
        taken_up = not is_new and _take_up(kept, reading, by)
        words = "kept" if is_new else "sent again and taken up" if taken_up else "sent again: nothing enters twice"
        _log(kept, by, at, f"{words}; {kept.problem or counted(kept.rows, 'row')}"[:400], file_name=name[:200])
    return Received(kept.pk, is_new, kept.state in FILES_UNDER_WAY)


def _as_read(reading: FileReading) -> dict[str, object]:
    return {
        "layout": reading.layout, "read_as": reading.read_as[:200], "columns": list(reading.columns),
        "unread": list(reading.unread), "rows": reading.rows, "problem": reading.refused,
        "state": FileState.REFUSED if reading.refused else FileState.WAITING,
    }  # fmt: skip


def _take_up(kept: ConcernFile, reading: FileReading, by: Viewer) -> bool:
    if kept.state not in (FileState.REFUSED, FileState.STOPPED):
        return False
    for field, value in _as_read(reading).items():
        setattr(kept, field, value)
    kept.sent_by_id = by.member_id
    kept.save()
    return True


def enter_chunk(*, file_id: int, rows: Sequence[RowRead], is_last: bool, by: Viewer, at: datetime) -> Progress:
    """Enter the next rows of a file: concerns, outcomes, counts and the place to go on, all together or not at all.

    `by` is the member who sent it. Rows that another worker, or this one before it was killed, has entered are left
    out, so that calling it twice does nothing twice.
    """
    if not by.may(Permission.SEND_CONCERN_FILE):
        stop_file(file_id=file_id, problem=MAY_NOT_SEND, by=by, at=at)
        return Progress(0, False)
    with writing():
        # One chunk of an agency at a time: two files may hold the same row.
        Agency.objects.select_for_update(no_key=True).get(pk=by.agency_id)
        file = _own_file(file_id, by)
        if file.state not in FILES_UNDER_WAY:
            return Progress(file.next_row, False)
        waiting = [row for row in rows if row.number >= file.next_row]
        _Entering(file, by, at).enter(waiting)
        file.next_row = max([file.next_row, *(row.number + 1 for row in waiting)])
        file.state, file.finished_at = (FileState.DONE, at) if is_last else (FileState.ENTERING, None)
        file.save(update_fields=["next_row", "state", "finished_at", "entered", "known", "rejected"])
        if is_last:
            told = f"{file.entered:,} entered, {file.known:,} known from before, {file.rejected:,} rejected"
            _log(file, by, at, f"done: {told}")
    return Progress(file.next_row, not is_last)


def stop_file(*, file_id: int, problem: str, by: Viewer, at: datetime) -> None:
    """Set a file aside that cannot go on, so that those behind it can. What was entered stays entered."""
    with writing():
        file = _own_file(file_id, by)
        file.state, file.problem = FileState.STOPPED, problem
        file.save(update_fields=["state", "problem"])
        _log(file, by, at, f"stopped before row {file.next_row}")


def _own_file(file_id: int, by: Viewer) -> ConcernFile:
    rows = ConcernFile.objects.select_for_update(of=("self",)).defer("raw")
    if (file := rows.filter(pk=file_id, agency_id=by.agency_id).first()) is None:
        raise refuse(by, SUBJECT, str(file_id), "not a file of the member's agency", act=Act.IMPORT)
    return file


def _log(file: ConcernFile, by: Viewer, at: datetime, reason: str, file_name: str = "") -> None:
    """The name of a file may name a child, so it goes into the body, which can be destroyed."""
    body = {"name": file_name, "sha256": file.sha256} if file_name else {}
    record(
        Entry(
            at=at, actor=by.actor, act=Act.IMPORT, subject_kind=SUBJECT, subject_id=str(file.pk),
            holder_code=by.agency_code, reason=reason, body=body,
        )
    )  # fmt: skip


class _Entering:
    """One chunk, inside its transaction."""

    def __init__(self, file: ConcernFile, by: Viewer, at: datetime) -> None:
        self.file, self.by, self.at = file, by, at
        self.route: Route | None = None
        self.made: list[tuple[ConcernFileRow, RowRead, tuple[Problem, ...]]] = []
        self.entries: list[Entry] = []

    def enter(self, rows: Sequence[RowRead]) -> None:
        good = {row.number: self._checked(row) for row in rows if row.details is not None}
        known = _Known(
            self.by.agency_id, rows, [fingerprint(one) for one in good.values() if not isinstance(one, Invalid)]
        )
        for row in rows:
            told = good.get(row.number)
            if isinstance(told, Invalid):
                self._reject(row, (Problem(row.titles.get(told.field, told.field), str(told)),))
            elif told is None:
                self._reject(row, row.problems)
            else:
                self._enter(row, told, known)
        self._write()

    def _checked(self, row: RowRead) -> ConcernDetails | Invalid:
        assert row.details is not None
        try:
            return checked(row.details, self.by.day)
        except Invalid as problem:
            return problem

    def _enter(self, row: RowRead, details: ConcernDetails, known: "_Known") -> None:
        print_ = fingerprint(details)
        before, same_words = known.find(row.reference, print_)
        if before is not None and not same_words:
            self._reject(row, (Problem(row.titles.get("reference", "reference"), OTHER_WORDS),))
            return
        if before is not None:
            self._keep(row, RowOutcome.KNOWN, before, print_)
            return
        self.route = self.route or route_for(by=self.by, log=self.entries.append)
        concern = raise_concern(
            details=details, by=self.by, at=self.at, source=f"file {self.file.pk}, row {row.number}", route=self.route,
            received_at=self.file.sent_at,
        )  # fmt: skip
        known.add(row.reference, print_, concern)
        self._keep(row, RowOutcome.ENTERED, concern, print_, row.advice)
        self.entries.append(
            Entry(
                at=self.at, actor=self.by.actor, act=Act.IMPORT, subject_kind="concern", subject_id=concern.reference,
                persons=(concern.record.person_id,), holder_code=self.by.agency_code,
                reason=f"row {row.number} of concern file {self.file.pk}",
            )
        )  # fmt: skip

    def _reject(self, row: RowRead, problems: tuple[Problem, ...]) -> None:
        self._keep(row, RowOutcome.REJECTED, None, "", problems)

    def _keep(
        self, row: RowRead, outcome: RowOutcome, concern: Concern | None, print_: str,
        told: tuple[Problem, ...] = (),
    ) -> None:  # fmt: skip
        made = ConcernFileRow(
            file=self.file, agency_id=self.by.agency_id, number=row.number, outcome=outcome,
            reference=row.reference[:60], fingerprint=print_, concern=concern,
            in_danger_now=row.in_danger_now, cells=[] if concern else row.kept_cells,
        )  # fmt: skip
        self.made.append((made, row, told))
        setattr(self.file, outcome.value, getattr(self.file, outcome.value) + 1)

    def _write(self) -> None:
        ConcernFileRow.objects.bulk_create(made for made, _, _ in self.made)
        ConcernFileProblem.objects.bulk_create(
            ConcernFileProblem(
                file=self.file, row=made, column=one.column[:100], words=one.words[:300],
                is_advice=made.outcome != RowOutcome.REJECTED,
            )
            for made, _, told in self.made
            for one in told
        )  # fmt: skip
        record_all(self.entries)


class _Known:
    """The rows that this agency has entered before, as far as this chunk may meet them again."""

    def __init__(self, agency_id: int, rows: Sequence[RowRead], prints: Sequence[str]) -> None:
        entered = ConcernFileRow.objects.filter(agency_id=agency_id, outcome=RowOutcome.ENTERED)
        entered = entered.select_related("concern").only("reference", "fingerprint", "concern__reference")
        self._by_reference: dict[str, tuple[str, Concern]] = {}
        self._by_words: dict[str, list[tuple[str, Concern]]] = {}
        references = {row.reference for row in rows if row.reference}
        for one in (*entered.filter(reference__in=references), *entered.filter(fingerprint__in=set(prints))):
            assert one.concern is not None
            self.add(one.reference, one.fingerprint, one.concern)

    def add(self, reference: str, print_: str, concern: Concern) -> None:
        if reference:
            self._by_reference[reference] = (print_, concern)
        self._by_words.setdefault(print_, []).append((reference, concern))

    def find(self, reference: str, print_: str) -> tuple[Concern | None, bool]:
        """The concern that this row had become, and whether it says the same. The agency's reference decides; the same
        words under two references are two concerns."""
        if reference and (found := self._by_reference.get(reference)):
            return found[1], found[0] == print_
        for other, concern in self._by_words.get(print_, ()):
            if not reference or not other:
                return concern, True
        return None, False
