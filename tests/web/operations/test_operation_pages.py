"""The pages of operations: who opens what, what stays closed, what a form keeps, and that a reading is in the log first."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from alongside.audit.models import Event
from alongside.places import actions, operating
from alongside.places.models import Activity, Operation, OperationProtocol, Tasking
from alongside.web.operations.protocol_forms import ProtocolForm
from tests.places.operating import (
    BEGUN,
    begin,
    counted,
    did,
    make_ground,
    planned,
    responding,
    seen,
    sent,
    tasked,
    used,
    ward,
    when,
)
from tests.places.warded import BOROUGH, take_in
from tests.web.reading import errors_in, plain, text_of

NOW = BEGUN + timedelta(hours=4)
SECRET = "LK/77 and what was seen"
POLICE_ONLY = "police-only part of an operation"


@pytest.fixture
def as_member(cast, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)

    def sign_in(name):
        client = Client()
        client.force_login(cast.members[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def running(cast, tmp_path):
    reference = responding(cast, make_ground(tmp_path))
    note = {"rung": "arrests", "system_reference": "LK/77", "note": SECRET}
    actions.keep_police_note(reference=reference, **note, **sent(), **when(cast, at=BEGUN))
    return reference


def pages_of(reference):
    ends = (
        "", "work/", "results/", "police-only/", "finding/", "stage/assessment/", "protocol/", "protocol/lock/",
        "tactic/", "task/", "power/", "activity/", "result/arrests/", "agency/",
    )  # fmt: skip
    return [f"/operations/{reference}/{end}" for end in ends]


def test_to_the_outsider_an_operation_looks_like_one_that_is_not_there(cast, running, as_member, refusals):
    outsider, before = as_member("outsider"), refusals("outside")
    for real, unreal in zip(pages_of(running), pages_of("SA-XXX-XXX"), strict=True):
        shown = outsider.get(real)
        assert shown.status_code == 403 and plain(shown) == plain(outsider.get(unreal)), real
    assert refusals("outside") == before + 2 * len(pages_of(running))
    assert "takes part in no operation" in text_of(outsider.get("/operations/"))


def test_the_police_only_part_is_in_the_log_before_it_is_shown_and_refused_alike_to_everybody_else(
    cast, running, as_member
):
    page = f"/operations/{running}/police-only/"
    readings = Event.objects.filter(subject_kind=POLICE_ONLY, outcome="allowed", act="view")
    assert SECRET in text_of(as_member("sergeant").get(page)) and readings.count() == 1
    refused = {plain(as_member(name).get(page)) for name in ("community_officer", "lead", "analyst", "outsider")}
    assert all(as_member(name).get(page).status_code == 403 for name in ("community_officer", "outsider"))
    assert not any(SECRET.encode() in one for one in refused) and readings.count() == 1


@pytest.mark.parametrize("name", ["sergeant", "community_officer", "lead", "analyst", "youth_worker"])
def test_what_only_the_police_hold_is_on_no_other_page(cast, running, as_member, name):
    client = as_member(name)
    for page in [*pages_of(running), "/operations/", "/operations/taskings/", "/operations/powers/"]:
        if not page.endswith("police-only/"):
            assert SECRET not in client.get(page).content.decode(), page


def test_a_police_agency_elsewhere_does_not_read_it_even_where_it_runs_the_operation_too(cast, running, as_member):
    actions.add_agency(reference=running, agency_code="health", **when(cast, at=BEGUN))
    member = cast.members["sergeant"]
    member.agency = cast.agencies["health"]
    member.save()
    assert SECRET not in text_of(as_member("sergeant").get(f"/operations/{running}/police-only/"))


def test_an_operation_that_has_not_begun_is_seen_by_those_who_run_it_only(cast, tmp_path, as_member):
    make_ground(tmp_path)
    reference = begin(cast, agencies=())
    assert as_member("analyst").get(f"/operations/{reference}/").status_code == 403
    assert "Heron" not in text_of(as_member("lead").get("/operations/"))
    assert "Heron" in text_of(as_member("sergeant").get("/operations/"))


def test_what_rests_on_a_closed_source_stays_closed(cast, tmp_path, as_member):
    reference = responding(cast, make_ground(tmp_path, audience="study"))
    for name in ("lead", "community_officer"):
        shown = as_member(name).get(f"/operations/{reference}/results/")
        assert shown.status_code == 403 or "Fewer robberies" not in text_of(shown)
    assert "Fewer robberies" in text_of(as_member("analyst").get(f"/operations/{reference}/"))


def test_others_than_the_running_agencies_read_protocol_and_counts_that_are_not_small(cast, running, as_member):
    counted(cast, running, "arrests", 3)
    counted(cast, running, "knives", 15)
    member = cast.members["analyst"]
    member.agency = cast.agencies["health"]
    member.save()
    text = text_of(as_member("analyst").get(f"/operations/{running}/results/"))
    assert "Arrests: Held back" in text and "Knives seized: 15" in text and "as of 24 November 2026" in text
    assert "Bus stops" not in text_of(as_member("analyst").get(f"/operations/{running}/work/"))


def test_outputs_results_and_outcome_stand_apart(cast, running, as_member):
    text = text_of(as_member("sergeant").get(f"/operations/{running}/results/"))
    headings = ["What was done", "What came of it in law", "Is there less violence?"]
    assert [text.index(one) for one in headings] == sorted(text.index(one) for one in headings)
    assert "say nothing of the third" in text and "%" not in text


def test_an_operation_is_begun_planned_and_locked_by_its_pages(cast, tmp_path, as_member, monkeypatch):
    source = make_ground(tmp_path)
    client = as_member("sergeant")
    monkeypatch.setattr(timezone, "now", lambda: cast.now)
    key = str(uuid4())
    form = {"name": "Heron", "why": "Robbery", "areas": [ward(0)], "agencies": ["council"], "sent_key": key}
    first, again = (client.post("/operations/new/", form) for _ in range(2))
    page = first.url
    assert page == again.url and Operation.objects.count() == 1
    protocol = {
        "version": 0, "outcome": "Fewer robberies", "source": source, f"kinds_{source}": ["robbery"], "definition": "As called",
        "baseline_from": "2025-01-01", "starts_on": "2026-11-24", "ends_on": "2027-02-28",
        "comparison_areas": [ward(3)], "buffer_metres": "400", "sent_key": str(uuid4()),
    }  # fmt: skip
    assert client.post(f"{page}protocol/", protocol).status_code == 302
    stale = client.post(f"{page}protocol/", {**protocol, "outcome": "Fewer knives", "sent_key": str(uuid4())})
    assert "Somebody else wrote version 1" in text_of(stale) and "Fewer knives" in stale.content.decode()
    assert client.post(f"{page}protocol/lock/", {"version": 1, "sent_key": str(uuid4())}).status_code == 302
    assert "An evaluation goes by this version" in text_of(client.get(page))


def test_the_kinds_of_each_source_stand_under_it_and_those_of_the_source_chosen_count(cast, tmp_path, as_member):
    source = make_ground(tmp_path)
    form = ProtocolForm(
        {"source": source, f"kinds_{source}": ["robbery"], "kinds_other": ["noise"]}, areas=[], is_locked=False,
        sources=[
            (source, "Police calls", [("robbery", "ROBBERY"), ("robbery/x", "Of a person")]),
            ("other", "Calls", [("noise", "Noise")]),
        ],
    )  # fmt: skip
    form.full_clean()
    assert form.kinds_chosen() == ("robbery",)
    assert [words for _, words in form.fields[f"kinds_{source}"].choices] == ["Robbery"]
    page = as_member("sergeant").get(f"/operations/{begin(cast)}/protocol/").content.decode()
    assert page.count(f'name="kinds_{source}"') == page.count(f'name="kinds_{source}" type="checkbox"') > 0


def test_asking_for_other_areas_keeps_what_was_typed_and_enters_nothing(cast, tmp_path, as_member):
    source = make_ground(tmp_path)
    names = {"LSOA21CD": "E01999001", "LSOA21NM": "Larkmere 001A", "LAD22CD": BOROUGH}
    take_in(tmp_path / "small.geojson", [(names, 0, 1)], 2021)
    client = as_member("sergeant")
    reference = begin(cast)
    typed = {
        "version": 0, "outcome": "Fewer <knives>", "source": source, "starts_on": "24 11 2026", "unit": "lsoa",
        "comparison_areas": [ward(3)], "look": "areas", "sent_key": str(uuid4()),
    }  # fmt: skip
    shown = client.post(f"/operations/{reference}/protocol/", typed).content.decode()
    assert "Fewer &lt;knives&gt;" in shown and "nothing is kept yet" in shown and "govuk-error" not in shown
    assert f'value="{ward(3)}" checked' in shown and 'value="lsoa" selected' in shown
    assert not OperationProtocol.objects.exists()


def test_what_is_missing_for_a_stage_is_told_before_and_after(cast, running, as_member):
    client = as_member("sergeant")
    assert "Not yet: Nothing is written down that was done" in text_of(client.get(f"/operations/{running}/"))
    form = {"reason": "Done", "sent_key": str(uuid4())}
    shown = client.post(f"/operations/{running}/stage/assessment/", form)
    assert "Without activity there is nothing to assess" in text_of(shown)


def test_activity_takes_two_taps_and_a_second_sending_enters_nothing(cast, running, as_member):
    client = as_member("youth_worker")
    started = client.get("/operations/activity/")
    assert started.url == f"/operations/{running}/activity/"
    shown = client.get(f"{started.url}?kind=engagement")
    form = dict(_fields(shown))
    form["where"] = "The parade"
    for _ in range(2):
        assert client.post(f"{started.url}?kind=engagement", form).status_code == 302
    (row,) = Activity.objects.all()
    assert (row.kind, row.minutes, row.agency_code) == ("engagement", 30, "provider")


def _fields(shown):
    return re.findall(r'<input[^>]*?name="([\w-]+)"[^>]*?value="([^"]*)"', shown.content.decode())


def test_a_partner_answers_her_tasking_from_her_start_page(cast, running, as_member):
    tasking_id = tasked(cast, running)
    client = as_member("youth_worker")
    assert "Taskings at places" in text_of(client.get("/"))
    page = f"/operations/taskings/{tasking_id}/"
    why = errors_in(client.post(page, {"to": "declined", "text": "", "sent_key": str(uuid4())}))
    assert "Say why" in str(why)
    assert client.post(page, {"to": "accepted", "text": "", "sent_key": str(uuid4())}).status_code == 302
    assert Tasking.objects.get().steps.get().state == "accepted"
    assert as_member("outsider").get(page).status_code == 403


def test_a_power_asks_for_its_own_law_and_says_how_long_it_may_last(cast, running, as_member):
    client, page = as_member("sergeant"), f"/operations/{running}/power/"
    assert "Criminal Justice and Public Order Act 1994, section 60" in text_of(client.get(page))
    form = {
        "authority": "inspector", "authorised_by": "Duty inspector", "where": "Ward A", "grounds": "Two stabbings",
        "child_welfare": "Told first", "equality": "Watched", "starts_on": "2026-11-24", "starts_at": "12:00",
        "ends_on": "2026-11-26", "ends_at": "12:00", "sent_key": str(uuid4()),
    }  # fmt: skip
    assert "until 12:00 on 25 November 2026 at most" in text_of(client.post(f"{page}?power=stop_search", form))
    assert client.post(f"{page}?power=stop_search", {**form, "ends_on": "2026-11-25"}).status_code == 302
    assert "In force until tomorrow at midday" in text_of(client.get("/operations/powers/"))


def test_powers_that_run_out_are_on_the_start_page(cast, running, as_member):
    used(cast, running, hours=10)
    assert "Powers that run out soon" in text_of(as_member("sergeant").get("/"))


def test_lists_ask_the_database_as_often_for_one_as_for_many(cast, tmp_path, as_member, queries):
    source = make_ground(tmp_path)
    first = responding(cast, source)
    client = as_member("sergeant")
    pages = ["/operations/", f"/operations/{first}/work/", "/operations/taskings/", "/operations/powers/"]
    did(cast, first), tasked(cast, first, doer="police"), used(cast, first)
    asked = [queries(client, page) for page in pages]
    for _ in range(3):
        responding(cast, source)
        did(cast, first), tasked(cast, first, doer="police"), used(cast, first, hours=20)
    assert [queries(client, page) for page in pages] == asked


def test_the_place_its_belt_and_the_areas_to_compare_with_are_on_the_map(cast, tmp_path, as_member):
    reference = planned(cast, make_ground(tmp_path))
    page = as_member("sergeant").get(f"/operations/{reference}/").content.decode()
    assert page.count('class="al-place__ward"') == 2 and 'class="al-place__next"' in page
    assert seen(cast, reference).newest.buffer_names == ("Ward B",)
    assert operating.operations_to_evaluate(cast.viewer("analyst", NOW)) == []
