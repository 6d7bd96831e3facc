"""Who sees patrol days by lot, and whose are the lists. Default no; refusals look alike and are in the log.

Whoever sees the operation sees them, if the sources of both plan and counting are open to her. The list of an open day
is for those who patrol or run the operation; where it need not be secret, for the running agencies too; once all days
are over, for everybody who sees the rest, so that it can be checked.
"""

from dataclasses import dataclass

from django.db.models import QuerySet

from alongside.partners.access import refuse
from alongside.partners.standing import Viewer
from alongside.places.models import PatrolTrial
from alongside.places.operation_sight import Seen, Sight, as_seen, operations_for, seen
from alongside.places.queries.runs import made_from
from alongside.places.sources import open_keys

SUBJECT = "patrol days by lot"


@dataclass(frozen=True, slots=True)
class TrialSeen:
    """Patrol days by lot that this viewer may look at."""

    row: PatrolTrial
    found: Seen

    @property
    def is_over(self) -> bool:
        return self.found.viewer.day > self.row.last_day

    @property
    def may_write(self) -> bool:
        mine = self.row.agency_code == self.found.viewer.agency_code
        return mine and self.found.may_write_activity

    @property
    def knows_lists(self) -> bool:
        return (
            self.may_write or self.found.may_run or self.is_over or (not self.row.is_secret and self.found.is_full)
        )  # fmt: skip


def trials_for(viewer: Viewer) -> QuerySet[PatrolTrial]:
    """Those of operations that the viewer may see, made from and counted in sources that are open to her."""
    rows = PatrolTrial.objects.filter(operation__in=operations_for(viewer).values("pk"))
    keys = open_keys(viewer.permissions)
    return rows if keys is None else rows.filter(made_from(keys, "plan__"), source__in=sorted(keys))


def trial_seen(viewer: Viewer, reference: str, trial_id: int) -> TrialSeen:
    """Raises `Refused`, in the same words whether there is such a trial or not."""
    found = seen(viewer, reference)
    row = trials_for(viewer).select_related("plan").filter(pk=trial_id, operation=found.operation).first()
    if row is not None:
        told = TrialSeen(row, found)
        if found.sight != Sight.TASKED or told.may_write:
            return told
    raise refuse(viewer, SUBJECT, f"{reference}/{trial_id}", "no such days by lot, or they are not hers to see")


def keeps_lists(viewer: Viewer, run_id: int) -> bool:
    """Whether the open lists of a plan are held back from this viewer, because of patrol days that go by it."""
    row = PatrolTrial.objects.filter(plan=run_id).first()
    if row is None or not row.is_secret or viewer.day > row.last_day:
        return False
    operation = operations_for(viewer).filter(pk=row.operation_id).first()
    return operation is None or not TrialSeen(row, as_seen(viewer, operation)).knows_lists
