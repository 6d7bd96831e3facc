"""A restricted person is joined by nobody but those cleared for her, and nobody else learns that there is a question."""

import pytest

from alongside.partners.access import restricted_persons
from alongside.partners.actions import restrict
from alongside.partners.errors import Refused
from alongside.partners.models import Restriction
from alongside.partners.states import Purpose
from alongside.people import actions, queries
from alongside.people.matching import Terms
from alongside.people.models import PairReview, PersonRedirect
from tests.cast import NOW, later
from tests.people.sending import HOME, NHS, person_of, send, together


@pytest.fixture
def hidden(cast):
    """A child of two records, who is in a refuge; only the manager is cleared."""
    records = [send(cast, agency, addresses=(HOME,), numbers=(NHS,)) for agency in ("school", "police")]
    person = person_of(records[0])
    restrict(
        person_id=person, reason="Refuge.", cleared=[cast.members["manager"].pk], by=cast.viewer("manager"), at=NOW
    )
    return person


def waiting(cast, name):
    return [row.review_id for row in queries.review_queue(cast.viewer(name)).rows]


def test_no_arrival_joins_her_and_only_the_cleared_are_asked(cast, hidden):
    made = send(cast, "council", addresses=(HOME,), numbers=(NHS,), minutes=1)
    assert person_of(made) != hidden
    assert waiting(cast, "manager") == [PairReview.objects.get().pk]
    assert waiting(cast, "triage") == waiting(cast, "colleague") == []


def test_who_is_not_cleared_is_refused_as_if_there_were_no_question(cast, hidden):
    send(cast, "council", addresses=(HOME,), numbers=(NHS,), minutes=1)
    review = PairReview.objects.get()
    for number in (review.pk, review.pk + 1_000):
        with pytest.raises(Refused, match="not a pair that the member may compare"):
            queries.review_pair(cast.viewer("triage"), number)
        with pytest.raises(Refused, match="not a pair that the member may compare"):
            actions.answer_review(review_id=number, verdict="same", reason="x", by=cast.viewer("triage"), at=NOW)


def test_the_senders_own_number_does_not_join_her_either(cast):
    first = send(cast, "police", agency_ref="PO-1")
    restrict(person_id=person_of(first), reason="Refuge.", cleared=[], by=cast.viewer("manager"), at=NOW)
    assert person_of(send(cast, "police", agency_ref="PO-1", minutes=1)) != person_of(first)


def test_restricting_takes_nobody_apart_and_the_batch_joins_nobody_to_her(cast, hidden):
    send(cast, "council", addresses=(HOME,), numbers=(NHS,), minutes=1)
    before = together()
    actions.link_everything(by=cast.viewer("manager").actor, at=later(hours=1))
    assert together() == before and len(before) == 2
    assert actions.compare_with_batch(by=cast.viewer("manager").actor, at=later(hours=2)).differing == 0


def test_when_somebody_cleared_says_that_it_is_she_all_of_her_is_hidden_as_before(cast, hidden):
    made = send(cast, "council", addresses=(HOME,), numbers=(NHS,), minutes=1)
    for name, two in (("manager", 1), ("manager", 0)):
        review = PairReview.objects.get()
        if review.state == "open" and two:
            actions.answer_review(
                review_id=review.pk, verdict="same", reason="It is she.", by=cast.viewer(name), at=NOW
            )
    if PairReview.objects.get().state == "open":
        pytest.skip("this pair is one of the share that two people answer")
    assert person_of(made) == hidden
    assert restricted_persons(cast.viewer("triage"), [hidden]) == {hidden}
    assert restricted_persons(cast.viewer("manager"), [hidden]) == frozenset()


def test_whoever_is_taken_out_of_her_is_hidden_too(cast, hidden):
    records = together()[0]
    new = actions.split_person(
        person=hidden, records=records[1:], reason="Her cousin.", by=cast.viewer("manager"), at=NOW
    )
    assert restricted_persons(cast.viewer("triage"), [new, hidden]) == {new, hidden}
    assert [one.username for one in Restriction.objects.get(person_id=new).cleared.all()] == ["manager"]


def test_an_old_identifier_leads_nobody_to_her(cast, hidden):
    with pytest.raises(Refused):
        queries.identity_history(cast.viewer("triage"), hidden)
    assert not PersonRedirect.objects.exists()


@pytest.mark.parametrize(
    "terms",
    [
        Terms("Ameena", "Okafor-Lindqvist"),
        Terms("Amina", "", None, house="12", postcode="ZL1 1AA"),
        Terms(number="999 123 4578"),
    ],
)
def test_no_way_of_searching_finds_her(cast, hidden, terms):
    found = queries.findable(
        cast.viewer("triage"), terms, person_of(send(cast, "school", "Zed", "Other")), Purpose.SAFEGUARDING
    )
    assert found == []
    cleared = queries.findable(
        cast.viewer("manager"), terms, person_of(send(cast, "school", "Zed", "Other")), Purpose.SAFEGUARDING
    )
    assert {one.person_id for one in cleared} == {hidden}
