"""A member has read that somebody she looked at was found to be another."""

from datetime import datetime

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.partners.access import refuse, writing
from alongside.partners.noticeboard import see_matter
from alongside.partners.standing import Viewer
from alongside.partners.states import NoticeKind
from alongside.people.models import IdentityNotice


def acknowledge_notice(*, notice_id: int, by: Viewer, at: datetime) -> None:
    """Note that she has read it. Only her own."""
    with writing():
        notice = IdentityNotice.objects.select_for_update().filter(pk=notice_id, member_id=by.member_id).first()
        if notice is None:
            raise refuse(by, "notice", str(notice_id), "not a notice of this member", act=Act.CHANGE)
        if notice.acknowledged_at is not None:
            return
        notice.acknowledged_at = at
        notice.save(update_fields=["acknowledged_at"])
        see_matter(kind=NoticeKind.IDENTITY_CHANGED, reference=str(notice.event_id), by=by, at=at)
        record(
            Entry(
                at=at, actor=by.actor, act=Act.CHANGE, subject_kind="notice", subject_id=str(notice.pk),
                persons=(notice.person_id,), reason="read that an identity has changed",
            )
        )  # fmt: skip
