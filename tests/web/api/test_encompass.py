"""Last night's incidents from a force's own system: taken in as on the page, and answered with no more than its board."""

import pytest

from alongside.audit.models import Event
from alongside.partners.actions import restrict
from alongside.people.models import SourceRecord
from alongside.support.actions.encompass_answering import acknowledge
from alongside.support.models import Incident, IncidentChild, SchoolNotice
from tests.cast import NOW, later
from tests.encompass import make_encompass
from tests.systems import CHILD, INCIDENT, system

pytestmark = pytest.mark.usefixtures("now")
PATH = "/encompass/incidents"
LOU = {"key": "2", "child": {**CHILD, "given": "Lou"}, "presence": "not_known"}


@pytest.fixture
def world(cast):
    return make_encompass(cast)


@pytest.fixture
def own(world):
    return system(world, "police", name="Crime records")


def sent(own, *children, **changes):
    return own.post(PATH, {**INCIDENT, **changes, "children": [*INCIDENT["children"], *children]})


def test_an_incident_is_taken_in_and_each_childs_school_is_told(own):
    answer = sent(own, LOU)
    assert answer.status_code == 201, answer.json()
    incident = Incident.objects.get()
    told = answer.json()
    assert (told["reference"], told["is_new"]) == (incident.reference, True)
    assert answer["Location"] == f"/api/v1/encompass/incidents/{incident.reference}"
    assert incident.source == "interface, key “Crime records”"
    assert [(one["key"], one["is_new"], one["standing"], one["setting"]) for one in told["children"]] == [
        ("1", True, "waiting", "Elmsgate Academy"), ("2", True, "unmatched", ""),
    ]  # fmt: skip
    assert {one["id"] for one in told["children"]} == {str(one.pk) for one in IncidentChild.objects.all()}
    assert SchoolNotice.objects.get(status="sent").receiver.code == "school"


def test_the_same_reference_again_enters_nothing_and_a_new_child_is_added(own):
    first = sent(own).json()
    offset = {"happened_at": "2026-11-17T00:40:00+01:00"}
    again = sent(own, **offset).json()
    assert again == {**first, "is_new": False, "children": [{**first["children"][0], "is_new": False}]}
    more = sent(own, LOU).json()
    assert [one["is_new"] for one in more["children"]] == [False, True]
    assert (Incident.objects.count(), SchoolNotice.objects.count()) == (1, 2)


def test_other_words_under_the_same_reference_are_refused_and_nothing_of_them_is_kept(own):
    sent(own)
    told = sent(own, LOU, circumstances="Something else.").json()["errors"]
    assert [one["field"] for one in told] == ["police_reference"] and "with other words" in told[0]["reason"]
    other = {**INCIDENT["children"][0], "voice": "“I ran.”"}
    refused = own.post(PATH, {**INCIDENT, "children": [LOU, other]})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "children")
    assert IncidentChild.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"happened_at": "2026-11-18T10:00:00Z"}, ["happened_at"]), ({"happened_at": "2026-11-16"}, ["happened_at"]),
        ({"happened_at": "0001-01-01T00:00:00+00:00"}, ["happened_at"]), ({"circumstances": " "}, ["circumstances"]),
        ({"children": []}, ["children"]), ({"children": [LOU, {**LOU, "key": "3"}]}, ["children"]),
        ({"children": [LOU, {**LOU, "child": {"given": "Max"}}]}, ["children.1.key"]),
        ({"children": [LOU, {"key": "3", "child": {"given": "Max", "date_of_birth": "2000-01-01"}, "presence": "saw"}]},
         ["children.1.child.date_of_birth"]),
        ({"children": [{**LOU, "school_urn": "1", "home_educated": True}, {**LOU, "key": "3", "presence": "x"}]},
         ["children.1.presence"]),
        ({"children": [{**LOU, "school_urn": "1", "home_educated": True}, {**LOU, "key": "3", "child": {}}]},
         ["children.0.home_educated", "children.1.child.given"]),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_told_at_its_place_and_nothing_is_kept(own, changes, fields):
    answer = own.post(PATH, {**INCIDENT, **changes})
    assert answer.status_code == 422 and [one["field"] for one in answer.json()["errors"]] == fields
    assert not Incident.objects.exists()


def test_the_sender_reads_how_far_each_notice_is_and_nothing_of_the_child(own, world, now):
    told = sent(own).json()
    path = f"{PATH}/{told['reference']}"
    assert own.get(path).json()["notices"][0]["standing"] == "waiting"
    reference = SchoolNotice.objects.get().reference
    acknowledge(reference=reference, by=world.viewer("dsl", later(minutes=5)), at=later(minutes=5))
    shown = own.get(path)
    (notice,) = shown.json()["notices"]
    assert (notice["id"], notice["standing"], notice["status"]) == (
        told["children"][0]["id"], "acknowledged", "Acknowledged",
    )  # fmt: skip
    text = shown.content.decode()
    assert not any(word in text for word in ("Amina", "Okafor", "2012", "hid", "shouted", "Nandakumar"))
    assert Event.objects.filter(subject_kind="incident", act="view", subject_id=told["reference"]).count() == 3


def test_a_restricted_child_looks_like_one_whose_setting_is_not_known(own, world):
    told = sent(own, LOU).json()
    person = SourceRecord.objects.get(names__given="Amina").person_id
    restrict(person_id=person, reason="Safety", cleared=[], by=world.viewer("manager"), at=NOW)
    again = sent(own, LOU).json()["children"]
    assert {(one["standing"], one["setting"]) for one in again} == {("unmatched", "")}
    hidden, unreal = own.get(f"{PATH}/{told['reference']}"), own.get(f"{PATH}/EN-222-222")
    assert hidden.status_code == 404 and hidden.content == unreal.content


@pytest.mark.parametrize("agency", ["school", "council", "outside"])
def test_nobody_but_the_force_that_sent_it_learns_of_it(own, world, agency):
    reference = sent(own).json()["reference"]
    other = system(world, agency)
    assert other.post(PATH, INCIDENT).status_code == 403
    assert other.get(f"{PATH}/{reference}").content == other.get(f"{PATH}/EN-222-222").content
    assert Incident.objects.count() == 1
