"""What is said about ties to a group, as far as a worker let the child read it, and what the child says against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from alongside.partners.own_access import OwnLink
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup
from alongside.support.models import OwnView, TieAssertion, TieChallenge
from alongside.support.queries.own_matters import Matter
from alongside.support.queries.own_reading import CorrectionShown, decided, rule_of
from alongside.support.references import CASE
from alongside.support.states import ChallengeBy, ChallengeEnd, OwnReader, SeenBy
from alongside.support.ties import is_taken_back

ANSWERS = {
    ChallengeEnd.TAKEN_BACK: "We took it back. Nobody sees it any more",
    ChallengeEnd.STANDS: "It stays, and what you say stands beside it",
}
ABOUT = "What somebody said about you"


@dataclass(frozen=True, slots=True)
class OwnTie:
    """Never the source, nor the day: whoever was with her or him on that day could be known by it, and be in danger.
    `goes_in`: the first of the month in which it lapses; the day itself is often half a year after that on which it was
    said."""

    id: UUID
    said: str
    goes_in: date
    waits: bool
    """What somebody says against it waits for its answer: the child, or a parent or an advocate, which she is not told."""


def own_ties(viewer: Viewer, link: OwnLink) -> tuple[OwnTie, ...]:
    """What the child may read of what is said: nothing by itself, and never a parent or a link of the stricter rule."""
    ticked = _let_read(viewer, link)
    if not ticked or not _is_childs(link):
        return ()
    matter = decided(viewer, link, FieldGroup.KNOWN_TO)
    rows = _live(viewer, matter).filter(pk__in=ticked).prefetch_related("challenges")
    return tuple(
        OwnTie(one.pk, one.said, one.lapses_on.replace(day=1), any(not row.end for row in one.challenges.all()))
        for one in rows
        if not is_taken_back(one)
    )


def own_challenges(viewer: Viewer, link: OwnLink) -> tuple[CorrectionShown, ...]:
    """What the child said against it, with what came of that: what she said here, and what a worker wrote down for her
    where she may read what it is about."""
    if not link.matter.startswith(CASE) or not _is_childs(link):
        return ()
    matter = decided(viewer, link, FieldGroup.CHILD_VOICE)
    rows = TieChallenge.objects.filter(tie__in=_live(viewer, matter), challenger=ChallengeBy.CHILD)
    rows = rows.filter(Q(view__isnull=False) | Q(tie_id__in=_let_read(viewer, link)))
    return tuple(_challenge(one) for one in rows.order_by("-at")[:50])


def said_against(viewer: Viewer) -> QuerySet[TieChallenge]:
    """Of the cases that the viewer's agency works now, whoever gave the link; what `ties.is_for` lets her see, and not
    what she wrote herself: nobody answers for her own words."""
    if not viewer.may(Permission.WORK_CASES):
        return TieChallenge.objects.none()
    ties = TieAssertion.objects.filter(lapses_on__gt=viewer.day, case__receiver_id=viewer.agency_id)
    if not viewer.may(Permission.MANAGE_CASES):
        ties = ties.filter(~Q(seen_by=SeenBy.WORKER) | Q(case__worker_id=viewer.member_id))
    ties = ties.exclude(case__record__person_id__in=viewer.hidden_persons).exclude(by_member_id=viewer.member_id)
    # Of each open challenge its tie is looked up, and not of every case of the agency its ties.
    open_ones = TieChallenge.objects.filter(view__isnull=False, end="")
    return open_ones.filter(Exists(ties.filter(pk=OuterRef("tie_id"))))


def _let_read(viewer: Viewer, link: OwnLink) -> Sequence[str]:
    """What a worker ticked; nothing by a link of the stricter rule."""
    rule = rule_of(viewer, link.matter)
    return tuple(rule.ties) if rule and FieldGroup.KNOWN_TO in link.groups else ()


def _live(viewer: Viewer, matter: Matter) -> QuerySet[TieAssertion]:
    return TieAssertion.objects.filter(case__reference=matter.reference, lapses_on__gt=viewer.day)


def _is_childs(link: OwnLink) -> bool:
    return OwnView.objects.filter(pk=link.id, reader=OwnReader.CHILD).exists()


def _challenge(one: TieChallenge) -> CorrectionShown:
    answer = ANSWERS[ChallengeEnd(one.end)] if one.end else ""
    return CorrectionShown(ABOUT, one.words, one.at, answer, one.end_words, one.answered_at)
