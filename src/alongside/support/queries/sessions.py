"""One session and one next step: what the form needs to know, and what was written down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from alongside.partners.access import refuse
from alongside.partners.standing import Viewer
from alongside.support.attendance import Obstacle, choices_for
from alongside.support.contracting import LONDON, said
from alongside.support.definitions.parts import EntryUse
from alongside.support.models import CaseEntry, CaseSession, NextStep
from alongside.support.provided import Provided, is_session_stage, provided_case, strands_of
from alongside.support.queries.session_boards import MOST, StepRow
from alongside.support.queries.shown import Child, child_of


@dataclass(frozen=True, slots=True)
class SessionAsked:
    """What the form of a session needs to know of the case."""

    reference: str
    child: Child
    came: tuple[tuple[str, str], ...]
    obstacles: tuple[tuple[str, str], ...]
    strands: tuple[tuple[str, str], ...]
    planned: CaseSession | None
    is_open: bool


def session_asked(viewer: Viewer, reference: str, *, key: UUID | None = None) -> SessionAsked:
    """Decided and logged. `key`: a session that is on the plan of this case."""
    one = provided_case(viewer, reference)
    planned = CaseSession.objects.filter(pk=key, case=one.case).first() if key else None
    if key and planned is None:
        raise refuse(viewer, "session", str(key), "no such session of this case")
    offered = {line.code for line in said(one.placement.terms).strands}
    strands = tuple((o.code, o.label) for o in strands_of(one.definition) if o.code in offered)
    day = (planned.starts_at if planned else viewer.at).astimezone(LONDON).date()
    obstacles = tuple((line.value, line.label) for line in Obstacle)
    may_write = is_session_stage(one.definition, one.case.stage)
    return SessionAsked(
        one.case.reference, child_of(one.case.record), choices_for(one.case.record.date_of_birth, day), obstacles,
        strands, planned, may_write,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class HeldRow:
    entry: int
    happened_at: datetime
    came: str
    words: str
    strand: str
    note: str
    by: str


def sessions_of(viewer: Viewer, one: Provided) -> tuple[HeldRow, ...]:
    """What was written down of each session, newest first; a corrected entry gives way to its correction. For callers
    that have decided."""
    labels = {option.code: option.label for option in strands_of(one.definition)}
    rule = next((kind for kind in one.definition.entries if kind.use is EntryUse.SESSION), None)
    words = {o.code: o.label for q in (rule.asks if rule else ()) if q.key == "came" for o in q.options}
    born = one.case.record.date_of_birth
    rows = CaseEntry.objects.filter(case=one.case, use=EntryUse.SESSION, corrected_by__isnull=True)
    return tuple(_held(row, words, labels, born) for row in rows.order_by("-happened_at", "-pk")[:MOST])


def _held(row: CaseEntry, words: Mapping[str, str], strands: Mapping[str, str], born: date | None) -> HeldRow:
    came = str(row.answers.get("came") or "")
    plain: Mapping[str, str] = dict(choices_for(born, row.happened_at.astimezone(LONDON).date()))
    strand = str(row.answers.get("strand") or "")
    return HeldRow(
        row.pk, row.happened_at, came, plain.get(came, words.get(came, came)), strands.get(strand, strand),
        str(row.answers.get("note") or ""), row.by,
    )  # fmt: skip


def next_step(viewer: Viewer, step: int) -> StepRow:
    """One next step: decided and logged."""
    row = NextStep.objects.select_related("case").filter(pk=step).first()
    if row is None:
        raise refuse(viewer, "next step", str(step), "no such next step")
    one = provided_case(viewer, row.case.reference)
    return StepRow(row.pk, one.case.reference, child_of(one.case.record), row.what, row.due_at, row.due_at < viewer.at)
