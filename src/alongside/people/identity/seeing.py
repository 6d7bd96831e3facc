"""Which records a member may lay side by side: the one rule for looking in other agencies, reviewing and splitting."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.people.models import SourceRecord


def comparable(viewer: Viewer, purpose: Purpose = Purpose.SAFEGUARDING) -> "QuerySet[SourceRecord]":
    """Records of her own agency, and of those whose agreement lets hers learn that they know a child and who it is;
    never of somebody restricted for whom she is not cleared."""
    holders = {viewer.agency_id, *givers(viewer, purpose)}
    return SourceRecord.objects.all().unrestricted(viewer).filter(holder_id__in=holders)


def givers(viewer: Viewer, purpose: Purpose) -> set[int]:
    return set(viewer.givers(purpose, FieldGroup.KNOWN_TO)) & set(viewer.givers(purpose, FieldGroup.IDENTITY))


def records_within(viewer: Viewer, records: Iterable[int]) -> set[int]:
    return set(comparable(viewer).filter(pk__in=list(records)).values_list("pk", flat=True))


def both_within(viewer: Viewer) -> Q:
    """For rows with two records: both may be compared by this member."""
    may_give = givers(viewer, Purpose.SAFEGUARDING)

    def within(side: str) -> Q:
        # Apart, so that the viewer's agency may be a slot of a prepared question.
        return Q(**{f"{side}__holder_id": viewer.agency_id}) | Q(**{f"{side}__holder_id__in": may_give})

    return (
        within("one")
        & within("other")
        & ~(Q(one__person_id__in=viewer.hidden_persons) | Q(other__person_id__in=viewer.hidden_persons))
    )
