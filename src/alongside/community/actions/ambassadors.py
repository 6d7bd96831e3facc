"""Ambassadors: young people with a role, and nothing else. No account is made for them, no case and no person is here."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from secrets import SystemRandom
from uuid import UUID

from django.db import IntegrityError

from alongside.audit.states import Act
from alongside.common.references import short_reference
from alongside.community import wording
from alongside.community.actions.mentors import note
from alongside.community.actions.standing import allowed
from alongside.community.errors import CommunityRefused
from alongside.community.mentoring import AMBASSADOR as KIND
from alongside.community.mentoring import RUNS_MENTORS
from alongside.community.models import AmbassadorRole
from alongside.community.states import Interest
from alongside.partners.access import refuse, writing
from alongside.partners.standing import Viewer

LONGEST_TERM = timedelta(days=2 * 366)


@dataclass(frozen=True, slots=True)
class AmbassadorDraft:
    """`supervisor` is the adult of the agency who is there for the ambassador. The ambassador is not named."""

    interest: Interest
    starts_on: date
    ends_on: date
    supervisor: str


def give_role(*, draft: AmbassadorDraft, sent_key: UUID, by: Viewer, at: datetime) -> str:
    """Write down that an ambassador began; gives the reference. The same `sent_key` twice is one."""
    allowed(by, KIND, "", RUNS_MENTORS)
    if not timedelta() < draft.ends_on - draft.starts_on <= LONGEST_TERM:
        raise CommunityRefused("A term ends after it begins, and within two years.", "ends_on")
    supervisor = wording.line(draft.supervisor, "supervisor", "The supervisor", most=120)
    try:
        with writing():
            made = AmbassadorRole.objects.create(
                reference=short_reference("AM", SystemRandom()), interest=draft.interest, starts_on=draft.starts_on,
                ends_on=draft.ends_on, supervisor=supervisor, agency_id=by.agency_id, agency_code=by.agency_code,
                sent_key=sent_key,
            )  # fmt: skip
            note(by, Act.CREATE, KIND, made.reference, at)
    except IntegrityError:
        return AmbassadorRole.objects.get(sent_key=sent_key).reference
    return made.reference


def end_role(*, reference: str, by: Viewer, at: datetime) -> None:
    """An ambassador stops before the term is over."""
    allowed(by, KIND, reference, RUNS_MENTORS)
    with writing():
        row = AmbassadorRole.objects.select_for_update().filter(reference=reference, agency_id=by.agency_id).first()
        if row is None:
            raise refuse(by, KIND, reference, "there is no such ambassador of this agency", act=Act.CHANGE)
        if row.ended_at is None:
            row.ended_at = at
            row.save(update_fields=["ended_at"])
            note(by, Act.CHANGE, KIND, reference, at)
