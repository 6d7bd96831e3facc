"""Who else knows this child: look, choose, say why, join; and take apart again."""

from datetime import date

import pytest

from alongside.audit.models import Event
from alongside.partners.actions import restrict
from alongside.partners.models import Involvement
from alongside.partners.states import FieldGroup
from alongside.people.actions import add_record
from alongside.people.models import LinkDecision, SourceRecord
from alongside.support.actions import asking, raising
from tests.cast import NOW, child, details
from tests.web.reading import errors_in, text_of


@pytest.fixture
def at_police(cast):
    """The birth date speaks against it: somebody has to decide."""
    return add_record(
        draft=child("Amina", "Okafor Lindqvist", agency_ref="PO-118", date_of_birth=date(2009, 11, 30)),
        holder=cast.agencies["police"], source="file",
        by=cast.members["officer"].actor, at=NOW, today=NOW.date(),
    )  # fmt: skip


SAME = {"given": "Amina", "family": "Okafor-Lindqvist", "date_of_birth": "2012-05-14", "number": ""}


def join(client, concern, one, **changes):
    sent = {**SAME, "record": one.pk, "reason": "The same school and birthday.", **changes}
    return client.post(f"/triage/{concern.reference}/join", sent)


def person_of(record):
    return SourceRecord.objects.get(pk=record.pk).person_id


def test_the_childs_own_name_is_looked_for_at_once(worker, concern, at_police):
    page = text_of(worker.get(f"/triage/{concern.reference}/who-else"))
    assert "Amina Okafor Lindqvist, Larkmere Police" in page and "Born 30 November 2009. Their number: PO-118" in page
    assert Event.objects.get(act="search").reason == "who else knows the child: 1 shown"


OTHER = {
    "given": "Amina", "family": "Nobody", "date_of_birth-day": "1", "date_of_birth-month": "1",
    "date_of_birth-year": "2001",
}  # fmt: skip


def test_another_name_can_be_looked_for_and_stands_in_no_address(worker, concern, at_police):
    response = worker.post(f"/triage/{concern.reference}/who-else", OTHER)
    assert "Nobody else has a record" in text_of(response) and 'action="/triage/' in response.content.decode()


def test_too_little_finds_nothing_and_says_what_is_needed(worker, concern, at_police):
    page = text_of(worker.post(f"/triage/{concern.reference}/who-else", {"given": "Amina"}))
    assert "Enter a first and a last name, or a name with the date of birth." in page and "PO-118" not in page


def test_joining_shows_what_the_agency_may_tell(worker, concern, at_police):
    response = join(worker, concern, at_police)
    assert response.headers["Location"] == f"/triage/{concern.reference}/"
    assert person_of(at_police) == person_of(concern.record)
    assert "Larkmere Police Knows the child" in text_of(worker.get(f"/triage/{concern.reference}/"))


@pytest.mark.parametrize(
    ("changes", "error"),
    [({"reason": " "}, "same_reason"), ({"record": ""}, "same_record"), ({"record": "x"}, "same_record")],
)
def test_without_a_choice_or_a_reason_nothing_is_joined(worker, concern, at_police, changes, error):
    response = join(worker, concern, at_police, **changes)
    assert error in errors_in(response) and not LinkDecision.objects.filter(event__basis="human").exists()
    assert "PO-118" in text_of(response)


def test_only_what_was_shown_can_be_joined(cast, worker, concern, refusals):
    other = add_record(
        draft=child("Zed", "Unrelated"), holder=cast.agencies["police"], source="file",
        by=cast.members["officer"].actor, at=NOW, today=NOW.date(),
    )  # fmt: skip
    assert join(worker, concern, other).status_code == 403 and refusals("council") == 1


def test_a_restricted_child_is_no_candidate(cast, worker, concern, at_police):
    restrict(person_id=at_police.person_id, reason="Refuge.", cleared=[], by=cast.viewer("manager"), at=NOW)
    assert "PO-118" not in text_of(worker.get(f"/triage/{concern.reference}/who-else"))
    assert join(worker, concern, at_police).status_code == 403


def undo(client, concern, joined, reason="Another girl of that name."):
    return client.post(f"/triage/{concern.reference}/links/{joined}/undo", {"reason": reason})


def test_a_link_is_undone_with_a_reason(worker, concern, at_police):
    before = person_of(at_police)
    join(worker, concern, at_police)
    joined = LinkDecision.objects.get(event__basis="human").joined
    assert str(joined) in worker.get(f"/triage/{concern.reference}/").content.decode()
    assert "id_reason" in errors_in(undo(worker, concern, joined, reason=""))
    page = text_of(worker.get(undo(worker, concern, joined).headers["Location"]))
    assert person_of(at_police) == before and "1 record stands alone again." in page
    assert "Larkmere Police Knows the child" not in page


def test_a_link_of_another_child_cannot_be_undone_from_here(cast, worker, concern, at_police, refusals):
    join(worker, concern, at_police)
    joined = LinkDecision.objects.get(event__basis="human").joined
    other = raising.raise_concern(details=details(child=child("Bo", "Marsh")), by=cast.viewer("dsl"), at=NOW)
    assert undo(worker, other, joined).status_code == 403 and refusals("council") == 1
    assert undo(worker, concern, joined).status_code == 302


def test_what_was_opened_for_the_other_child_goes_back_to_her(cast, worker, concern):
    """Two children with a concern each, joined by mistake: a request that was sent meanwhile belongs to the second."""
    second = raising.raise_concern(
        details=details(child=child("Amina", "Okafor Lindqvist", date_of_birth=date(2009, 11, 30))),
        by=cast.viewer("other_dsl"),
        at=NOW,
    )
    alone = second.record.person_id
    join(worker, concern, second.record)
    asked = asking.ask(
        reference=second.reference, agency_code="health", groups=[FieldGroup.HEALTH], question="?",
        by=cast.viewer("triage"), at=NOW,
    )  # fmt: skip
    undo(worker, concern, LinkDecision.objects.get(event__basis="human").joined)
    opened = {one.opened_for: one.person_id for one in Involvement.objects.all()}
    assert opened[second.reference] == opened[asked.reference] == alone
    assert opened[concern.reference] == person_of(concern.record) != alone
