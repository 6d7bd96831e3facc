"""Which records are like a restricted person's, so that nobody is told of them before a cleared member has looked."""

from collections.abc import Collection
from itertools import chain
from uuid import UUID

from alongside.partners.standing import Viewer
from alongside.people.identity.components import restricted_now
from alongside.people.models import LinkEdge, SourceRecord
from alongside.people.states import PairOutcome

_LIKE = (PairOutcome.AUTOMATIC, PairOutcome.REVIEW, PairOutcome.REFUSED)


def beside_restricted(viewer: Viewer, records: Collection[int]) -> dict[int, UUID]:
    """For the system's decision whom to tell, never for a page: record and the restricted person whom it is, or may
    be. Restricted for whomsoever: clearance lets a member look, and tells nobody else."""
    hidden = restricted_now(viewer.at)
    if not hidden:
        return {}
    theirs = dict(SourceRecord.objects.filter(person_id__in=hidden).values_list("pk", "person_id"))
    found = {record: theirs[record] for record in records if record in theirs}
    pairs = LinkEdge.objects.filter(outcome__in=_LIKE).values_list("one_id", "other_id")
    for one, other in chain(
        pairs.filter(one_id__in=records, other_id__in=theirs), pairs.filter(other_id__in=records, one_id__in=theirs)
    ):
        mine, hers = (one, other) if other in theirs else (other, one)
        found.setdefault(mine, theirs[hers])
    return found
