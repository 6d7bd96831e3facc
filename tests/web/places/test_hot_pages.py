"""The pages of hot spots, comparisons and problems, from the form to the file that leaves."""

import io
import json
import re
import sqlite3
from html import unescape
from uuid import uuid4

import numpy as np
import pytest
import shapely
from django.test import Client

from alongside.audit.models import Event
from alongside.places.actions import ask_for_run, work_next_run
from alongside.places.analyses import hot_forecast
from alongside.places.models import PlaceProblem, PlaceRun, ProblemStep
from alongside.places.states import Precision, RunKind
from alongside.web.places.hot_words import deciles_words
from tests.cast import NOW
from tests.places.made_events import MadeSource, gathering, hold

BACKEND = "django.contrib.auth.backends.ModelBackend"
ASKED = {"source": "made", "boundary": "whole", "first": "2025-10", "last": "2026-09"}


def signed_in(cast, name):
    client = Client()
    client.force_login(cast.members[name], backend=BACKEND)
    return client


@pytest.fixture
def analyst(cast, monkeypatch):
    # Public months, as of data.police.uk, but with a boundary of their own.
    hold(monkeypatch, MadeSource(gathering()))
    return signed_in(cast, "analyst")


@pytest.fixture
def run_id(analyst, cast):
    return answered(cast)


def answered(cast, kind=RunKind.HOT_SPOTS, **changes):
    made = ask_for_run(kind=kind, settings={**ASKED, **changes}, by=cast.viewer("analyst").actor, at=NOW)
    work_next_run(clock=lambda: NOW)
    return made


def words(response):
    assert response.status_code == 200, response.status_code
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def post(client, address, **fields):
    return client.post(address, fields, follow=True)


def test_asking_leads_to_the_run_and_from_there_to_the_answer(analyst, cast, monkeypatch):
    hold(monkeypatch, MadeSource(gathering(), precision=Precision.DAY, is_snapped=False))
    fields = {**ASKED, "first": "2025-10-01", "last": "2026-09-30", "correction": "fdr", "horizon": "week"}
    response = post(analyst, "/places/hot-spots/new/", **fields)
    assert "It waits for its turn" in words(response)
    work_next_run(clock=lambda: NOW)
    address = response.redirect_chain[-1][0]
    assert "Hot areas" in words(analyst.get(address, follow=True))
    assert "All crimes" in words(analyst.get("/places/hot-spots/"))


def test_what_cannot_be_asked_stands_in_the_form_with_what_was_typed(analyst, monkeypatch):
    hold(monkeypatch, MadeSource(gathering(), precision=Precision.DAY, is_snapped=False))
    fields = {**ASKED, "first": "2025-10-01", "last": "2031-01-01", "correction": "fdr", "horizon": "week"}
    text = words(post(analyst, "/places/hot-spots/new/", **fields))
    assert "held to 30 September 2026 only" in text and "There is a problem" in text
    response = post(analyst, "/places/hot-spots/new/", **fields | {"weights": "Knife crime is bad"})
    assert "“Knife crime is bad” cannot be read" in words(response) and b"2031-01-01" in response.content


def test_the_answer_says_all_that_a_number_needs(analyst, run_id):
    text = words(analyst.get(f"/places/hot-spots/{run_id}/"))
    for part in (
        "95% interval", "false discovery rate", "Open Government Licence v3.0", "Larkmere Police: 24 months",
        "Data (SHA-256)", "Seed 1", "squares of 250 metres", "October 2025 to September 2026", "80% range", "Oracle",
        "a cell or an area is no address", "Day of the week and time of day cannot be known",
    ):  # fmt: skip
        assert part in text, part


def test_the_page_has_map_and_table_without_any_script_or_style_in_it(analyst, run_id):
    html = analyst.get(f"/places/hot-spots/{run_id}/").content.decode()
    assert " style=" not in html and "<script>" not in html and "onclick" not in html
    assert html.count("al-place__layer--") >= 4 and '<table class="govuk-table al-table"' in html


def test_a_hot_cell_and_a_cold_one_are_explained_with_count_expectation_and_both_p(analyst, run_id):
    result = PlaceRun.objects.get().result
    hot, quiet = result["cells"]["hot"][0], min(range(320), key=lambda cell: abs(result["cells"]["z"][cell]))
    text = words(analyst.get(f"/places/hot-spots/{run_id}/why/{hot}/"))
    assert (
        "This cell is hot" in text and "where an even spread would put" in text and "after correction for 320" in text
    )
    text = words(analyst.get(f"/places/hot-spots/{run_id}/why/{quiet}/"))
    assert "This cell is not hot" in text and "Chance often gives as much" in text
    assert analyst.get(f"/places/hot-spots/{run_id}/why/320/").status_code == 404


def test_an_area_tells_its_trend_against_the_rest_and_its_parts(analyst, run_id):
    text = words(analyst.get(f"/places/hot-spots/{run_id}/area/1/"))
    assert "The rest of the place" in text and "In this part alone" in text and "Persistent" in text
    assert analyst.get(f"/places/hot-spots/{run_id}/area/99/").status_code == 404


def test_a_name_that_is_nowhere_is_said_and_not_shown_as_markup(analyst, run_id):
    response = analyst.get(f"/places/hot-spots/{run_id}/find/", {"q": "<b>Heron"})
    assert "“<b>Heron” in its name" in words(response) or "Heron" in words(response)
    assert b"<b>Heron" not in response.content


def test_the_map_is_told_as_geojson_in_longitude_and_latitude(analyst, run_id):
    told = analyst.get(f"/places/hot-spots/{run_id}/map/").json()
    longitude, latitude = told["features"][0]["geometry"]["coordinates"][0][0][:2]
    assert -0.3 < longitude < 0.1 and 51.4 < latitude < 51.7
    assert len(told["cells"]["words"]) == 320 and told["provenance"]["settings"]["correction"] == "fdr"


def test_every_file_holds_its_settings_and_that_it_left_is_in_the_log(analyst, run_id):
    address = f"/places/hot-spots/{run_id}/files/"
    geojson = json.loads(analyst.get(f"{address}geojson/").content)
    assert geojson["provenance"]["data_hash"] == PlaceRun.objects.get().data_hash and len(geojson["features"]) > 320
    lines = analyst.get(f"{address}csv/").content.decode("utf-8-sig").splitlines()
    assert any(line.startswith("# licences: ") for line in lines) and sum(line[0] != "#" for line in lines) == 321
    assert analyst.get(f"{address}pdf/").status_code == 404
    assert list(Event.objects.filter(act="export").values_list("subject_id", flat=True)) == [str(run_id)] * 2


def test_a_geopackage_holds_to_the_standard_and_its_shapes_can_be_read(analyst, run_id, tmp_path):
    path = tmp_path / "a.gpkg"
    path.write_bytes(analyst.get(f"/places/hot-spots/{run_id}/files/gpkg/").content)
    with sqlite3.connect(path) as file:
        assert file.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
        assert (
            file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            and not file.execute("PRAGMA foreign_key_check").fetchall()
        )
        assert {-1, 0, 4326, 27700} <= {row[0] for row in file.execute("SELECT srs_id FROM gpkg_spatial_ref_sys")}
        kinds = dict(file.execute("SELECT table_name, data_type FROM gpkg_contents"))
        assert kinds == {"hot_areas": "features", "cells": "features", "provenance": "attributes"}
        geom, events = file.execute("SELECT geom, events FROM cells ORDER BY fid LIMIT 1").fetchone()
        shape = shapely.from_wkb(geom[40:])
        assert geom[:2] == b"GP" and shape.geom_type == "MultiPolygon" and shape.area == 62_500
        assert events == PlaceRun.objects.get().result["cells"]["counts"][0]


def test_counts_of_one_to_four_of_an_agency_are_in_no_page_and_no_file(analyst, cast, monkeypatch):
    hold(monkeypatch, MadeSource(gathering(), precision=Precision.DAY, is_snapped=False))
    run_id = answered(cast, first="2025-10-01", last="2026-09-30")
    assert "counts of 1 to 4 are not shown" in words(analyst.get(f"/places/hot-spots/{run_id}/"))
    rows = analyst.get(f"/places/hot-spots/{run_id}/files/csv/").content.decode("utf-8-sig").splitlines()
    counts = {row.split(",")[5] for row in rows if row[0].isdecimal()}
    assert "1 to 4" in counts and not {"1", "2", "3", "4"} & counts


def test_whoever_may_only_see_reads_the_answer_and_can_ask_for_nothing(cast, run_id):
    looker = signed_in(cast, "outsider")
    assert "Hot areas" in words(looker.get(f"/places/hot-spots/{run_id}/"))
    assert b"problem/?area" not in looker.get(f"/places/hot-spots/{run_id}/area/1/").content
    for address in ("/places/hot-spots/new/", f"/places/hot-spots/{run_id}/problem/", "/places/comparisons/new/"):
        assert looker.get(address).status_code == 403


def test_with_nothing_held_the_forms_say_how_to_load(analyst, monkeypatch):
    hold(monkeypatch)
    for address in ("/places/hot-spots/new/", "/places/comparisons/new/"):
        assert "alongside load police-uk PATH" in words(analyst.get(address))


def test_an_answer_is_shown_in_few_queries(analyst, run_id, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        analyst.get(f"/places/hot-spots/{run_id}/")


def test_an_answer_of_nine_boroughs_is_shown_whole(cast, monkeypatch):
    x, y, when, kind = gathering(spread=20_000, gathered=2_000)
    wide = (530_000 + (x - 530_000) * 4.3, 180_000 + (y - 180_000) * 5.4, when, kind)
    hold(monkeypatch, MadeSource(wide, outline=shapely.box(530_000, 180_000, 551_500, 201_600)))
    client, run_id = signed_in(cast, "analyst"), answered(cast)
    assert client.get(f"/places/hot-spots/{run_id}/").status_code == 200
    assert len(PlaceRun.objects.get().result["grid"]["rows"]) == 7_396


def raise_area(client, run_id, key=None, area=1):
    fields = {"name": "Around the market", "why": "Robbery after dark.", "sent_key": key or uuid4()}
    return post(client, f"/places/hot-spots/{run_id}/problem/?area={area}", **fields)


def test_a_hot_area_becomes_a_problem_to_work_on_once(analyst, run_id):
    key = uuid4()
    assert "Around the market" in words(raise_area(analyst, run_id, key))
    raise_area(analyst, run_id, key)
    made = PlaceProblem.objects.get()
    assert made.area_number == 1 and made.hectares == PlaceRun.objects.get().result["areas"][0]["hectares"]
    assert "Around the market" in words(analyst.get("/places/problems/"))
    assert "Around the market" in words(analyst.get(f"/places/hot-spots/{run_id}/"))


def test_a_problem_is_closed_with_a_reason_and_the_steps_stay(analyst, run_id):
    raise_area(analyst, run_id)
    address = f"/places/problems/{PlaceProblem.objects.get().pk}/"
    assert "Answer the question “Why?”" in words(post(analyst, address, to="closed", reason=" "))
    assert "Lights were mended." in words(post(analyst, address, to="closed", reason="Lights were mended."))
    assert "closed already" in words(post(analyst, address, to="closed", reason="Again"))
    assert list(ProblemStep.objects.values_list("state", flat=True)) == ["open", "closed"]
    assert "Around the market" in words(analyst.get("/places/problems/?closed"))


@pytest.mark.parametrize(
    ("corners", "told"),
    [
        ("532000, 182000\n532500, 182000\n532500, 182400", "The place is kept as a problem"),
        ("532000, 182000\n532500, 182000", "A place needs three corners or more."),
        ("532000,182000\n532500,182400\n532500,182000\n532000,182400", "The line of the place crosses itself."),
        ("here\nthere\nelsewhere", "“here” is no corner"),
        ("0,0\n90000000,0\n90000000,90000000", "Draw one between a house and a county."),
    ],
)
def test_a_drawn_place_is_kept_or_refused_in_words(analyst, run_id, corners, told):
    fields = {"name": "The yard", "why": "Fights at closing time.", "corners": corners, "sent_key": uuid4()}
    assert told in words(post(analyst, f"/places/hot-spots/{run_id}/problem/", **fields))


def test_chosen_cells_make_one_place(analyst, run_id):
    fields = {"name": "Two cells", "why": "Fights.", "sent_key": uuid4()}
    assert "Two cells" in words(post(analyst, f"/places/hot-spots/{run_id}/problem/?cell=0&cell=1", **fields))
    assert PlaceProblem.objects.get().hectares == 12.5
    told = words(post(analyst, f"/places/hot-spots/{run_id}/problem/?cell=99999", **fields | {"sent_key": uuid4()}))
    assert "One of the cells is not in this answer." in told


def test_a_script_cannot_be_put_into_a_problem(analyst, run_id):
    fields = {"name": "<script>alert(1)</script>", "why": "x", "sent_key": uuid4()}
    response = post(analyst, f"/places/hot-spots/{run_id}/problem/?area=1", **fields)
    assert b"<script>alert" not in response.content


def test_a_comparison_is_asked_answered_and_shown_beside_another_source(analyst, cast, monkeypatch):
    hospital = MadeSource(gathering(seed=9), key="hospital", name="Hospital", noun="attendances")
    hold(monkeypatch, MadeSource(gathering()), hospital)
    made = answered(
        cast, RunKind.COMPARISON, earlier_first="2025-04", earlier_last="2025-09", later_first="2026-04",
        later_last="2026-09", beside="hospital",
    )  # fmt: skip
    text = words(analyst.get(f"/places/comparisons/{made}/"))
    for part in ("times as many", "attendances", "They are never added up", "false discovery rate"):
        assert part in text, part
    assert "against April 2025 to September 2025" in words(analyst.get("/places/comparisons/"))


def test_the_download_of_a_run_that_is_another_kind_is_not_found(analyst, run_id):
    assert analyst.get(f"/places/comparisons/{run_id}/").status_code == 404
    assert io.BytesIO(analyst.get(f"/places/hot-spots/{run_id}/files/csv/").content).getbuffer().nbytes > 1_000


@pytest.mark.parametrize("installed", [True, False])
def test_boosting_is_offered_where_its_library_is_installed_and_only_there(analyst, monkeypatch, installed):
    monkeypatch.setattr(hot_forecast, "find_spec", lambda name: installed or None)
    page = words(analyst.get("/places/hot-spots/new/"))
    assert ("Boosting (trees on many maps of the past)" in page) == installed


@pytest.mark.parametrize(
    ("deciles", "told"),
    [
        ([2, 2, 3], "3 small areas: 2 in decile 2 and 1 in 3 (1 is the most deprived tenth"),
        ([4], "1 small area in decile 4 (1 is the most deprived tenth"), ([], ""),
    ],
)  # fmt: skip
def test_deciles_of_an_area_are_told_once_each(deciles, told):
    words = deciles_words({"deprivation": {"year": 2019, "areas": [1]}}, {"deciles": deciles})
    assert words.startswith(told) if told else words == ""


def test_what_is_expected_in_a_small_area_is_held_back_however_little_it_is():
    ranges = hot_forecast._ranges(np.array([0.4, 3.0, 5.2]), 0.0, is_open=False)
    assert [one["expected"] for one in ranges] == [None, None, 5.2]
    assert [one["expected"] for one in hot_forecast._ranges(np.array([0.4]), 0.0, is_open=True)] == [0.4]
