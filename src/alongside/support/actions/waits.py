"""Keeping the answers that are asked only to see whether help is fair."""

from dataclasses import dataclass
from datetime import datetime

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.partners.access import writing
from alongside.partners.errors import Invalid
from alongside.partners.standing import Viewer
from alongside.people.models import SourceRecord
from alongside.support.fairness import EthnicGroup, Send
from alongside.support.models import FairnessAnswers


@dataclass(frozen=True, slots=True)
class Fairness:
    """What the referrer told for counting. Empty: not asked."""

    ethnic_group: str = ""
    send: str = ""

    @property
    def says_something(self) -> bool:
        return bool(self.ethnic_group or self.send)


NOT_TOLD = Fairness()


def keep_fairness(*, of: SourceRecord, told: Fairness, by: Viewer, at: datetime) -> None:
    """Keep what was told for counting beside a record of the member's own agency. What is not told leaves what was
    told before; the log holds that something was kept, never what."""
    if told.ethnic_group not in EthnicGroup.values:
        raise Invalid("Choose an ethnic group from the list, or leave it.", "ethnic_group")
    if told.send not in Send.values:
        raise Invalid("Choose from the list of special educational needs, or leave it.", "send")
    if not told.says_something:
        return
    with writing():
        before = FairnessAnswers.objects.select_for_update(of=("self",)).filter(pk=of.pk).first()
        FairnessAnswers.objects.update_or_create(
            record=of,
            defaults={
                "ethnic_group": told.ethnic_group or (before.ethnic_group if before else ""),
                "send": told.send or (before.send if before else ""),
                "given_by": by.actor.name[:200],
                "given_at": at,
            },
        )
        record(
            Entry(
                at=at, actor=by.actor, act=Act.CHANGE, subject_kind="record", subject_id=str(of.pk),
                persons=(of.person_id,), holder_code=by.agency_code, reason="kept answers that are used for counting only",
            )
        )  # fmt: skip
