"""ASB case reviews: applied for by anybody with a code, decided, held with a panel, answered by agencies, appealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import SystemRandom
from uuid import UUID

from django.db import IntegrityError

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.common.references import short_reference
from alongside.common.timelines import LONDON
from alongside.community import clocks, wording
from alongside.community.actions.standing import allowed, own
from alongside.community.codes import REVIEW, digest_of, new_code
from alongside.community.errors import CommunityRefused
from alongside.community.models import (
    Recommendation,
    RecommendationAnswer,
    ReviewApplication,
    ReviewComplaint,
    ReviewStep,
)
from alongside.community.rules import REPORTS_NEEDED, Complaint, reason_not_to_move_review, threshold
from alongside.community.states import Acceptance, Applicant, ReviewState
from alongside.partners.access import writing
from alongside.partners.queries import agencies
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer

REFERENCE = "ASR"
MOST_COMPLAINTS = 20


@dataclass(frozen=True, slots=True)
class ReportMade:
    complaint: Complaint
    reported_to: str


@dataclass(frozen=True, slots=True)
class ReviewDraft:
    applicant: str
    words: str
    effect: str
    reports: tuple[ReportMade, ...]
    how_to_reach: str = ""
    ward_code: str = ""
    ward_name: str = ""
    needed: int = REPORTS_NEEDED


@dataclass(frozen=True, slots=True)
class ReviewReceipt:
    """`code` is shown once and kept nowhere; empty when the form had been sent before."""

    code: str
    reference: str
    decide_by: datetime


def apply_for_review(*, draft: ReviewDraft, sent_key: UUID, by: Actor, at: datetime) -> ReviewReceipt:
    """Ask for a case review. Whether the threshold is met is reckoned from the dates, and decided by a person."""
    if draft.applicant not in Applicant.values:
        raise CommunityRefused("Say for whom you ask.", "applicant")
    reports = draft.reports[:MOST_COMPLAINTS]
    if not reports:
        raise CommunityRefused("Give the day on which you reported it at least once.", "reports")
    reckoned = threshold(
        [one.complaint for one in reports], applied_on=at.astimezone(LONDON).date(), needed=draft.needed
    )
    fields = {
        "applicant": draft.applicant,
        "words": wording.words(draft.words, "words", "What happens"),
        "effect": wording.words(draft.effect, "effect", "What it does to you", most=1_500, needed=False),
        "how_to_reach": wording.line(draft.how_to_reach, "how_to_reach", "How to reach you", most=300, needed=False),
        "ward_code": draft.ward_code[:9], "ward_name": draft.ward_name[:120], "needed": reckoned.needed,
        "counted": reckoned.counted,
    }  # fmt: skip
    code, reference = new_code(REVIEW), short_reference(REFERENCE, SystemRandom())
    try:
        with writing():
            row = ReviewApplication.objects.create(
                **fields, reference=reference, code_digest=digest_of(code), sent_key=sent_key, applied_at=at,
                acknowledge_by=clocks.due(at, clocks.ACKNOWLEDGE), decide_by=clocks.due(at, clocks.DECIDE),
                meet_by=clocks.due(at, clocks.MEET),
            )  # fmt: skip
            _keep_reports(row, reports)
            _step(row, ReviewState.APPLIED, "", by, at)
    except IntegrityError:
        held = ReviewApplication.objects.get(sent_key=sent_key)
        return ReviewReceipt("", held.reference, held.decide_by)
    return ReviewReceipt(code, reference, row.decide_by)


def move_review(
    *, reference: str, to: ReviewState, reason: str, panel: Sequence[str] = (), by: Viewer, at: datetime
) -> None:
    """Acknowledge, decide on the threshold, hold the review, decide on an appeal, close. `panel`: agencies that met."""
    allowed(by, "ASB case review", reference, Permission.KEEP_COMMUNITY)
    if to in (ReviewState.APPLIED, ReviewState.APPEALED):
        raise CommunityRefused("Only the applicant can do that.")
    said = wording.words(reason, "reason", "The reason", most=2_000, needed=False)
    with writing():
        row = _review(reference)
        now = row.steps.latest("pk")
        if now.state == to:
            return  # sent twice
        decider = ""
        if now.state == ReviewState.APPEALED:
            decider = row.steps.exclude(state=ReviewState.APPEALED).latest("pk").by_id
        why = reason_not_to_move_review(now=ReviewState(now.state), to=to, reason=said, decider=decider, by=by.actor.id)
        if why is not None:
            raise CommunityRefused(why, "to")
        if to is ReviewState.HELD and not panel:
            raise CommunityRefused("Say which agencies met.", "panel")
        _step(row, to, said, by.actor, at, panel=list(panel) if to is ReviewState.HELD else [])


def appeal_review(*, reference: str, words: str, by: Actor, at: datetime) -> None:
    """The applicant asks for the decision to be looked at again, within twenty working days of it."""
    said = wording.words(words, "words", "Why you appeal", most=2_000)
    with writing():
        row = _review(reference)
        now = row.steps.latest("pk")
        if now.state == ReviewState.APPEALED:
            return
        if (why := reason_not_to_move_review(now=ReviewState(now.state), to=ReviewState.APPEALED, reason=said)) or (
            at > clocks.due(now.at, clocks.APPEAL_WITHIN)
        ):
            raise CommunityRefused(why or "The time in which you can appeal is over. You can ask for a new review.")
        _step(row, ReviewState.APPEALED, said, by, at)


def recommend(*, reference: str, agency_code: str, what: str, sent_key: UUID, by: Viewer, at: datetime) -> None:
    """Ask one agency for something, after the review was held. The same `sent_key` twice is one recommendation."""
    allowed(by, "ASB case review", reference, Permission.KEEP_COMMUNITY)
    said = wording.words(what, "what", "The recommendation", most=1_500)
    to = next((one for one in agencies() if one.code == agency_code), None)
    if to is None:
        raise CommunityRefused("Choose the agency from the list.", "agency")
    try:
        with writing():
            row = _review(reference)
            if row.steps.latest("pk").state != ReviewState.HELD:
                raise CommunityRefused("Recommendations follow a review that was held. Write down that it was.")
            Recommendation.objects.create(
                application=row, to_agency_id=to.pk, to_agency_code=to.code, to_agency_name=to.name, what=said,
                sent_key=sent_key, made_at=at, answer_by=clocks.due(at, clocks.AGENCY_ANSWERS),
            )  # fmt: skip
            _note(row, Act.CREATE, f"recommended to {to.code}", by.actor, at)
    except IntegrityError:
        return


def answer_recommendation(
    *, recommendation_id: int, acceptance: Acceptance, words: str, by: Viewer, at: datetime
) -> None:
    """The agency says what it will do. Only who may answer in that agency's name does so."""
    allowed(by, "recommendation", recommendation_id, Permission.ANSWER_FOR_AGENCY)
    said = wording.words(words, "words", "The answer", most=1_500)
    with writing():
        row = Recommendation.objects.select_for_update().filter(pk=recommendation_id).first()
        if row is None:
            raise CommunityRefused("That recommendation is not held here.")
        own(by, "recommendation", recommendation_id, row.to_agency_id)
        last = row.answers.last()
        if last is not None and (last.acceptance, last.words) == (acceptance, said):
            return
        RecommendationAnswer.objects.create(
            recommendation=row, acceptance=acceptance, words=said, agency_code=by.agency_code, by=by.actor.name, at=at
        )
        _note(row.application, Act.CREATE, f"answered: {acceptance.label}", by.actor, at)


def _keep_reports(row: ReviewApplication, reports: Sequence[ReportMade]) -> None:
    for one in reports:
        ReviewComplaint.objects.create(
            application=row, happened_on=one.complaint.happened_on, reported_on=one.complaint.reported_on,
            reported_to=wording.line(one.reported_to, "reports", "To whom you reported it", most=120),
        )  # fmt: skip


def _review(reference: str) -> ReviewApplication:
    row = ReviewApplication.objects.select_for_update().filter(reference=reference).first()
    if row is None:
        raise CommunityRefused("That application is not held here. Open the list and choose again.")
    return row


def _step(
    row: ReviewApplication, state: ReviewState, reason: str, by: Actor, at: datetime, panel: Sequence[str] = ()
) -> None:
    ReviewStep.objects.create(
        application=row, state=state, reason=reason, panel=list(panel), agency_code=by.agency_code, by=by.name,
        by_id=by.id[:60], at=at,
    )  # fmt: skip
    _note(row, Act.DECIDE, state.label, by, at)


def _note(row: ReviewApplication, act: Act, reason: str, by: Actor, at: datetime) -> None:
    record(Entry(at=at, actor=by, act=act, subject_kind="ASB case review", subject_id=row.reference, reason=reason))
