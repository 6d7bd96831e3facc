"""What a case tells beside itself: other cases of the person and the panels. Never more than the one rule opens."""

from datetime import date

import pytest

from alongside.audit.models import Event
from alongside.partners.errors import Refused
from alongside.partners.models import Agreement
from alongside.partners.states import FieldGroup, Purpose
from alongside.people.models import SourceRecord
from alongside.support.actions import panel_items
from alongside.support.actions.referring import Referral, refer
from alongside.support.models import Case, PanelSeat
from alongside.support.queries import cases
from alongside.support.queries.origins import others_on_pathway
from alongside.support.queries.panels_of_case import PanelsOfCase, panels_of_case
from tests.cast import NOW, child, make_cast
from tests.panels import ANSWERS, make_panel_world, on_panel, planned, proposed

pytestmark = pytest.mark.django_db
PATHWAY = "exploitation"


@pytest.fixture
def cast():
    return make_panel_world(make_cast())


def second_case(cast, first):
    """Of the same person, from another school under an agreement of its own."""
    cast.agreement(
        "EX-2",
        ["council", "other_school"],
        purposes=frozenset({Purpose.EXPLOITATION}),
        field_groups=frozenset(FieldGroup),
    )
    told = Referral(PATHWAY, child("Amina"), ANSWERS, "not_sought_unsafe", "They read her phone.")
    made = refer(referral=told, by=cast.viewer("other_dsl"), at=NOW)
    one, other = (Case.objects.get(reference=each.reference) for each in (first, made))
    SourceRecord.objects.filter(pk=other.record_id).update(person_id=one.record.person_id)
    return made


def test_another_case_is_told_while_it_may_be_opened_and_the_log_has_it(cast):
    first = on_panel(cast)
    second = second_case(cast, first)
    before = Event.objects.count()
    assert [one.reference for one in others_on_pathway(cast.viewer("triage"), first.reference)] == [second.reference]
    assert Event.objects.count() == before + 1
    Agreement.objects.filter(reference="EX-2").update(valid_until=date(2026, 11, 1))
    with pytest.raises(Refused):
        cases.case_page(cast.viewer("triage"), second.reference)
    assert others_on_pathway(cast.viewer("triage"), first.reference) == []


def test_whoever_stepped_out_is_offered_no_meeting_for_it(cast):
    case = on_panel(cast)
    item = proposed(cast, planned(cast), case)
    assert panels_of_case(cast.viewer("triage"), case.reference, PATHWAY).items
    panel_items.declare_conflict(item_id=item.pk, text="Her aunt is my friend.", by=cast.viewer("triage"), at=NOW)
    assert panels_of_case(cast.viewer("triage"), case.reference, PATHWAY) == PanelsOfCase()


def test_an_agency_without_a_seat_sees_no_meeting_and_proposes_nothing(cast):
    case, meeting = on_panel(cast), planned(cast)
    assert panels_of_case(cast.viewer("triage"), case.reference, PATHWAY).could_hear
    panel = meeting.panel
    panel.holder = cast.agencies["police"]
    panel.save()
    PanelSeat.objects.filter(agency=cast.agencies["council"]).delete()
    assert panels_of_case(cast.viewer("triage"), case.reference, PATHWAY) == PanelsOfCase()
    with pytest.raises(Refused):
        panel_items.put_on_agenda(
            meeting_id=meeting.pk, case_reference=case.reference, why="x", by=cast.viewer("triage"), at=NOW
        )
