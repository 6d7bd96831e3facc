"""What is public can be taken down at once, by a moderator, with a reason, from every page and feed; then it is forgotten."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from alongside.audit.models import Event
from alongside.community.actions import advisors, answering, taking_down
from alongside.community.actions.forgetting import ORIGINAL_OF_POST, forget_words
from alongside.community.errors import CommunityRefused
from alongside.community.measures import community_figures
from alongside.community.models import ConsultationAnswer, PostAnswer, PriorityStep
from alongside.community.queries import advisors as advised
from alongside.community.queries import kept, owed, public, shown
from alongside.community.queries.codes import by_code
from alongside.community.states import PostState, PriorityState, Subject
from alongside.partners.errors import Refused
from tests.cast import NOW, later
from tests.residents import (
    advice,
    answers,
    close_wave,
    event,
    network,
    priority,
    shown_post,
    survey,
    take_down,
)

HER = "Kayleigh Brand is to blame for it."


def answered(cast):
    _code, row = shown_post(cast)
    answering.answer_post(post_id=row.pk, did=HER, by=cast.viewer("community_officer"), at=NOW)
    return PostAnswer.objects.get().pk


def told(cast):
    made = priority(cast)
    by = cast.viewer("community_officer")
    answering.report_back(priority_id=made, to=PriorityState.DONE, did=HER, by=by, at=later(days=3))
    return PriorityStep.objects.get().pk


def advice_answered(cast):
    made = advice(cast, to="police")
    advisors.answer_advice(consultation_id=made, words=HER, by=cast.viewer("sergeant"), at=NOW)
    return ConsultationAnswer.objects.get().pk


def closed_survey(cast):
    made = survey(cast)
    answers(cast, made, {1: 6, 5: 6})
    close_wave(cast, made)
    return made


MADE = {
    Subject.POST: lambda cast: shown_post(cast, HER)[1].pk, Subject.ANSWER: answered, Subject.PRIORITY_STEP: told,
    Subject.PRIORITY: lambda cast: priority(cast, said=HER),
    Subject.NETWORK: lambda cast: network(cast, about=HER),
    Subject.EVENT: lambda cast: event(cast, network(cast), about=HER),
    Subject.ADVICE: advice, Subject.ADVICE_ANSWER: advice_answered, Subject.SURVEY: closed_survey,
}  # fmt: skip


def everything_public(at):
    return str([
        public.posts(at=at)[0], public.priorities(at=at), public.priorities(at=at, is_open=False), public.networks(),
        public.events(at=at), public.events(at=at, for_feed=True), advised.advice(at=at)[0], advised.surveys(),
    ])  # fmt: skip


@pytest.mark.parametrize("subject", Subject)
def test_a_moderator_takes_down_what_is_public_with_a_reason(cast, subject):
    made, officer = MADE[subject](cast), cast.viewer("community_officer", at=later(days=4))
    words = shown.shown_text(officer, subject, made).words.split("\n")[0]
    assert words in everything_public(officer.at)
    with pytest.raises(Refused):
        take_down(cast, subject, made, by="outsider")
    with pytest.raises(Refused):
        shown.shown_text(cast.viewer("outsider"), subject, made)
    take_down(cast, subject, made, at=officer.at)
    assert words not in everything_public(officer.at) and shown.shown_texts(officer, subject)[0] == []
    assert Event.objects.filter(reason="Taken down. It tells who somebody is", subject_kind=subject.label).count() == 1
    with pytest.raises(CommunityRefused, match="taken down already"):
        take_down(cast, subject, made)


def test_a_take_down_needs_a_reason(cast):
    _code, row = shown_post(cast)
    with pytest.raises(CommunityRefused, match="Choose the reason"):
        taking_down.take_down(
            subject=Subject.POST, subject_id=row.pk, because="", words="", by=cast.viewer("community_officer"), at=NOW
        )


def test_the_writer_reads_with_the_code_why_it_was_taken_down(cast):
    code, row = shown_post(cast)
    take_down(cast, Subject.POST, row.pk)
    found = by_code(code, at=NOW)[1]
    assert (found.state, found.because, found.public_id) == (PostState.REJECTED, "It tells who somebody is", None)
    with pytest.raises(CommunityRefused, match="Only what is shown"):
        answering.answer_post(post_id=row.pk, did="Done.", by=cast.viewer("community_officer"), at=NOW)


def test_what_was_answered_with_a_taken_down_answer_is_owed_again_and_figures_are_not_mended(cast):
    answer, officer = answered(cast), cast.viewer("community_officer")
    year = {"since": NOW, "until": later(days=365)}
    assert community_figures(**year).questions.in_time == 1
    take_down(cast, Subject.ANSWER, answer)
    (post,) = public.posts(at=NOW)[0]
    assert post.state is PostState.SHOWN and [one.id for one in kept.to_answer(officer)[0]] == [post.id]
    take_down(cast, Subject.POST, post.id)
    assert (community_figures(**year).questions.due, community_figures(**year).questions.in_time) == (1, 0)
    take_down(cast, Subject.ADVICE_ANSWER, advice_answered(cast))
    assert owed.advice(cast.viewer("sergeant")) == 1


def test_a_report_back_that_was_taken_down_is_due_as_before(cast):
    step = told(cast)
    due = PriorityStep.objects.get(pk=step).was_due_at
    take_down(cast, Subject.PRIORITY_STEP, step)
    (one,) = public.priorities(at=NOW)
    assert one.state is PriorityState.OPEN and one.report_back_by == due and one.steps == ()


def test_the_words_of_what_was_taken_down_are_emptied_in_time_and_nothing_else_of_the_row(cast):
    step, answer = told(cast), answered(cast)
    take_down(cast, Subject.PRIORITY_STEP, step)
    take_down(cast, Subject.ANSWER, answer)
    assert forget_words(at=NOW + ORIGINAL_OF_POST) == 0
    assert forget_words(at=NOW + ORIGINAL_OF_POST + timedelta(minutes=1)) == 3
    assert PriorityStep.objects.get(pk=step).did == "" == PostAnswer.objects.get(pk=answer).did
    for changed in ({"did": "Other words."}, {"did": "", "agency_name": "Other"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            PriorityStep.objects.filter(pk=step).update(**changed)
    assert forget_words(at=NOW + ORIGINAL_OF_POST + timedelta(days=1)) == 0
