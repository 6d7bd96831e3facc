"""Activity, results, and the police's own compartment."""

from datetime import date, datetime
from uuid import UUID

from alongside.audit.states import Act
from alongside.partners.access import refuse, writing
from alongside.partners.errors import Invalid
from alongside.partners.standing import Viewer
from alongside.places.models import Activity, Operation, PoliceOnlyNote, ResultCount, Tasking
from alongside.places.operation_drafts import ActivityDraft
from alongside.places.operation_parts import line, locked, log, once, sent_before, who, words
from alongside.places.operation_rules import wrong_with_activity, wrong_with_counts
from alongside.places.operation_sight import SUBJECT, seen
from alongside.places.operation_states import ActivityKind, Rung, Stage

MOST = 1_000_000
NOT_POLICE = "the member may not see what only the police hold"


def write_activity(*, reference: str, draft: ActivityDraft, sent_key: UUID, by: Viewer, at: datetime) -> int:
    """Write down what was done on one occasion, in counts; gives its number. A form that was sent twice enters once.

    A correction takes the place of a row of the member's own agency, and says why.
    """
    if draft.kind not in ActivityKind.values:
        raise Invalid("Choose what was done.", "kind")
    for name, count in draft.counts.items():
        if not 0 <= count <= MOST:
            raise Invalid("Give a whole number from 0.", name)
    wrong = wrong_with_activity(
        kind=ActivityKind(draft.kind), began_at=draft.began_at, minutes=draft.minutes, tried=draft.tried,
        sold=draft.sold, at=at,
    )  # fmt: skip
    if wrong is not None:
        raise Invalid(wrong[1], wrong[0])
    where = line(draft.where, "where", "Say where.")
    with writing():
        operation = _worked(reference, by)

        def make() -> Activity:
            made = Activity.objects.create(
                operation=operation, tasking=_tasking(operation, draft, by), kind=draft.kind, began_at=draft.began_at,
                where=where, corrects=_corrected(operation, draft, by), reason=_why(draft), sent_key=sent_key,
                **draft.counts, **who(by, at),
            )  # fmt: skip
            act = Act.CHANGE if draft.corrects else Act.CREATE
            log(operation, act, f"{made.get_kind_display()}: {made.minutes} minutes", by, at)
            return made

        return once(Activity, sent_key, make).pk


def _worked(reference: str, by: Viewer) -> Operation:
    """An operation under way on which the member's agency works."""
    found = seen(by, reference)
    if not found.may_write_activity:
        raise refuse(by, SUBJECT, reference, "the member does not work on it", act=Act.CREATE)
    if found.stage not in (Stage.RESPONSE, Stage.ASSESSMENT):
        raise Invalid("Activity is written down once the response has begun, until the operation is closed.")
    return found.operation


def _tasking(operation: Operation, draft: ActivityDraft, by: Viewer) -> Tasking | None:
    if draft.tasking_id is None:
        return None
    found = operation.taskings.filter(pk=draft.tasking_id, doer_code=by.agency_code).first()
    if found is None:
        raise Invalid("That tasking is not one of your agency in this operation.", "tasking")
    return found


def _corrected(operation: Operation, draft: ActivityDraft, by: Viewer) -> Activity | None:
    if draft.corrects is None:
        return None
    found = operation.activities.filter(pk=draft.corrects, agency_code=by.agency_code).first()
    if found is None:
        raise refuse(by, SUBJECT, operation.reference, "no such activity of the agency", act=Act.CHANGE)
    if hasattr(found, "corrected_by"):
        raise Invalid("It was corrected already. Open the newest row and correct that one.")
    return found


def _why(draft: ActivityDraft) -> str:
    return words(draft.reason, "reason", "Say why it is corrected." if draft.corrects else "", 1_000)


def record_result(
    *, reference: str, rung: str, total: int, as_of: date, source: str, reason: str = "", sent_key: UUID, by: Viewer,
    at: datetime,
) -> int:  # fmt: skip
    """Write down how many there were as of a day. The newest day stands; a count that goes down, or a second one for
    the same day, is a correction and says why."""
    if rung not in Rung.values or not 0 <= total <= MOST:
        raise Invalid("Give a whole number from 0.", "total")
    if as_of > by.day:
        raise Invalid("The day is still to come. Give the day on which it was counted.", "as_of")
    taken_from = line(source, "source", "Say where the count was taken from.")
    with writing():
        operation = locked(reference, by).operation
        if (known := sent_before(ResultCount, sent_key)) is not None:
            return known.pk
        kept = standing_counts(operation)
        held = kept.get(Rung(rung))
        if held is not None and as_of < held.as_of:
            raise Invalid(
                f"A count as of {held.as_of:%-d %B %Y} stands already. Give the same day or a later one.", "as_of"
            )
        is_correction = held is not None and (held.as_of == as_of or _falls(Rung(rung), held.total, total))
        why = words(reason, "reason", "Say why the count is corrected." if is_correction else "", 1_000)
        counts = {one: row.total for one, row in kept.items()} | {Rung(rung): total}
        if (wrong := wrong_with_counts(counts)) is not None:
            raise Invalid(wrong, "total")
        made = ResultCount.objects.create(
            operation=operation, rung=rung, total=total, as_of=as_of, source=taken_from, reason=why, sent_key=sent_key,
            **who(by, at),
        )  # fmt: skip
        log(operation, Act.CHANGE, f"{made.get_rung_display()}: {total} as of {as_of}", by, at)
    return made.pk


def _falls(rung: Rung, held: int, total: int) -> bool:
    """Whoever awaits sentence is sentenced in the end: that count may fall by itself, the others cannot."""
    return total < held and rung != Rung.AWAITING


def standing_counts(operation: Operation) -> dict[Rung, ResultCount]:
    """The count that stands on each rung: the newest day's, of that day the last one written."""
    return {Rung(row.rung): row for row in operation.results.order_by("as_of", "pk")}


def keep_police_note(
    *, reference: str, rung: str, system_reference: str, note: str, sent_key: UUID, by: Viewer, at: datetime
) -> None:
    """Keep a reference of the police's own system, and a note. Only this agency's members with the permission read it."""
    with writing():
        found = seen(by, reference)
        if not found.may_see_police_only:
            raise refuse(by, "police-only part of an operation", reference, NOT_POLICE, act=Act.CREATE)
        if rung not in Rung.values:
            raise Invalid("Choose what it belongs to.", "rung")
        named = line(system_reference, "system_reference", "Give the reference in your own system.", 60)
        said = words(note, "note", "", 2_000)

        def make() -> PoliceOnlyNote:
            made = PoliceOnlyNote.objects.create(
                operation=found.operation,
                rung=rung,
                system_reference=named,
                note=said,
                sent_key=sent_key,
                **who(by, at),
            )
            log(found.operation, Act.CREATE, "wrote into the police-only part", by, at)
            return made

        once(PoliceOnlyNote, sent_key, make)
