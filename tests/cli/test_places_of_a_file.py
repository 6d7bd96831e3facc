"""`alongside places … --file`: an analyst's own file, through the library alone."""

import gzip
import json
import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from alongside.areas.grid import to_lonlat_all
from alongside.cli.places_of_a_file import main

BOX = [[530_000, 180_000], [533_000, 180_000], [533_000, 183_000], [530_000, 183_000], [530_000, 180_000]]


@pytest.fixture
def folder(tmp_path):
    rng = np.random.default_rng(4)
    x = np.concatenate([rng.uniform(530_000, 533_000, 300), rng.normal(531_375, 60, 120)])
    y = np.concatenate([rng.uniform(180_000, 183_000, 300), rng.normal(181_375, 60, 120)])
    day = pd.Timestamp("2026-01-01") + pd.to_timedelta(rng.integers(0, 200, 420), "D")
    rows = pd.DataFrame({"x": x, "y": y, "date": day.strftime("%Y-%m-%d"), "kind": "robbery"})
    rows.to_csv(tmp_path / "events.csv", index=False)
    longitude, latitude = to_lonlat_all(x, y)
    rows.assign(longitude=longitude, latitude=latitude).drop(columns=["x", "y"]).to_csv(
        tmp_path / "deg.csv", index=False
    )
    for name, ring in (("metres", BOX), ("degrees", np.column_stack(to_lonlat_all(*np.array(BOX, float).T)).tolist())):
        shape = {"type": "Polygon", "coordinates": [ring]}
        (tmp_path / f"{name}.geojson").write_text(json.dumps({"type": "Feature", "geometry": shape, "properties": {}}))
    return tmp_path


def run(*words):
    return main([str(word) for word in words])


def test_hot_spots_of_a_file_are_told_and_written(folder, capsys):
    out = folder / "hot.geojson"
    given = ("hot-spots", "--file", folder / "events.csv", "--boundary", folder / "metres.geojson", "--cell", 250)
    assert run(*given, "--out", out) == 0
    told = capsys.readouterr()
    assert "420 events in 144 cells of 250 m" in told.out and "false discovery rate" in told.out
    assert "Counting in 144 cells" in told.err
    shapes = json.loads(out.read_text())
    assert shapes["features"][0]["properties"]["events"] >= 100 and "27700" in shapes["crs"]["properties"]["name"]


def test_degrees_give_the_same_cells_and_come_back_as_degrees(folder, capsys):
    for events, outline in (("events", "metres"), ("deg", "degrees")):
        out = folder / f"{events}.csv.csv"
        given = ("--file", folder / f"{events}.csv", "--boundary", folder / f"{outline}.geojson", "--out", out)
        assert run("hot-spots", *given) == 0
    hot = [int(pd.read_csv(folder / f"{name}.csv.csv").hot.sum()) for name in ("events", "deg")]
    assert hot[0] == hot[1] > 0


@pytest.mark.parametrize(("encoding", "separator"), [("utf-8-sig", ","), ("utf-16", "\t"), ("cp1252", ";")])
def test_a_file_as_a_spreadsheet_saves_it_is_read(folder, capsys, encoding, separator):
    rows = (folder / "events.csv").read_text().replace("robbery", "café").replace(",", separator)
    (folder / "saved.csv").write_bytes(rows.replace("\n", "\r\n").encode(encoding))
    assert run("near-repeats", "--file", folder / "saved.csv", "--kinds", "café", "--set", "permutations=19") == 0
    assert "Comparing 420 events" in capsys.readouterr().err


def test_near_repeats_of_a_file(folder, capsys):
    assert run("near-repeats", "--file", folder / "events.csv", "--seed", 3, "--out", folder / "knox.csv") == 0
    assert len(pd.read_csv(folder / "knox.csv")) == 20
    assert "pairs" in capsys.readouterr().out


def test_ward_months_of_a_file(folder, capsys):
    months = pd.period_range("2023-01", periods=36, freq="M").astype(str)
    counts = np.random.default_rng(1).poisson(7, (36, 4))
    counts[-1, 1] = 40
    rows = [(month, f"Ward {k}", counts[m, k]) for m, month in enumerate(months) for k in range(4)]
    pd.DataFrame(rows, columns=["month", "ward", "count"]).to_csv(folder / "wards.csv", index=False)
    assert run("ward-watch", "--file", folder / "wards.csv", "--out", folder / "ranges.csv") == 0
    assert "Alert: Ward 1, 2025-12: 40 counted" in capsys.readouterr().out
    assert len(pd.read_csv(folder / "ranges.csv")) == 4 * 13


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["patrol-plan", "--file", "events.csv"], "cannot be answered from a file alone"),
        (["hot-spots", "--file", "events.csv"], "need a boundary"),
        (["hot-spots", "--file", "events.csv", "--set", "colour=red"], "has no setting “colour”"),
        (["hot-spots", "--file", "none.csv", "--boundary", "metres.geojson"], "There is no file none.csv."),
        (["near-repeats", "--file", "."], "is a folder"),
        (["near-repeats", "--file", "empty.csv"], "empty.csv is empty"),
        (["near-repeats", "--file", "book.csv"], "book.csv is no text"),
        (["near-repeats", "--file", "hurt.csv.gz"], "hurt.csv.gz cannot be opened"),
        (["hot-spots", "--file", "events.csv", "--boundary", "events.csv"], "The outline events.csv is no GeoJSON"),
        (["hot-spots", "--file", "events.csv", "--out", "hot.xlsx"], "Name a file that ends in .json, .csv, .geojson."),
        (["near-repeats", "--file", "events.csv", "--kinds", "arson"], "Nothing in events.csv is of these kinds"),
        (["near-repeats", "--file", "bad.csv"], "Line 3, column x: “west” is no number."),
        (["ward-watch", "--file", "events.csv"], "Give the columns month, ward and count."),
    ],
)
def test_refusals_are_words_and_exit_code_two(folder, monkeypatch, capsys, words, told):
    monkeypatch.chdir(folder)
    (folder / "hurt.csv.gz").write_bytes(gzip.compress(b"")[:10] + b"\xff" * 20)
    (folder / "bad.csv").write_text("x,y,date\n530000,180000,2026-01-01\nwest,180000,2026-01-02\n")
    (folder / "empty.csv").write_bytes(b"")
    (folder / "book.csv").write_bytes(b"PK\x03\x04\x00\x00")
    assert run(*words) == 2
    assert told in capsys.readouterr().err


def test_no_database_and_no_settings_are_needed(folder):
    code = (
        "import sys; sys.argv = ['alongside', 'places', 'near-repeats', '--file', 'events.csv', '--seed', '1']\n"
        "from alongside.cli import program\n"
        "try:\n    program.main()\nexcept SystemExit as ended:\n    assert ended.code == 0\n"
        "assert not any(name.split('.')[0] == 'django' for name in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, timeout=300,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
