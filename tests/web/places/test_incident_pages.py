"""Who may see and change sets of incidents, and what their pages say."""

import gzip
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from alongside.partners.models import Member
from alongside.partners.roles import Role
from alongside.places.models import IncidentFile, IncidentSet
from tests.exchange import incident_files
from tests.places.incidents import give_whole, incident, new_set


@pytest.fixture(autouse=True)
def kept(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def client_of(member):
    client = Client()
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def analyst(cast):
    return client_of(cast.members["analyst"])


def somebody(cast, agency, role):
    return client_of(
        Member.objects.create_member(
            username=f"{agency}-{role}", name="Somebody New", agency=cast.agencies[agency], role=role
        )
    )


def test_a_set_for_students_of_places_does_not_exist_for_others(cast, analyst):
    hidden = new_set("Ambulance calls", audience="study")
    open_one = new_set("Police calls")
    outsider = client_of(cast.members["outsider"])
    listed = outsider.get("/places/incidents/").content.decode()
    assert "Police calls" in listed and "Ambulance calls" not in listed
    pages = [f"/places/incidents/{number}/" for number in (hidden, 99_999, open_one)]
    assert [outsider.get(page).status_code for page in pages] == [404, 404, 200]
    assert [analyst.get(page).status_code for page in pages] == [200, 404, 200]


def test_a_file_and_its_rejects_are_for_those_who_give_files(cast, analyst):
    file_id = give_whole(new_set(), incident("2026-01-05T21:00"))
    assert analyst.get(f"/places/incidents/files/{file_id}/").status_code == 200
    assert client_of(cast.members["outsider"]).get(f"/places/incidents/files/{file_id}/").status_code == 403


def test_another_agency_adds_nothing_to_a_set(cast):
    set_id = new_set()
    file = SimpleUploadedFile("a.csv", incident_files.portland())
    sergeant = somebody(cast, "police", Role.SERGEANT)
    answer = sergeant.post(f"/places/incidents/{set_id}/send/", {"file": file, "licence": "Mine"})
    assert "This set is kept by another agency" in answer.content.decode() and not IncidentFile.objects.exists()


def test_a_file_without_a_licence_or_too_large_is_refused_on_the_form(analyst, settings):
    settings.UPLOAD_MAX_BYTES = 100
    file = SimpleUploadedFile("a.csv", incident_files.portland())
    answer = analyst.post(f"/places/incidents/{new_set()}/send/", {"file": file, "licence": ""}).content.decode()
    assert "The file is larger than" in answer and "Enter licence or agreement" in answer


def test_a_stale_change_shows_both_texts(analyst):
    set_id = new_set()
    form = {"name": "Calls", "noun": "calls", "licence": "Agreement 8", "audience": "places", "version": "0"}
    assert analyst.post(f"/places/incidents/{set_id}/amend/", form).status_code == 302
    answer = analyst.post(f"/places/incidents/{set_id}/amend/", {**form, "name": "Calls to 999"}).content.decode()
    assert "Somebody else saved this first" in answer and "Calls to 999" in answer
    assert IncidentSet.objects.get().name == "Calls"


def test_what_was_sent_twice_enters_once(analyst):
    set_id = new_set()
    for _ in range(2):
        file = SimpleUploadedFile("a.csv", incident_files.portland())
        answer = analyst.post(f"/places/incidents/{set_id}/send/", {"file": file, "licence": "Mine"}, follow=True)
    assert "The very same file was sent before" in answer.content.decode() and IncidentFile.objects.count() == 1


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "The file is empty"),
        (
            b"WardCode,WardName,MajorText,MinorText,202301,202302\nE05000001,Quay,Robbery,,1,2\n",
            "alongside load mps PATH",
        ),
        (b"date,x\n", "no row below it"),
    ],
)
def test_a_file_that_cannot_be_used_says_why_on_its_page(analyst, raw, words):
    file = SimpleUploadedFile("a.csv", raw)
    answer = analyst.post(f"/places/incidents/{new_set()}/send/", {"file": file, "licence": "Mine"}, follow=True)
    assert words in answer.content.decode()


def test_a_page_of_a_set_takes_few_queries_whatever_it_holds(analyst, django_assert_max_num_queries):
    set_id = new_set()
    for number in range(6):
        give_whole(set_id, incident(f"2026-01-0{number + 1}T21:00"), name=f"{number}.csv")
    with django_assert_max_num_queries(14):
        assert analyst.get(f"/places/incidents/{set_id}/").status_code == 200


def test_the_page_of_a_file_tells_a_script_how_far_it_is(cast, analyst):
    file_id = give_whole(new_set(), incident("2026-01-05T21:00"))
    state = f"/places/incidents/files/{file_id}/state/"
    assert not analyst.get(state).json()["under_way"]
    IncidentFile.objects.filter(pk=file_id).update(state="reading", rows=8, rows_read=2)
    assert analyst.get(state).json() == {"under_way": True, "words": "2 of 8 rows read so far.", "per_cent": 25}
    page = analyst.get(f"/places/incidents/files/{file_id}/").content.decode()
    assert 'value="25"' in page and "runs.js" in page and "2 of 8 rows read so far." in page


def test_an_outline_may_come_packed_and_a_broken_packing_is_told(analyst):
    set_id = new_set()
    give_whole(set_id, incident("2026-01-05T21:00"))
    drawn = gzip.compress(incident_files.square(-0.1, 51.5, 0.1))
    for content, words in ((drawn, "area.geojson.gz"), (drawn[:40], "The archive cannot be read")):
        file = SimpleUploadedFile("area.geojson.gz", content)
        answer = analyst.post(f"/places/incidents/{set_id}/outline/", {"file": file, "unit": "metres"}, follow=True)
        assert words in answer.content.decode()


def test_whether_times_carry_a_zone_is_seen_in_each_file_and_not_remembered(analyst):
    set_id, ticked = new_set(), []
    columns = {"when": "when", "x": "x", "y": "y", "coordinates": "grid", "date_order": "ymd", "precision": "minute"}
    for name, when in (("zoned.csv", "2026-01-05T21:30Z"), ("plain.csv", "2026-01-06 21:30")):
        content = f"when,x,y\n{when},537000,189000\n{when[:9]}7{when[10:]},537100,189100\n".encode()
        file = SimpleUploadedFile(name, content)
        page = analyst.post(f"/places/incidents/{set_id}/send/", {"file": file, "licence": "Mine"}, follow=True)
        ticked.append(bool(re.search(r'name="carries_zone"[^>]*checked', page.content.decode())))
        chosen = {**columns, "zone": "Europe/London", **({"carries_zone": "on"} if ticked[-1] else {})}
        analyst.post(page.request["PATH_INFO"], chosen)
    assert ticked == [True, False]
    assert set(IncidentFile.objects.values_list("rows_read", "rows_rejected", "state")) == {(2, 0, "done")}
