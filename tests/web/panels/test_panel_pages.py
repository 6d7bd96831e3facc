"""A panel in the browser: proposed, filtered, invited, told, decided, acted on, read in minutes."""

from datetime import date, timedelta

import pytest

from alongside.partners.models import Involvement, Member
from alongside.partners.roles import Role
from alongside.support.actions import panel_actions
from alongside.support.models import AgendaItem, Meeting, PanelAction
from alongside.web.panels.forms import LONDON
from tests.cast import NOW
from tests.panels import closed, invited, make_panel_world, on_panel, opened, planned, proposed
from tests.web.reading import text_of


@pytest.fixture
def world(cast):
    return make_panel_world(cast)


@pytest.fixture
def meeting(world):
    return planned(world)


@pytest.fixture
def item(world, meeting):
    return proposed(world, meeting, on_panel(world))


def test_the_chair_plans_and_a_worker_proposes_a_case(world, as_member):
    chair = as_member("chair")
    chair.post("/panels/mace/plan/", {"starts_on": "2026-12-01", "at": "10:00", "place": "Room 3", "chair": "chair"})
    made = Meeting.objects.get()
    assert made.starts_at.astimezone(LONDON).hour == 10
    case = on_panel(world)
    page = as_member("triage").post(
        f"/panels/meeting/{made.pk}/propose/", {"case_reference": case.reference, "why": "Stuck."}, follow=True
    )
    assert "The chair decides whether it is heard" in text_of(page) and "Amina Okafor-Lindqvist" in text_of(page)


def test_a_meeting_in_the_past_is_refused_at_its_field(world, as_member):
    page = as_member("chair").post("/panels/mace/plan/", {"starts_on": "2026-11-01", "at": "10:00", "chair": "chair"})
    assert "The meeting is in the past" in text_of(page)


def test_an_invited_agency_tells_the_panel_and_reads_its_minutes(world, meeting, item, as_member):
    invited(world, item, "police")
    officer = as_member("officer")
    officer.post(
        f"/panels/case/{item.pk}/tell/", {"group": "support", "text": "Seen at the station.", "release": "invited"}
    )
    assert "Seen at the station." in text_of(officer.get(f"/panels/case/{item.pk}/"))
    opened(world, meeting)
    chair = as_member("chair")
    changes = AgendaItem.objects.get().changes
    chair.post(f"/panels/case/{item.pk}/decide/", {"decision": "See her on Friday.", "changes": changes})
    closed(world, meeting)
    text = text_of(officer.get(f"/panels/meeting/{meeting.pk}/minutes/"))
    assert "See her on Friday." in text and "For Larkmere Police only" in text


def test_before_a_meeting_ends_the_chair_is_told_which_cases_have_no_decision(world, meeting, item, as_member):
    url = f"/panels/meeting/{meeting.pk}/close/"
    chair = as_member("chair")
    assert "This meeting is not under way" in text_of(chair.get(url, follow=True))
    opened(world, meeting)
    asked = text_of(chair.get(url))
    assert "Nothing was decided yet on 1 case: Amina Okafor-Lindqvist" in asked and "deferred to a later one" in asked
    assert "The meeting is over." in text_of(chair.post(url, follow=True))
    answer = text_of(chair.post(f"/panels/case/{item.pk}/decide/", {"decision": "Late.", "changes": 1}))
    assert "Have the case proposed for the next one" in answer
    assert as_member("officer").get(url).status_code == as_member("outsider").get(url).status_code == 403


def test_of_a_case_on_which_it_is_not_invited_an_agency_sees_only_the_place_in_the_order(
    world,
    meeting,
    item,
    as_member,
):
    text = text_of(as_member("officer").get(f"/panels/meeting/{meeting.pk}/"))
    assert "1. A case on which your agency is not invited." in text and "Amina" not in text


def test_an_action_is_agreed_and_ended(world, meeting, item, as_member):
    invited(world, item, "police")
    due = (NOW + timedelta(days=14)).date().isoformat()
    as_member("chair").post(
        f"/panels/case/{item.pk}/action/",
        {"what": "Visit the flat.", "owner_agency": "police", "owner": "PC Anand", "due_on": due},
    )
    action = PanelAction.objects.get()
    officer = as_member("officer")
    assert "PC Anand" in text_of(officer.get("/panels/"))
    page = officer.post(
        f"/panels/case/{item.pk}/action/{action.pk}/",
        {"state": "impossible", "outcome": "She moved.", "changes": "1"}, follow=True,
    )  # fmt: skip
    assert "Impossible after a change" in text_of(page)


def test_a_meeting_without_a_quorum_asks_for_the_reason(world, meeting, as_member):
    Meeting.objects.update(starts_at=NOW)
    assert "say whether somebody came" in text_of(as_member("chair").post(f"/panels/meeting/{meeting.pk}/begin/", {}))
    sent = {f"came_{code}": "absent" for code, _ in [("council", ""), ("police", ""), ("health", ""), ("provider", "")]}
    page = as_member("chair").post(f"/panels/meeting/{meeting.pk}/begin/", sent)
    assert "0 of 3 agencies are there" in text_of(page)


@pytest.mark.parametrize("path", ["filter/", "invite/", "decide/", "action/"])
def test_only_the_chair_steers(world, item, as_member, path):
    invited(world, item, "police")
    assert as_member("officer").get(f"/panels/case/{item.pk}/{path}").status_code == 403


@pytest.mark.parametrize("name", ["outsider", "other_dsl", "analyst"])
def test_who_is_not_invited_is_refused_and_logged(world, meeting, item, as_member, refusals, name):
    client = as_member(name)
    for path in (
        f"meeting/{meeting.pk}/",
        f"case/{item.pk}/",
        f"case/{item.pk}/tell/",
        f"meeting/{meeting.pk}/minutes/",
    ):
        assert client.get(f"/panels/{path}").status_code == 403
    agency = {"outsider": "outside", "other_dsl": "other_school", "analyst": "council"}[name]
    assert refusals(agency) == 4


def test_a_chair_of_another_agency_runs_nothing_here(world, meeting, as_member):
    world.members["stranger"] = Member.objects.create_member(
        username="stranger", name="Al Roe", agency=world.agencies["police"], role=Role.PANEL_CHAIR
    )
    assert as_member("stranger").get("/panels/mace/plan/").status_code == 403
    page = as_member("stranger").post(
        "/panels/mace/plan/", {"starts_on": "2026-12-01", "at": "10:00", "chair": "stranger"}
    )
    assert page.status_code == 403 and Meeting.objects.count() == 1


def test_an_action_of_a_case_that_is_closed_to_its_agency_says_whom_to_ask(cast, as_member):
    world = make_panel_world(cast)
    item = proposed(world, planned(world), on_panel(world))
    invited(world, item, "health")
    action = panel_actions.agree_action(
        item_id=item.pk, what="See her at the clinic.", owner_agency="health", owner="Dr Ekwueme",
        due_on=date(2027, 1, 15), by=world.viewer("chair"), at=NOW,
    )  # fmt: skip
    path, case = f"/panels/action/{action.pk}/", f"/panels/case/{item.pk}/"
    clinician = as_member("clinician")
    assert clinician.get(path).headers["Location"] == case
    Involvement.objects.filter(agency=world.agencies["health"]).update(ended_at=NOW)
    assert path in clinician.get("/").content.decode() and path in clinician.get("/panels/").content.decode()
    text = text_of(clinician.get(path))
    assert "Ask Lena Obi, Larkmere Council front door (01632 960 000)" in text
    assert "Amina" not in text and item.case.reference not in text and "clinic." not in text
    chair = as_member("chair")
    assert "Larkmere CAMHS sees the case no more" in text_of(chair.get("/"))
    assert "Larkmere CAMHS may not open this case today" in text_of(chair.get(path, follow=True))
    assert as_member("outsider").get(path).status_code == 403
