"""A moderator takes down what is public: at once, with a reason, whoever wrote it."""

from datetime import datetime

from django.db import transaction

from alongside.community import public_rows
from alongside.community.actions.moderating import Judgement, write_verdict
from alongside.community.actions.standing import allowed
from alongside.community.errors import CommunityRefused
from alongside.community.models import Network, NetworkEvent, Priority, PriorityStep
from alongside.community.states import Subject, Verdict
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer


def take_down(*, subject: Subject, subject_id: int, because: str, words: str, by: Viewer, at: datetime) -> None:
    """Take a text off every public page, list and feed. It cannot be put back; a network or event may be reworded.

    The row stays, with the verdict, for as long as somebody may complain; then its words are emptied.
    """
    allowed(by, subject.label, subject_id, Permission.KEEP_COMMUNITY)
    judgement = Judgement(Verdict.TAKEN_DOWN, because, words)
    with transaction.atomic():
        row = public_rows.OF[subject]().filter(pk=subject_id).first()
        if row is None:
            raise CommunityRefused("That is not public, or was taken down already. Open the list again.")
        version = row.changes if isinstance(row, Network | NetworkEvent) else 1
        write_verdict(subject, subject_id, version, judgement, by, at)
        if isinstance(row, Network):
            Network.objects.filter(pk=row.pk).update(shown=None)
        if isinstance(row, PriorityStep):
            _owe_again(row)


def _owe_again(step: PriorityStep) -> None:
    """Residents were told nothing that still stands: what was due before the newest step is due as before."""
    is_newest = not public_rows.steps().filter(priority=step.priority_id, pk__gt=step.pk).exists()
    if is_newest and step.was_due_at is not None:
        Priority.objects.filter(pk=step.priority_id).update(report_back_by=step.was_due_at)
