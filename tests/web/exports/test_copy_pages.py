"""Pages of copies: a file goes out as a download that names nobody; the register is for who keeps it."""

import pytest

from alongside.support.actions import planning
from alongside.support.models import Export
from tests.own_views import make_plan
from tests.security.doors import make_case


@pytest.fixture
def plan(cast, now):
    return make_plan(cast)


def make(client, plan, **changes):
    return client.post(
        f"/copies/plan/{plan.reference}/", {"recipient": "dsl", "why": "Court.", "format": "xlsx", **changes}
    )


def test_a_copy_is_a_download_named_by_its_number(plan, as_member):
    response = make(as_member("triage"), plan)
    copy = Export.objects.get().copy
    assert response["Content-Disposition"] == f'attachment; filename="copy-{copy}.xlsx"'
    assert response.content[:2] == b"PK" and "no-store" in response["Cache-Control"]


def test_without_a_reason_or_a_recipient_nothing_is_made(plan, as_member):
    told = make(as_member("triage"), plan, why="", recipient="outsider").content.decode()
    assert "There is a problem" in told and not Export.objects.exists()


def test_the_recipient_confirms_and_the_register_shows_it(plan, as_member):
    make(as_member("triage"), plan)
    copy, keeper, holder = Export.objects.get().copy, as_member("governance"), as_member("dsl")
    keeper.post(f"/copies/{copy}/recall/", {"reason": "Sent too wide."})
    assert "Recalled, not confirmed: 1" in keeper.get("/copies/register/").content.decode()
    mine = holder.get("/").content.decode()
    assert "Copies to destroy" in mine and f"copy {copy}: was recalled." in mine
    assert "Sent too wide." in holder.get(f"/copies/{copy}/destroyed/").content.decode()
    assert "Confirm only when" in holder.post(f"/copies/{copy}/destroyed/", {}).content.decode()
    holder.post(f"/copies/{copy}/destroyed/", {"sure": "on"})
    assert "Recalled, not confirmed: 0" in keeper.get("/copies/register/").content.decode()


def test_the_register_names_no_child(plan, as_member):
    make(as_member("triage"), plan)
    text = as_member("governance").get("/copies/register/").content.decode()
    assert Export.objects.get().copy in text and "Amina" not in text


def test_a_referrer_gets_a_list_of_her_own_cases_only(cast, now, as_member):
    make_case(cast, make_plan(cast).record_id)
    client = as_member("triage")
    told = client.post("/copies/cases/early-help/", {"recipient": "dsl", "why": "Term review.", "format": "csv"})
    assert "Amina Okafor-Lindqvist" in told.content.decode()
    page = client.get("/copies/cases/early-help/").content.decode()
    assert "Owen Trellick" not in page and "Priya Nandakumar" in page
    assert as_member("outsider").get("/copies/cases/early-help/").status_code == 403


def test_a_plan_that_its_lead_shares_no_more_is_copied_no_more(cast, plan, as_member):
    planning.end_action(
        reference=plan.reference, action_id=plan.actions.first().pk, state="done", outcome="x", version=1,
        by=cast.viewer("triage"), at=cast.now,
    )  # fmt: skip
    planning.end_action(
        reference=plan.reference, action_id=plan.actions.last().pk, state="done", outcome="x", version=1,
        by=cast.viewer("triage"), at=cast.now,
    )  # fmt: skip
    planning.end_share(reference=plan.reference, agency_code="school", by=cast.viewer("triage"), at=cast.now)
    assert "Priya" not in as_member("triage").get(f"/copies/plan/{plan.reference}/").content.decode().split("<main")[1]
