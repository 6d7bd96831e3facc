"""The sender's own record of the child whom a form is about: the one that was chosen, or a new one."""

from datetime import datetime

from alongside.audit.states import Act
from alongside.partners.access import decide, refuse
from alongside.partners.models import Agency
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.people.actions import add_record, attach
from alongside.people.drafts import RecordDraft
from alongside.people.models import SourceRecord
from alongside.support.matters import child_of_matter


def own_record(
    *, child: RecordDraft, record_id: int | None, from_matter: str, source: str, holder: Agency, by: Viewer,
    at: datetime,
) -> SourceRecord:  # fmt: skip
    """Her own record, put to the person whom she chose among the candidates that she was shown."""
    if record_id is None:
        return add_record(draft=child, holder=holder, source=source, by=by.actor, at=at, today=by.day)
    chosen = SourceRecord.objects.select_related("holder").filter(pk=record_id).first()
    if chosen is None or not _may_choose(chosen, from_matter, by):
        raise refuse(by, "record", str(record_id), "not a candidate that was shown", act=Act.LINK)
    if chosen.holder_id == holder.pk:
        return chosen
    made = add_record(draft=child, holder=holder, source=source, by=by.actor, at=at, today=by.day)
    attach(
        made=made, to_person=chosen.person_id, to_record=chosen.pk, reason="The referrer chose this child",
        by=by.actor, at=at,
    )  # fmt: skip
    return made


def _may_choose(chosen: SourceRecord, matter: str, by: Viewer) -> bool:
    """Her record may be seen anyway, or it is the child of the concern, case or plan that led here."""
    if FieldGroup.IDENTITY in decide(by, chosen.subject, Purpose.SAFEGUARDING, [FieldGroup.IDENTITY]):
        return True
    return child_of_matter(by, matter) == chosen
