"""Operations as files: bound by who may see them, without what only the police hold, and in the log before they leave."""

import csv
import json
from datetime import timedelta

import pytest

from alongside.audit.models import Event
from alongside.partners.models import Member
from tests.places.operating import BEGUN, counted, did, tasked, used
from tests.web.operations.test_operation_pages import SECRET, as_member, running

__all__ = ["as_member", "running"]
FORMS = ("csv", "json")


def exports():
    return Event.objects.filter(act="export", subject_kind="operation")


def read(client, reference, form="json"):
    shown = client.get(f"/operations/{reference}/files/{form}/")
    assert shown.status_code == 200
    return shown.content.decode()


def test_the_log_holds_what_happened_in_its_order(cast, running, as_member):
    tasked(cast, running)
    used(cast, running)
    did(cast, running, spoken_to=4)
    counted(cast, running, "arrests", 6)
    told = json.loads(read(as_member("sergeant"), running))
    kinds = [one["kind"] for one in told["log"]]
    assert {"stage", "finding", "protocol", "tasking", "power", "activity", "result"} <= set(kinds)
    assert [one["at"] for one in told["log"]] == sorted(one["at"] for one in told["log"])
    patrol = next(one for one in told["log"] if one["kind"] == "activity")
    assert (patrol["minutes"], patrol["spoken_to"], patrol["agency"]) == (15, 4, cast.agencies["police"].name)
    assert told["protocols"][-1]["locked_at"] and told["protocols"][-1]["comparison_areas"]


@pytest.mark.parametrize("form", FORMS)
def test_what_only_the_police_hold_and_the_names_of_staff_are_in_no_file(cast, running, as_member, form):
    did(cast, running)
    content = read(as_member("sergeant"), running, form)
    assert SECRET not in content and "LK/77" not in content
    assert cast.members["sergeant"].name not in content


def test_a_partner_with_a_task_takes_her_own_agencys_part_and_no_more(cast, running, as_member):
    tasked(cast, running)
    did(cast, running, where="Behind the garages")
    counted(cast, running, "arrests", 60)
    told = json.loads(read(as_member("youth_worker"), running))
    assert told["why"] == "" and told["protocols"] == [] and told["activity_in_all"] == []
    assert {one["kind"] for one in told["log"]} == {"stage", "tasking"}


def test_other_agencies_get_no_small_count_and_no_single_activity(cast, running, as_member):
    did(cast, running, spoken_to=3)
    counted(cast, running, "arrests", 3)
    Member.objects.filter(username="analyst").update(agency=cast.agencies["health"])
    told = json.loads(read(as_member("analyst"), running))
    assert "activity" not in {one["kind"] for one in told["log"]}
    (arrests,) = [one for one in told["log"] if one["kind"] == "result"]
    assert arrests["total"] is None and told["activity_in_all"][0]["spoken_to"] is None


@pytest.mark.parametrize("form", FORMS)
def test_each_file_is_in_the_log_and_refused_alike_to_the_outsider(cast, running, as_member, form):
    assert as_member("sergeant").get(f"/operations/files/{form}/").status_code == 200
    read(as_member("sergeant"), running, form)
    assert [one.reason for one in exports().order_by("pk")] == [
        f"{form}: the list of operations", f"{form}: the log of the operation",
    ]  # fmt: skip
    outsider = as_member("outsider")
    shown = [outsider.get(f"/operations/{one}/files/{form}/") for one in (running, "SA-XXX-XXX")]
    assert [one.status_code for one in shown] == [403, 403] and exports().count() == 2
    assert "Heron" not in outsider.get(f"/operations/files/{form}/").content.decode()


def test_the_list_has_a_line_for_each_and_words_like_a_formula_stay_words(cast, running, as_member):
    did(cast, running, where="=1+1", at=BEGUN + timedelta(hours=2))
    listed = as_member("sergeant").get("/operations/files/csv/").content.decode()
    (row,) = csv.DictReader(listed.splitlines())
    assert (row["reference"], row["name"], row["stage"]) == (running, "Heron", "response")
    log = csv.DictReader(read(as_member("sergeant"), running, "csv").splitlines())
    assert "'=1+1" in [one["where"] for one in log]
    assert as_member("sergeant").get("/operations/files/xlsx/").status_code == 404
