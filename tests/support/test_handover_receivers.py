"""Who receives a kind of handover: schools of the phase to which children go, and any whose phase nobody knows."""

import pytest

from alongside.areas.models import School
from alongside.audit.models import Event
from alongside.partners.errors import Invalid, Refused
from alongside.partners.models import Agency
from alongside.support.actions.handovers import send
from alongside.support.actions.pathway_versions import set_receivers
from alongside.support.definitions.checking import faults_in
from alongside.support.definitions.reading import read
from alongside.support.models import Handover, PathwayReceiver
from alongside.support.queries.handovers import kind_asked, kinds_for
from alongside.support.queries.pathways import pathway
from alongside.support.shipped import shipped
from tests.cast import NOW
from tests.encompass import ELMSGATE, SALTMARSH, make_schools
from tests.handovers import UP, WARD, WARD_PAGE, make_handover_world, named


@pytest.fixture
def phases(cast):
    """Elmsgate is a primary school here, and the register says so; Saltmarsh is a secondary."""
    world = make_handover_world(cast)
    make_schools(world)
    School.objects.filter(urn=ELMSGATE).update(phase="Primary")
    School.objects.filter(urn=SALTMARSH).update(phase="Secondary")
    return world


def offered(world, who, kind=UP):
    return [code for code, _ in kind_asked(world.viewer(who), kind).receivers]


def test_only_secondary_schools_are_offered_a_child_who_goes_to_one(phases):
    shown = offered(phases, "triage")
    assert "other-school" in shown and "school" not in shown
    assert {"school", "other-school"} <= set(offered(phases, "triage", "in-year-change"))
    with pytest.raises(Invalid, match="from the list"):
        named(phases, by="triage", to="school")


def test_a_school_of_which_nobody_knows_the_phase_is_offered_too(phases):
    School.objects.filter(urn=ELMSGATE).update(phase="Not applicable")
    assert {"school", "other-school"} <= set(offered(phases, "triage"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda: Agency.objects.filter(code="other-school").update(is_active=False), "not in the partnership any more"),
        (lambda: PathwayReceiver.objects.filter(agency__code="other-school").delete(), "does not receive handovers of"),
        (lambda: School.objects.filter(urn=SALTMARSH).update(phase="Primary"), "does not receive handovers of"),
    ],
)
def test_a_receiver_that_stopped_receiving_since_the_child_was_named_is_sent_nothing(phases, change, said):
    made = named(phases)
    change()
    with pytest.raises(Invalid, match=f"Saltmarsh High .*{said}.*Nothing was sent. Change the page") as refused:
        send(reference=made.reference, by=phases.viewer("dsl"), at=NOW)
    assert refused.value.field == "agency" and Handover.objects.get().state == "named"
    assert not Event.objects.filter(act="disclose").exists()
    with pytest.raises(Refused):
        send(reference=made.reference, by=phases.viewer("outsider"), at=NOW)


def test_phases_and_senders_are_of_handovers_alone(phases):
    early_help = next(one for one in shipped() if one["code"] == "early-help")
    for name, told in (("senders", ["school"]), ("from_phases", ["Primary"]), ("to_phases", ["Secondary"])):
        [fault] = faults_in(read({**early_help, name: told}))
        assert "holds of a handover alone" in fault


def test_a_secondary_school_sends_nobody_to_secondary_school(phases):
    assert UP in {one.code for one in kinds_for(phases.viewer("dsl"))}
    assert UP not in {one.code for one in kinds_for(phases.viewer("other_dsl"))}
    with pytest.raises(Refused):
        named(phases, by="other_dsl", to="school")


def test_whoever_keeps_pathways_chooses_receivers_among_schools_of_these_phases(phases):
    kept = pathway(phases.viewer("manager"), UP)
    assert kept.may_receive == (("other-school", "Saltmarsh High"),)
    with pytest.raises(Invalid, match="Elmsgate Academy"):
        set_receivers(code=UP, agencies=["school"], by=phases.viewer("manager"), at=NOW)


def test_a_school_sends_nobody_from_a_ward_and_a_hospital_does(phases):
    assert WARD not in {one.code for one in kinds_for(phases.viewer("dsl"))}
    assert WARD in {one.code for one in kinds_for(phases.viewer("clinician"))}
    with pytest.raises(Refused):
        named(phases, kind=WARD, page=WARD_PAGE, to="provider")
