"""People decide about pairs: by harm then age, blind, twice where it matters, and measured by pairs that are known."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.partners.errors import Invalid, Refused, Stale
from alongside.partners.models import Member
from alongside.partners.roles import Role
from alongside.people import actions, queries
from alongside.people.drafts import AddressDraft
from alongside.people.identity import questions
from alongside.people.identity.questions import outcome_of, share_of
from alongside.people.models import PairAnswer, PairReview
from alongside.support.actions import raising
from tests.cast import NOW, child, details, later
from tests.people.sending import HOME, NHS, person_of, send, send_twins

MARSH, REED = "9990000115", "9990000220"


@pytest.fixture
def asked(cast, monkeypatch):
    """One question, about twins; no second reviewer by lot."""
    monkeypatch.setattr(questions, "share_of", lambda text, parts: False)
    one, other = send_twins(cast)
    return PairReview.objects.get(one=one, other=other)


def answer(cast, review, verdict, name="triage", at=NOW, **more):
    return actions.answer_review(
        review_id=review.pk, verdict=verdict, reason="Two school photographs.", by=cast.viewer(name, at), at=at, **more
    )


def waiting(cast, name="triage", at=NOW):
    return [row.review_id for row in queries.review_queue(cast.viewer(name, at)).rows]


def state(review):
    review.refresh_from_db()
    return review.state, review.verdict


def test_the_first_answer_settles_an_ordinary_pair(cast, asked):
    assert answer(cast, asked, "same").settled
    assert state(asked) == ("settled", "same") and person_of(asked.one) == person_of(asked.other)
    assert waiting(cast) == waiting(cast, "colleague") == []


def test_different_is_kept_apart_for_good(cast, asked):
    answer(cast, asked, "different")
    actions.link_everything(by=cast.viewer("triage").actor, at=later(hours=1))
    assert state(asked) == ("settled", "different") and waiting(cast, at=later(hours=2)) == []


def test_who_cannot_say_leaves_it_apart_and_it_comes_back_later(cast, asked):
    answer(cast, asked, "cannot_say")
    assert state(asked) == ("open", "") and waiting(cast) == []
    assert waiting(cast, at=later(days=29)) == [asked.pk]
    answer(cast, asked, "same", at=later(days=29))
    assert state(asked) == ("settled", "same")


@pytest.fixture
def against(cast, asked):
    """One of the twins is said to have caused harm: two people have to agree."""
    details_ = details(child=child("Hasan", "Karadenizli", addresses=(HOME,), numbers=(NHS,)), child_role="suspected")
    raising.raise_concern(details=details_, by=cast.viewer("other_dsl"), at=NOW)
    return PairReview.objects.get(state="open")


def test_anything_against_a_person_needs_two_who_agree(cast, against):
    assert not answer(cast, against, "same").settled
    assert person_of(against.one) != person_of(against.other)
    assert waiting(cast) == [] and waiting(cast, "colleague") == [against.pk]
    shown = queries.review_pair(cast.viewer("colleague"), against.pk)
    assert "same" not in repr(shown) and not shown.has_answered
    assert answer(cast, against, "same", "colleague").settled
    assert state(against) == ("settled", "same") and against.is_known


def test_where_two_disagree_a_third_decides(cast, against):
    answer(cast, against, "same")
    answer(cast, against, "different", "colleague")
    assert state(against) == ("open", "")
    assert answer(cast, against, "different", "manager").settled
    assert state(against) == ("settled", "different")


def test_nobody_answers_twice(cast, against):
    answer(cast, against, "same")
    with pytest.raises(Invalid, match="answered this one already"):
        answer(cast, against, "same")
    assert PairAnswer.objects.count() == 1


def test_a_settled_question_is_not_answered_again(cast, asked):
    answer(cast, asked, "different")
    with pytest.raises(Stale):
        answer(cast, asked, "same", "colleague")


@pytest.mark.parametrize("name", ["dsl", "officer", "governance", "analyst", "clinician", "outsider"])
def test_only_who_may_compare_both_sides_sees_the_question(cast, asked, name):
    with pytest.raises(Refused):
        queries.review_queue(cast.viewer(name))
    for door in (lambda: queries.review_pair(cast.viewer(name), asked.pk), lambda: answer(cast, asked, "same", name)):
        with pytest.raises(Refused):
            door()


def test_a_pair_of_an_agency_without_agreement_is_no_question_for_the_front_door(cast):
    send_twins(cast, "school", "outside")
    review = PairReview.objects.get()
    assert waiting(cast) == []
    with pytest.raises(Refused):
        queries.review_pair(cast.viewer("triage"), review.pk)


def test_both_sides_are_shown_field_by_field_without_weight_number_or_what_no_agreement_covers(cast, asked):
    shown = queries.review_pair(cast.viewer("triage"), asked.pk)
    fields = {one.label: (one.left, one.right, one.alike) for one in shown.fields}
    assert fields["Name"] == ("Hasan Karadenizli", "Zeynep Karadenizli", False)
    assert fields["NHS number"] == ("Known", "Known", True)
    assert fields["Address"] == ("12 Tern Row, ZL1 1AA", "Not shown to your agency", None)
    assert "4578" not in repr(shown)


def test_who_is_in_danger_now_comes_first_then_open_concerns_then_age(cast, asked):
    def twins(family, number, day, **concern):
        same = {"date_of_birth": date(2013, 3, day), "addresses": (AddressDraft(f"{day} Osier Lane", "ZL7 1AA"),)}
        send(cast, "police", "Zeynep", family, numbers=(("nhs", number),), **same)
        told = child("Hasan", family, numbers=(("nhs", number),), **same)
        raising.raise_concern(details=details(child=told, **concern), by=cast.viewer("dsl"), at=NOW)

    twins("Marsh", MARSH, 3)
    twins("Reed", REED, 25, in_danger_now=True)
    rows = queries.review_queue(cast.viewer("triage")).rows
    assert [row.names[1].split()[1] for row in rows] == ["Reed", "Marsh", "Karadenizli"]
    assert [row.harm for row in rows] == [0, 1, 3]


def test_a_known_pair_measures_the_reviewer_and_changes_nothing(cast, against, monkeypatch):
    answer(cast, against, "different")
    answer(cast, against, "different", "colleague")
    monkeypatch.setattr("alongside.people.queries.reviewing.share_of", lambda text, parts: True)
    for agency, given_name in (("police", "Zeynep"), ("school", "Hasan")):
        send(cast, agency, given_name, "Reed", date_of_birth=date(2013, 3, 25), numbers=(("nhs", REED),))
    new = Member.objects.create_member(
        username="new", name="New Reviewer", agency=cast.agencies["council"], role=Role.TRIAGE_WORKER
    )
    cast.members["new"] = new
    assert against.pk in waiting(cast, "new") and against.pk not in waiting(cast)
    assert not answer(cast, against, "same", "new").settled
    assert PairAnswer.objects.get(member=new).is_planted
    assert state(against) == ("settled", "different") and against.pk not in waiting(cast, "new")


@given(st.lists(st.sampled_from(["same", "different", "cannot_say"]), max_size=3))
def test_of_two_or_three_answers_two_that_agree_decide(verdicts):
    found = outcome_of(verdicts, two=True)
    agreed = [one for one in set(verdicts) if verdicts.count(one) >= 2]
    assert found == (agreed[0] if agreed else "cannot_say" if len(verdicts) == 3 else None)


def test_the_share_is_always_the_same_and_about_what_it_says():
    chosen = [number for number in range(2_000) if share_of(f"{number}:{number + 1}", 5)]
    assert chosen == [number for number in range(2_000) if share_of(f"{number}:{number + 1}", 5)]
    assert 340 < len(chosen) < 460
