"""A moderator reads before anybody else does, and gives reasons."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.community import clocks, wording
from alongside.community.actions.standing import allowed
from alongside.community.actions.telling import keep_at_door
from alongside.community.codes import DOOR, new_code
from alongside.community.errors import CommunityRefused
from alongside.community.models import Consultation, Moderation, Network, NetworkEvent, Post, Survey
from alongside.community.states import RejectReason, Subject, Verdict
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer


@dataclass(frozen=True, slots=True)
class Judgement:
    """`shown_text` and `shown_place` are what is made public of a post: the writer's words, or with a name left out."""

    verdict: Verdict
    because: str = ""
    words: str = ""
    shown_text: str = ""
    shown_place: str = ""


def moderate_post(*, post_id: int, judgement: Judgement, by: Viewer, at: datetime) -> None:
    """Show a question or report, refuse it with a reason, or hand it to the front door because it tells of a person."""
    allowed(by, "public post", post_id, Permission.KEEP_COMMUNITY)
    with transaction.atomic():
        post = Post.objects.select_for_update().filter(pk=post_id).first()
        if post is None:
            raise CommunityRefused("That post is not held here. Open the list and choose again.")
        _once(Subject.POST, post.pk, 1)
        if judgement.verdict == Verdict.SHOWN:
            post.shown_text = wording.public(
                wording.words(judgement.shown_text, "shown_text", "The text"), "shown_text"
            )
            place = wording.line(judgement.shown_place, "shown_place", "The place", needed=False)
            post.shown_place = wording.public(place, "shown_place")
            post.save(update_fields=["shown_text", "shown_place"])
        elif judgement.verdict == Verdict.TO_THE_DOOR:
            _hand_over(post, by, at)
        write_verdict(Subject.POST, post.pk, 1, judgement, by, at)


def moderate_network(*, network_id: int, changes: int, judgement: Judgement, by: Viewer, at: datetime) -> None:
    """Let a network's newest text be public, or not. What was public before stays so until a newer text is let through."""
    allowed(by, "residents’ network", network_id, Permission.KEEP_COMMUNITY)
    with transaction.atomic():
        row = Network.objects.select_for_update().filter(pk=network_id).first()
        _newest(row, changes, "network")
        assert row is not None
        _once(Subject.NETWORK, row.pk, changes)
        if judgement.verdict == Verdict.SHOWN:
            row.shown = {"name": row.name, "about": row.about, "meets": row.meets, "contact": row.contact}
            row.save(update_fields=["shown"])
        write_verdict(Subject.NETWORK, row.pk, changes, judgement, by, at)


def moderate_event(*, event_id: int, changes: int, judgement: Judgement, by: Viewer, at: datetime) -> None:
    """Let an event be public, or not."""
    allowed(by, "event", event_id, Permission.KEEP_COMMUNITY)
    with transaction.atomic():
        row = NetworkEvent.objects.select_for_update().filter(pk=event_id).first()
        _newest(row, changes, "event")
        assert row is not None
        _once(Subject.EVENT, row.pk, changes)
        write_verdict(Subject.EVENT, row.pk, changes, judgement, by, at)


def moderate_advice(*, consultation_id: int, judgement: Judgement, by: Viewer, at: datetime) -> None:
    """Let advice of Young Advisors be public, or not. The partner reads it from then on: so long it has to answer."""
    allowed(by, "advice", consultation_id, Permission.KEEP_COMMUNITY)
    with transaction.atomic():
        row = Consultation.objects.select_for_update().filter(pk=consultation_id).first()
        if row is None:
            raise CommunityRefused("That advice is not held here. Open the list and choose again.")
        _once(Subject.ADVICE, row.pk, 1)
        if judgement.verdict == Verdict.SHOWN:
            row.answer_by = clocks.due(at, clocks.CONSULTATION)
            row.save(update_fields=["answer_by"])
        write_verdict(Subject.ADVICE, row.pk, 1, judgement, by, at)


def moderate_survey(*, survey_id: int, judgement: Judgement, by: Viewer, at: datetime) -> None:
    """Let the words of a survey be public, or not. Its answers are numbers."""
    allowed(by, "survey", survey_id, Permission.KEEP_COMMUNITY)
    with transaction.atomic():
        row = Survey.objects.select_for_update().filter(pk=survey_id).first()
        if row is None:
            raise CommunityRefused("That survey is not held here. Open the list and choose again.")
        _once(Subject.SURVEY, row.pk, 1)
        write_verdict(Subject.SURVEY, row.pk, 1, judgement, by, at)


def _newest(row: Any, changes: int, what: str) -> None:
    if row is None:
        raise CommunityRefused(f"That {what} is not held here. Open the list and choose again.")
    if row.changes != changes:
        raise CommunityRefused(f"The {what} was changed since you opened this page. Read it again, then decide.")


def _once(subject: Subject, subject_id: int, version: int) -> None:
    if Moderation.objects.filter(subject=subject, subject_id=subject_id, version=version).exists():
        raise CommunityRefused("Somebody has decided on this already. Open the list to see what is left.")


def _hand_over(post: Post, by: Viewer, at: datetime) -> None:
    """The words go to the front door and are gone from here; the writer's code answers from here all the same."""
    told = f"{post.text}\n\n{post.place}".strip()
    fields: dict[str, object] = {"words": told, "ward_name": post.ward_name, "from_public_form": True}
    keep_at_door(fields=fields, code=new_code(DOOR), sent_key=uuid4(), by=by.actor, at=at)
    post.text, post.place, post.forgotten_at = "", "", at
    post.save(update_fields=["text", "place", "forgotten_at"])


def write_verdict(
    subject: Subject, subject_id: int, version: int, judgement: Judgement, by: Viewer, at: datetime
) -> None:
    """Inside a transaction: the verdict with its reason, and its row in the log."""
    is_against = judgement.verdict in (Verdict.REJECTED, Verdict.TAKEN_DOWN)
    if is_against and judgement.because not in RejectReason.values:
        raise CommunityRefused("Choose the reason. The writer reads it.", "because")
    said = wording.words(judgement.words, "words", "Your words", most=1_000, needed=False)
    because = judgement.because if is_against else ""
    Moderation.objects.create(
        subject=subject, subject_id=subject_id, version=version, verdict=judgement.verdict, because=because,
        words=said, agency_code=by.agency_code, by=by.actor.name, at=at,
    )  # fmt: skip
    told = f"{Verdict(judgement.verdict).label}. {RejectReason(because).label if because else ''}".strip()
    record(
        Entry(
            at=at, actor=by.actor, act=Act.DECIDE, subject_kind=subject.label, subject_id=str(subject_id), reason=told
        )
    )
