"""Who may tell whom: what the page says is what the decision does."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.partners.access import Subject, judge
from alongside.partners.explaining import Rule, explain
from alongside.partners.involvements import Involved
from alongside.partners.models import Agreement
from alongside.partners.states import FieldGroup, Purpose
from tests.cast import NOW
from tests.web.reading import errors_in, text_of

EXPLAIN = "/agreements/who-may-tell-whom"


def asked(client, receiver="council", giver="", purpose="safeguarding"):
    return client.get(EXPLAIN, {"receiver": receiver, "giver": giver, "purpose": purpose})


def test_every_agency_stands_with_how_much_it_may_tell(as_member):
    page = text_of(asked(as_member("governance")))
    assert "Larkmere CAMHS 4 1 HE-1 v1" in page and "Breakwater Leisure Trust 0 0 No agreement in force" in page


def test_one_agency_stands_part_by_part_with_the_agreement(as_member):
    page = text_of(asked(as_member("triage"), giver="health"))
    assert "Health notes Told when asked HE-1 v1 covers it in answer to a request, case by case." in page
    assert "Police notes Not told HE-1 v1 does not name it." in page
    assert "Children Act 2004, sections 11 and 16LA" in page


def test_for_another_purpose_nothing_is_in_force(as_member):
    page = text_of(asked(as_member("triage"), giver="health", purpose="leaving_gangs"))
    assert "No agreement with Larkmere CAMHS is in force for helping a young person leave gangs." in page


def test_members_ask_about_their_own_agency_on_one_of_the_two_sides(as_member):
    dsl = as_member("dsl")
    assert "What Elmsgate Academy may tell Larkmere Council front door" in text_of(asked(dsl, giver="school"))
    assert errors_in(asked(dsl, "council", "health")) == {
        "id_receiver": "Choose your own agency on one of the two sides"
    }


@pytest.mark.parametrize("sent", [{"receiver": "nowhere"}, {"giver": "nowhere"}, {"purpose": "fishing"}])
def test_nonsense_in_the_address_is_said_and_no_crash(as_member, sent):
    assert errors_in(asked(as_member("governance"), **sent))


def test_an_agency_always_sees_its_own(as_member):
    found = errors_in(asked(as_member("governance"), "council", "council"))
    assert found == {"id_giver": "An agency always sees its own records. Choose two different agencies."}


def test_a_role_without_agreements_is_refused(cast, as_member, refusals):
    assert asked(as_member("sergeant")).status_code == 403 and refusals("police") == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_page_and_the_decision_never_disagree(cast, data):
    """Whatever the agreements say: with an involvement that carries everything, `judge` lets through exactly the
    parts that the page calls told when involved."""
    groups = st.frozensets(st.sampled_from(list(FieldGroup)))
    for one in Agreement.objects.all():
        one.field_groups = data.draw(groups)
        one.on_request = data.draw(groups)
        one.save()
    viewer, holder = cast.viewer("triage", NOW), cast.agencies["school"]
    person = cast.members["dsl"].pk
    subject = Subject("record", "1", holder.pk, holder.code, holder.name, person)
    carried = [Involved(person, "", Purpose.SAFEGUARDING, frozenset(FieldGroup))]
    decision = judge(viewer, subject, Purpose.SAFEGUARDING, frozenset(FieldGroup), carried, restricted=False)
    told = explain(viewer, "council", Purpose.SAFEGUARDING, "school").givers[0]
    assert {one.group for one in told.rules if one.rule is Rule.OPEN} == {group.label for group in decision.groups}
