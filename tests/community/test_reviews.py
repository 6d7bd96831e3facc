"""ASB case reviews: clocks, who decides, recommendations that an agency owes an answer to, appeals, yearly figures."""

from datetime import timedelta
from uuid import uuid4

import pytest

from alongside.audit.models import Event
from alongside.community.actions import reviews
from alongside.community.actions.forgetting import REVIEW, forget_words
from alongside.community.errors import CommunityRefused
from alongside.community.measures import ReviewFigures, community_figures, review_figures
from alongside.community.queries import owed
from alongside.community.queries import reviews as reading
from alongside.community.queries.codes import by_code
from alongside.community.states import Acceptance, ReviewState
from alongside.partners.errors import Refused
from alongside.partners.models import Member
from alongside.partners.standing import Viewer
from tests.cast import NOW, later
from tests.residents import NOBODY, application, network, shown_post, walk, wish

S = ReviewState
HELD = (S.ACKNOWLEDGED, S.MET, S.HELD)


def recommend(cast, row, to="police"):
    reviews.recommend(
        reference=row.reference, agency_code=to, what="Walk there at night.", sent_key=uuid4(),
        by=cast.viewer("community_officer"), at=NOW,
    )  # fmt: skip
    return row.recommendations.get()


def test_the_clocks_are_ten_fifteen_and_twenty_working_days(db):
    _code, row = application()
    days = [(due - NOW).days for due in (row.acknowledge_by, row.decide_by, row.meet_by)]
    assert days == [14, 21, 28] and (row.counted, row.needed) == (3, 3)


def test_an_application_is_late_when_a_clock_ran_out(cast):
    _code, row = application()
    officer = cast.viewer("community_officer", at=row.acknowledge_by + timedelta(hours=1))
    assert reading.reviews(officer)[0][0].is_late and reading.late_reviews(officer) == 1


def test_only_who_decides_reads_it_and_each_reading_is_logged(cast):
    _code, row = application()
    assert "window" in reading.review(cast.viewer("community_officer"), row.reference).words
    for name in ("outsider", "resident", "triage", "sergeant"):
        with pytest.raises(Refused):
            reading.review(cast.viewer(name), row.reference)
    assert Event.objects.filter(subject_kind="ASB case review", act="view", outcome="allowed").count() == 1


def test_the_applicant_follows_every_step_with_the_code(cast):
    code, row = application()
    walk(cast, row, *HELD)
    recommend(cast, row)
    found = by_code(code, at=NOW)[1]
    assert [one.state for one in found.steps] == [S.APPLIED, *HELD]
    assert found.recommendations[0].what == "Walk there at night." and not found.recommendations[0].answer


def test_an_agency_answers_for_itself_and_reads_nothing_of_the_applicant(cast):
    _code, row = application()
    walk(cast, row, *HELD)
    asked = recommend(cast, row)
    sergeant = cast.viewer("sergeant")
    assert owed.recommendations(sergeant) == 1
    assert "window" not in str(reading.recommendation(sergeant, asked.pk))
    said = {"recommendation_id": asked.pk, "acceptance": Acceptance.REFUSED, "words": "We have nobody at night."}
    with pytest.raises(Refused):
        reviews.answer_recommendation(**said, by=cast.viewer("community_officer"), at=NOW)
    reviews.answer_recommendation(**said, by=sergeant, at=NOW)
    assert owed.recommendations(sergeant) == 0
    with pytest.raises(Refused):
        reading.recommendation(cast.viewer("outsider"), asked.pk)


def test_an_appeal_is_decided_by_somebody_else(cast):
    code, row = application(complaints=(20,))
    walk(cast, row, S.ACKNOWLEDGED, S.NOT_MET)
    assert by_code(code, at=NOW)[1].may_appeal_until
    reviews.appeal_review(reference=row.reference, words="It is worse now.", by=NOBODY, at=NOW)
    with pytest.raises(CommunityRefused, match="A colleague must decide"):
        walk(cast, row, S.APPEAL_UPHELD)
    colleague = Member.objects.create_member(
        username="second", name="A Colleague", agency=cast.agencies["council"], role="community_officer"
    )
    by = Viewer.of(colleague, at=NOW)
    reviews.move_review(reference=row.reference, to=S.APPEAL_UPHELD, reason="The harm is great.", by=by, at=NOW)
    reviews.move_review(reference=row.reference, to=S.HELD, reason="We met.", panel=["Police"], by=by, at=NOW)


def test_nobody_appeals_when_the_time_is_over(cast):
    code, row = application(complaints=(20,))
    walk(cast, row, S.ACKNOWLEDGED, S.NOT_MET)
    assert by_code(code, at=later(days=60))[1].may_appeal_until is None
    with pytest.raises(CommunityRefused, match="is over"):
        reviews.appeal_review(reference=row.reference, words="Late.", by=NOBODY, at=later(days=60))


def test_a_review_was_held_by_somebody(cast):
    _code, row = application()
    walk(cast, row, S.ACKNOWLEDGED, S.MET)
    with pytest.raises(CommunityRefused, match="which agencies met"):
        reviews.move_review(reference=row.reference, to=S.HELD, reason="x", by=cast.viewer("community_officer"), at=NOW)


def test_the_yearly_figures_are_those_that_the_law_asks_for(cast):
    held, refused = application()[1], application(complaints=(20,))[1]
    walk(cast, held, *HELD)
    recommend(cast, held)
    walk(cast, refused, S.ACKNOWLEDGED, S.NOT_MET)
    year = {"since": NOW - timedelta(days=1), "until": NOW + timedelta(days=1)}
    assert review_figures(**year) == ReviewFigures(2, 1, 1, 1, 1, 0)
    assert review_figures(since=later(days=1), until=later(days=9)) == ReviewFigures(0, 0, 0, 0, 0, 0)


def test_what_the_scoreboard_sees_is_counts(cast):
    _code, row = shown_post(cast)
    figures = community_figures(since=NOW, until=row.due_at + timedelta(days=1))
    assert (figures.questions.due, figures.questions.in_time, figures.questions.late) == (1, 0, 1)
    assert "lamps" not in str(figures)


def test_a_closed_review_is_forgotten_after_three_years(cast):
    _code, row = application(complaints=(20,))
    walk(cast, row, S.ACKNOWLEDGED, S.NOT_MET, S.CLOSED)
    forget_words(at=NOW + REVIEW + timedelta(days=1))
    row.refresh_from_db()
    assert row.words == "" and row.counted == 1


def test_a_review_that_nobody_closed_is_emptied_too_wherever_the_applicant_s_words_stand(cast):
    _code, row = application()
    walk(cast, row, *HELD)
    asked = recommend(cast, row)
    sergeant = cast.viewer("sergeant")
    reviews.answer_recommendation(
        recommendation_id=asked.pk, acceptance=Acceptance.ACCEPTED, words="At her door.", by=sergeant, at=NOW
    )
    reviews.appeal_review(reference=row.reference, words="My son is afraid.", by=NOBODY, at=NOW)
    assert forget_words(at=NOW + REVIEW) == 0
    assert forget_words(at=NOW + REVIEW + timedelta(minutes=1)) == 1
    row.refresh_from_db()
    left = [row.words, row.effect, *row.steps.values_list("reason", flat=True)]
    left += [*row.complaints.values_list("reported_to", flat=True), row.recommendations.get().what]
    assert not any(left) and row.recommendations.get().answers.get().words == ""
    assert row.steps.count() == 5 and forget_words(at=NOW + 2 * REVIEW) == 0


def test_what_is_read_with_a_code_and_is_not_public_is_in_the_log(cast):
    code, row = application()
    by_code(code, at=NOW)
    rows = Event.objects.filter(subject_kind="ASB case review", subject_id=row.reference, act="view")
    assert [one.reason for one in rows] == ["read with its code"]
    code, asked = wish(network(cast))
    by_code(code, at=NOW)
    assert Event.objects.filter(subject_kind="wish to join", subject_id=str(asked.pk), act="view").count() == 1


def test_a_recommendation_is_read_and_answered_by_who_may_speak_for_the_agency(cast):
    _code, row = application()
    walk(cast, row, *HELD)
    asked = recommend(cast, row, to="school")
    for name in ("teacher", "outsider"):
        viewer = cast.viewer(name)
        with pytest.raises(Refused):
            reading.recommendation(viewer, asked.pk)
        with pytest.raises(Refused):
            reviews.answer_recommendation(
                recommendation_id=asked.pk, acceptance=Acceptance.DONE, words="Done.", by=viewer, at=NOW
            )
    with pytest.raises(Refused):
        reading.recommendations_to_us(cast.viewer("teacher"))
    assert reading.recommendation(cast.viewer("dsl"), asked.pk).what == asked.what
