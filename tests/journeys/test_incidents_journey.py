"""From a file of incidents to a source of events, in the browser: the layouts of London, Chicago and Portland."""

from datetime import date

import pytest
from django.conf import settings
from playwright.sync_api import expect

from alongside.exchange.counted_records import count_stops
from alongside.exchange.incidents_intake import enter_whole
from alongside.places import sources
from alongside.places.actions import make_set
from alongside.places.incident_drafts import SetDraft
from alongside.places.queries.incidents import incident_files as files_of
from alongside.places.source_forms import Wanted
from tests.analysis.events.real_places import places_file
from tests.exchange import incident_files
from tests.exchange.test_counted_records import stops
from tests.journeys.conftest import DESK, PHONE, accessible, fits


@pytest.fixture(autouse=True)
def kept(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def new_set(cast, name="Robberies", **changed):
    fields = {"measured": "police", "noun": "robberies", "licence": "Sharing agreement 7", "audience": "study"}
    draft = SetDraft(name=name, **{**fields, **changed})
    return make_set(draft=draft, by=cast.viewer("analyst").actor, at=cast.now)


def send(page, set_id, path):
    page.goto(f"/places/incidents/{set_id}/send/")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("heading", name="What do the columns mean?").wait_for()


def events(set_id):
    source = sources.source(f"incidents:{set_id}")
    return sources.events_in(Wanted(source.key, "whole", source.first, source.last))


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_analyst_makes_a_set_and_sends_a_list_with_any_headings(visit, cast, picture, tmp_path, width):
    (tmp_path / "robberies.csv").write_bytes(incident_files.london(Easting="heath"))
    page = visit("/places/incidents/", member=cast.members["analyst"], width=width)
    accessible(page)
    page.get_by_role("button", name="Make a set").click()
    page.get_by_label("Name of the set").fill("Street robbery")
    page.get_by_label("What is one record called, in the plural?").fill("robberies")
    page.get_by_label("Licence or agreement").fill("Sharing agreement 7")
    accessible(page)
    fits(page)
    picture(page, "incidents-make")
    page.get_by_role("button", name="Make the set").click()
    page.get_by_role("heading", name="Send a file of incidents").wait_for()
    accessible(page)
    fits(page)
    page.locator("input[type=file]").set_input_files(tmp_path / "robberies.csv")
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_text("Its heading says that it holds names of people").wait_for()
    expect(page.get_by_label("When it happened")).to_have_value("Date of incident")
    expect(page.get_by_label("Day, month, year")).to_be_checked()
    accessible(page)
    fits(page)
    picture(page, "incidents-columns")
    page.get_by_role("button", name="Read the file").click()
    page.get_by_text("This is not a number").first.wait_for()
    accessible(page)
    fits(page)
    picture(page, "incidents-report")
    page.get_by_role("link", name="Street robbery").click()
    page.get_by_text("60 robberies").wait_for()
    accessible(page)
    fits(page)
    picture(page, "incidents-set")


def test_the_next_file_of_the_same_headings_is_read_as_the_last_and_counts_once(visit, cast, picture, tmp_path):
    (tmp_path / "first.csv").write_bytes(incident_files.london(40))
    (tmp_path / "second.csv").write_bytes(incident_files.london(40, first=21))
    set_id = new_set(cast)
    page = visit("/places/incidents/", member=cast.members["analyst"], width=PHONE, javascript=False)
    send(page, set_id, tmp_path / "first.csv")
    page.get_by_label("Kind of incident").select_option("")
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("heading", name="What became of its rows").wait_for()
    send(page, set_id, tmp_path / "second.csv")
    page.get_by_text("A file with the same headings was given to this set before.").wait_for()
    expect(page.get_by_label("Kind of incident")).to_have_value("")
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("heading", name="What became of its rows").wait_for()
    assert events(set_id).total == 60
    fits(page)
    picture(page, "incidents-without-script")


def test_chicago_comes_in_degrees_and_becomes_metres_of_its_zone(visit, cast, picture, tmp_path):
    (tmp_path / "chicago.csv").write_bytes(incident_files.chicago())
    (tmp_path / "city.geojson").write_bytes(incident_files.square(-87.70, 41.84, 0.1))
    set_id = new_set(cast, "Assaults", audience="places")
    page = visit("/places/incidents/", member=cast.members["analyst"], width=DESK)
    send(page, set_id, tmp_path / "chicago.csv")
    page.get_by_text("where the clock is usually America/Chicago").wait_for()
    expect(page.get_by_label("Month, day, year")).to_be_checked()
    page.get_by_role("button", name="Read the file").click()
    page.get_by_text("had no place, or the mark 0, 0 in its stead").wait_for()
    page.goto(f"/places/incidents/{set_id}/outline/")
    accessible(page)
    page.locator("input[type=file]").set_input_files(tmp_path / "city.geojson")
    page.get_by_role("button", name="Give the outline").click()
    page.get_by_text("city.geojson").wait_for()
    found = events(set_id)
    assert (found.plane, len(found), found.unplaced) == ("EPSG:32616", 60, 1)
    assert 80e6 < found.outline.area < 100e6
    picture(page, "incidents-chicago")


def test_portland_comes_in_feet_and_becomes_metres_of_its_own_map(visit, cast, picture, tmp_path):
    (tmp_path / "portland.csv").write_bytes(incident_files.portland())
    set_id = new_set(cast, "Burglary calls")
    page = visit("/places/incidents/", member=cast.members["analyst"], width=PHONE)
    send(page, set_id, tmp_path / "portland.csv")
    page.get_by_text("The headings say feet.").wait_for()
    page.get_by_role("button", name="Read the file").click()
    page.get_by_text("The date lies in the future").first.wait_for()
    page.get_by_text("begins like a spreadsheet formula").first.wait_for()
    found = events(set_id)
    assert found.plane == "local" and 2_334_000 < found.x.min() < found.x.max() < 2_338_000


def test_degrees_said_to_be_metres_are_refused_with_the_fix(visit, cast, picture, tmp_path):
    (tmp_path / "chicago.csv").write_bytes(incident_files.chicago())
    page = visit("/places/incidents/", member=cast.members["analyst"], width=PHONE)
    send(page, new_set(cast), tmp_path / "chicago.csv")
    page.get_by_label("Metres on a map of its own").check()
    page.get_by_role("button", name="Read the file").click()
    page.get_by_text("are degrees, and were said to be metres or feet").first.wait_for()
    accessible(page)
    picture(page, "incidents-degrees")


@pytest.mark.parametrize(
    ("name", "total", "plane"),
    [
        ("portland/nij_burglary_vehicle_2012-03_2017-02.csv.gz", 14_133, "local"),
        ("chicago/near_repeat_arson.csv", 522, "EPSG:27700"),
    ],
)
def test_the_real_files_go_from_download_to_events(visit, cast, name, total, plane):
    path, set_id = places_file(name), new_set(cast)
    page = visit("/places/incidents/", member=cast.members["analyst"])
    send(page, set_id, path)
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("heading", name=path.name).wait_for()
    enter_whole(cast.now, keep_in=settings.MEDIA_ROOT, file_id=files_of(cast.viewer("analyst"), set_id)[0][0].id)
    found = events(set_id)
    assert (found.total, found.plane) == (total, plane) and found.times.min() < date(2017, 1, 1)


def test_stops_are_told_without_small_counts(visit, cast, picture):
    raw = stops(("Offensive weapons", 3), ("Controlled drugs", 9), ("Stolen goods", 8))
    count_stops("a.csv", raw, force="Larkmere", by=cast.viewer("analyst").actor, at=cast.now)
    for width in (PHONE, DESK):
        page = visit("/places/incidents/", member=cast.members["analyst"], width=width)
        page.get_by_role("link", name="Stop and search, larkmere").click()
        page.get_by_text("held back").first.wait_for()
        accessible(page)
        fits(page)
        picture(page, "incidents-stops")
