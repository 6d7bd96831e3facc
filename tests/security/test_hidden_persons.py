"""Whoever is restricted is hidden everywhere: in counts, in other children's events, and after a link is undone."""

from datetime import date

from alongside.audit.models import Event
from alongside.partners.access import decide
from alongside.partners.actions import restrict
from alongside.partners.states import FieldGroup, Purpose
from alongside.people import actions as people
from alongside.people.matching import Terms
from alongside.people.models import LinkDecision, SourceRecord
from alongside.support.actions import raising, triage
from alongside.support.drafts import OtherPerson
from alongside.support.models import Concern, Feedback
from alongside.support.queries import asking, plans, referring, triaging
from alongside.web.triage.steps import linked
from tests.cast import NOW, child, details
from tests.security.doors import make_world

# With this much against it, no model puts her together with the other Amina: somebody has to.
ANOTHER_DAY = date(2009, 11, 30)


def hide(cast, person, *cleared):
    ids = [cast.members[name].pk for name in cleared]
    restrict(person_id=person, reason="Refuge.", cleared=ids, by=cast.viewer("manager"), at=NOW)


def with_feedback(cast, concern):
    return Feedback.objects.create(concern=concern, form="full", words="Told.", by=cast.members["triage"], at=NOW)


def counts(cast):
    return (
        asking.open_request_count(cast.viewer("clinician")),
        plans.due_action_count(cast.viewer("triage")),
        referring.unread_feedback_count(cast.viewer("dsl")),
    )


def test_no_count_of_my_work_tells_of_a_restricted_child(cast):
    make_world(cast)
    concern = Concern.objects.get()
    with_feedback(cast, concern)
    assert counts(cast) == (1, 1, 1)
    hide(cast, concern.record.person_id)
    assert counts(cast) == (0, 0, 0)


def test_feedback_about_a_restricted_child_cannot_be_marked_as_read_by_who_may_not_see_it(cast, client):
    concern = raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)
    feedback = with_feedback(cast, concern)
    hide(cast, concern.record.person_id)
    client.force_login(cast.members["dsl"])
    assert client.post(f"/concerns/{concern.reference}/read").status_code == 403
    feedback.refresh_from_db()
    assert feedback.read_at is None
    assert Event.objects.filter(outcome="refused", subject_id=concern.reference, act="change").exists()


def test_somebody_else_in_an_event_who_is_restricted_is_not_named_there(cast):
    other = OtherPerson(name="Ilse Hidden", role="witness", note="She is in a refuge.")
    concern = raising.raise_concern(details=details(others=(other,)), by=cast.viewer("dsl"), at=NOW)
    hide(cast, SourceRecord.objects.exclude(pk=concern.record_id).get().person_id, "manager")
    assert "Ilse" in str(triaging.triage_page(cast.viewer("manager"), concern.reference).roles)
    assert "Ilse" not in str(triaging.triage_page(cast.viewer("triage"), concern.reference).roles)
    assert "Ilse" not in str(referring.own_concern(cast.viewer("dsl"), concern.reference).roles)


def test_a_child_restricted_after_a_link_stays_hidden_when_it_is_undone(cast):
    concern = raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)
    joined = people.add_record(
        draft=child(date_of_birth=ANOTHER_DAY), holder=cast.agencies["police"], source="test",
        by=cast.viewer("officer").actor, at=NOW, today=NOW.date(),
    )  # fmt: skip
    triage.confirm_same_child(
        reference=concern.reference, record_id=joined.pk, terms=Terms("Amina", "Okafor-Lindqvist"), reason="The same.",
        by=cast.viewer("triage"), at=NOW,
    )  # fmt: skip
    hide(cast, concern.record.person_id, "triage")
    link = LinkDecision.objects.get(record=joined, event__basis="human")
    triage.take_apart(
        reference=concern.reference, joined=link.joined, reason="Not her.", by=cast.viewer("triage"), at=NOW
    )
    for record in SourceRecord.objects.all():
        for name, may in (("triage", True), ("officer", False), ("dsl", False)):
            decision = decide(cast.viewer(name), record.subject, Purpose.SAFEGUARDING, [FieldGroup.IDENTITY])
            assert not decision.allowed or may


def test_a_number_neither_finds_a_restricted_child_nor_hides_a_new_concern_with_her(cast):
    number = {"numbers": (("nhs", "999 123 4578"),)}
    known = raising.raise_concern(details=details(child=child(**number)), by=cast.viewer("dsl"), at=NOW)
    hide(cast, known.record.person_id)
    told = raising.raise_concern(details=details(child=child(**number)), by=cast.viewer("other_dsl"), at=NOW)
    assert referring.own_concern(cast.viewer("other_dsl"), told.reference).reference == told.reference
    assert [row.reference for row in triaging.queue(cast.viewer("triage")).rows] == [told.reference]


def test_a_link_does_not_name_an_agency_whose_agreement_has_ended(cast):
    concern = raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)
    health = people.add_record(
        draft=child(date_of_birth=ANOTHER_DAY), holder=cast.agencies["health"], source="test", by=cast.viewer("dsl").actor, at=NOW,
        today=NOW.date(),
    )  # fmt: skip
    triage.confirm_same_child(
        reference=concern.reference, record_id=health.pk, terms=Terms("Amina", "Okafor-Lindqvist"), reason="Same.",
        by=cast.viewer("triage"), at=NOW,
    )  # fmt: skip
    cast.agencies["health"].agreements.update(left_on=NOW.date())
    page = triaging.triage_page(cast.viewer("triage"), concern.reference)
    assert linked(page.links, page.story)[0].agencies == ("Another agency",)
