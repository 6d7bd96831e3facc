"""An agency says who is kin to whom, or lives with whom; and that it is so no more."""

from datetime import datetime

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.partners.access import decide_all, refuse, writing
from alongside.partners.errors import Invalid
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.people.models import Relationship, SourceRecord
from alongside.people.states import Relation


def relate(*, one: int, other: int, relation: str, by: Viewer, at: datetime) -> Relationship:
    """Say that `one` is this to `other`, by two records whose identity the member may see. Copies nothing."""
    if relation not in Relation.values:
        raise Invalid("Choose what the one is to the other.", "relation")
    rows = {row.pk: row for row in SourceRecord.objects.select_related("holder").filter(pk__in=[one, other])}
    if not by.may(Permission.RAISE_CONCERN) or len(rows) != 2 or not _sees_both(by, list(rows.values())):
        raise refuse(by, "relationship", "", "not two records that the member may see", act=Act.CREATE)
    if rows[one].person_id == rows[other].person_id:
        raise Invalid("These records tell of one person.", "other")
    with writing():
        said = Relationship.objects.filter(
            one_id=one, other_id=other, relation=relation, said_by_id=by.agency_id, ended_at__isnull=True
        ).first()
        if said is not None:
            return said
        made = Relationship.objects.create(
            one_id=one, other_id=other, relation=relation, said_by_id=by.agency_id, said_at=at
        )
        _log(made, rows, Act.CREATE, f"{by.agency_name} says: {made.get_relation_display().lower()}", by, at)
    return made


def end_relation(*, relationship_id: int, by: Viewer, at: datetime) -> None:
    """Say that it is so no more. Only the agency that said it takes it back."""
    with writing():
        made = (
            Relationship.objects.select_for_update(of=("self",))
            .select_related("one", "other")
            .filter(pk=relationship_id, said_by_id=by.agency_id)
            .first()
        )
        if made is None or not by.may(Permission.RAISE_CONCERN):
            raise refuse(by, "relationship", str(relationship_id), "not said by the member's agency", act=Act.CHANGE)
        if made.ended_at is not None:
            raise Invalid("This was ended already.", "relationship")
        made.ended_at, made.ended_by = at, by.actor.name[:200]
        made.save(update_fields=["ended_at", "ended_by"])
        rows = {made.one_id: made.one, made.other_id: made.other}
        _log(made, rows, Act.CHANGE, f"{by.agency_name} says: no longer so", by, at)


def _sees_both(by: Viewer, rows: list[SourceRecord]) -> bool:
    decisions = decide_all(by, [row.subject for row in rows], Purpose.SAFEGUARDING, [FieldGroup.IDENTITY])
    return all(one.allowed for one in decisions)


def _log(
    made: Relationship, rows: dict[int, SourceRecord], act: Act, reason: str, by: Viewer, at: datetime
) -> None:  # fmt: skip
    record(
        Entry(
            at=at, actor=by.actor, act=act, subject_kind="relationship", subject_id=str(made.pk),
            persons=(rows[made.one_id].person_id, rows[made.other_id].person_id), holder_code=by.agency_code,
            reason=reason,
        )
    )  # fmt: skip
