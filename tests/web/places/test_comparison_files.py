"""Two periods compared area by area: by wards or small areas, on the page and as files, small counts held back."""

import csv
import sqlite3

import pytest
import shapely
from django.test import Client

from alongside.areas import actions as areas
from alongside.areas.drafts import AreaDraft
from alongside.areas.states import AreaKind
from alongside.audit.models import Event
from alongside.places import queries
from alongside.places.actions import ask_for_run, work_next_run
from alongside.places.errors import PlacesRefused
from alongside.places.states import Precision, RunKind
from tests.areas.invented import keep
from tests.cast import NOW
from tests.places.made_events import EAST, NORTH, SOUTH, WEST, MadeSource, gathering, hold

BOROUGH = "E09999001"
HERE = f"borough:2021:{BOROUGH}"
PERIODS = {
    "earlier_first": "2025-04", "earlier_last": "2025-09", "later_first": "2026-04", "later_last": "2026-09",
}  # fmt: skip


def box(left, right):
    wide = (EAST - WEST) / 4
    return shapely.box(WEST + left * wide, SOUTH, WEST + right * wide, NORTH)


@pytest.fixture
def borough(db):
    drafts = [AreaDraft(BOROUGH, AreaKind.BOROUGH, "Larkmere", "", box(0, 4))]
    drafts += [AreaDraft(f"E0599900{k}", AreaKind.WARD, f"Ward {k}", BOROUGH, box(2 * k, 2 * k + 2)) for k in (0, 1)]
    drafts += [AreaDraft(f"E0199900{k}", AreaKind.LSOA, f"Larkmere 00{k}A", BOROUGH, box(k, k + 1)) for k in range(4)]
    keep(areas.load_boundaries, drafts, vintage=2021)


def compared(cast, monkeypatch, is_snapped=True, **changes):
    made = MadeSource(gathering(), is_snapped=is_snapped, precision=Precision.MONTH if is_snapped else Precision.DAY)
    hold(monkeypatch, made)
    settings = {"source": "made", "boundary": HERE, **PERIODS, **changes}
    if not is_snapped:
        settings |= {"earlier_first": "2025-09-01", "earlier_last": "2025-09-14",
                     "later_first": "2026-09-01", "later_last": "2026-09-14"}  # fmt: skip
    run_id = ask_for_run(kind=RunKind.COMPARISON, settings=settings, by=cast.viewer("analyst").actor, at=NOW)
    work_next_run(clock=lambda: NOW)
    return queries.run(run_id)


def names(run):
    return [row["name"] for row in run.result["sources"][0]["areas"]]


def read(client, run, form):
    answer = client.get(f"/places/comparisons/{run.summary.id}/files/{form}/")
    assert answer.status_code == 200
    return answer.content


@pytest.fixture
def client(cast):
    signed_in = Client()
    signed_in.force_login(cast.members["analyst"], backend="django.contrib.auth.backends.ModelBackend")
    return signed_in


def test_wards_are_usual_and_small_areas_can_be_chosen_of_a_borough_and_of_a_ward(cast, borough, monkeypatch):
    assert names(compared(cast, monkeypatch)) == ["Ward 0", "Ward 1"]
    assert names(compared(cast, monkeypatch, areas="lsoa")) == [f"Larkmere 00{k}A" for k in range(4)]
    of_ward = compared(cast, monkeypatch, areas="lsoa", boundary="ward:2021:E05999001")
    assert names(of_ward) == ["Larkmere 002A", "Larkmere 003A"]
    assert names(compared(cast, monkeypatch, areas="")) == []


@pytest.mark.parametrize(("areas", "told"), [("msoa", "load boundaries PATH"), ("street", "Choose one of ward")])
def test_areas_that_are_not_held_are_refused_with_what_would_do(cast, borough, monkeypatch, areas, told):
    with pytest.raises(PlacesRefused, match=told):
        compared(cast, monkeypatch, areas=areas)


def test_a_table_leaves_with_its_settings_and_the_log_says_so(cast, borough, monkeypatch, client):
    run = compared(cast, monkeypatch, areas="lsoa")
    lines = read(client, run, "csv").decode("utf-8-sig").splitlines()
    table = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert [row["code"] for row in table] == ["", *(f"E0199900{k}" for k in range(4))]
    areas = run.result["sources"][0]["areas"]
    assert [int(row["later"]) for row in table[1:]] == [row["later"] for row in areas]
    assert any(line.startswith("# data_hash:") and run.data_hash in line for line in lines)
    assert Event.objects.filter(act="export", reason__contains="CSV").exists()


def test_a_map_leaves_with_an_area_for_each_row(cast, borough, monkeypatch, client, tmp_path):
    path = tmp_path / "c.gpkg"
    path.write_bytes(read(client, compared(cast, monkeypatch), "gpkg"))
    with sqlite3.connect(path) as package:
        assert package.execute("SELECT code, length(geom) > 50 FROM areas_1 ORDER BY code").fetchall() == [
            ("E05999000", 1), ("E05999001", 1)
        ]  # fmt: skip
        assert package.execute("SELECT count(*) FROM compared").fetchone() == (3,)
        assert package.execute("SELECT value FROM provenance WHERE name = 'licences'").fetchone()[0]


def test_what_is_held_back_on_the_page_is_held_back_in_the_file(cast, borough, monkeypatch, client):
    run = compared(cast, monkeypatch, is_snapped=False, areas="lsoa")
    held = {row["code"] for row in run.result["sources"][0]["areas"] if row["later"] is None}
    text = read(client, run, "csv").decode("utf-8-sig")
    assert held
    assert all(any(code in line and "1 to 4" in line for line in text.splitlines()) for code in held)


def test_another_form_and_an_answer_of_another_kind_are_not_there(cast, borough, monkeypatch, client):
    run = compared(cast, monkeypatch)
    assert client.get(f"/places/comparisons/{run.summary.id}/files/exe/").status_code == 404
    assert client.get("/places/comparisons/9999/files/csv/").status_code == 404
