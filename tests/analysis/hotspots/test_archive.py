"""A whole archive in one go: the counts are those of the rows, the hot cells those of `gi_star`, on either engine."""

import gzip

import numpy as np
import pandas as pd
import pytest

from alongside.analysis.events import Unfit
from alongside.analysis.hotspots import Neighbours, gi_star, national
from alongside.analysis.hotspots.archive import force_cells

VIOLENCE, THEFT = "Violence and sexual offences", "Other theft"
HEADER = [
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name",
    "Crime type", "Last outcome category", "Context",
]  # fmt: skip


def rows(force, month, lon, lat, lsoa, many, seed):
    """Crimes scattered over some four kilometres, and forty in one spot."""
    dice = np.random.default_rng(seed)
    east = np.r_[lon + dice.uniform(0, 0.06, many), np.full(40, lon + 0.03)]
    north = np.r_[lat + dice.uniform(0, 0.04, many), np.full(40, lat + 0.02)]
    frame = pd.DataFrame({"Longitude": east.round(6), "Latitude": north.round(6)})
    frame["LSOA code"] = [f"{lsoa}{number % 5:02d}" for number in range(len(frame))]
    kinds = np.where(dice.random(len(frame)) < 0.5, VIOLENCE, THEFT)
    return frame.assign(
        **{"Month": month, "Falls within": force, "Crime type": kinds, "Location": 'On or near "The" Road, x'}
    )


@pytest.fixture(scope="module")
def crimes():
    parts = [
        rows("Larkmere Police", "2025-01", -0.02, 51.58, "E010001", 400, 1),
        rows("Larkmere Police", "2025-02", -0.02, 51.58, "E010001", 300, 2),
        rows("Vale Constabulary", "2025-01", -2.9, 54.05, "E010002", 300, 3),
    ]
    frame = pd.concat(parts, ignore_index=True).reindex(columns=HEADER)
    frame.loc[[0, 1], ["Longitude", "Latitude"]] = np.nan
    frame.loc[2, "LSOA code"] = None
    return frame


@pytest.fixture(scope="module")
def archive(crimes, tmp_path_factory):
    """One folder a month, as the publisher has it, with a file that is not of street crime."""
    folder = tmp_path_factory.mktemp("archive")
    for (month, force), some in crimes.groupby(["Month", "Falls within"]):
        home = folder / month
        home.mkdir(exist_ok=True)
        some.to_csv(home / f"{month}-{force.split()[0].lower()}-street.csv", index=False)
        (home / f"{month}-{force.split()[0].lower()}-outcomes.csv").write_text("Crime ID,Month\n")
    return folder


def test_counts_by_area_and_month_are_those_of_the_rows(archive, crimes):
    found = national(archive, kinds=[VIOLENCE])
    chosen = crimes[crimes["Crime type"] == VIOLENCE]
    expected = chosen.groupby(["LSOA code", "Month"]).size()
    assert found.lsoa_months.set_index(["lsoa", "month"])["crimes"].to_dict() == expected.to_dict()
    assert found.rows == len(crimes)
    assert found.unplaced == int((crimes.loc[[0, 1], "Crime type"] == VIOLENCE).sum())
    assert found.without_area == int(crimes.loc[2, "Crime type"] == VIOLENCE)


def test_every_force_has_its_own_hot_cells_and_the_spot_is_among_them(archive, crimes):
    found = national(archive)
    assert found.forces["force"].tolist() == ["Larkmere Police", "Vale Constabulary"]
    assert (found.forces["hot_cells"] > 0).all() and (found.forces["share"] < 1).all()
    assert int(found.forces["crimes"].sum()) + found.unplaced == len(crimes)
    for force, many in (("Larkmere Police", 80), ("Vale Constabulary", 40)):
        busiest = found.cells[found.cells["force"] == force].nlargest(1, "crimes").iloc[0]
        assert busiest["hot"] and busiest["crimes"] >= many


def test_the_statistic_of_a_cell_is_that_of_gi_star_over_its_neighbours(archive):
    cells = national(archive, cell=1000.0).cells.query("force == 'Vale Constabulary'")
    apart = np.maximum(
        *(np.abs(np.subtract.outer(cells[axis].to_numpy(), cells[axis].to_numpy())) for axis in ("x", "y"))
    )
    expected = gi_star(cells["crimes"].to_numpy(float), neighbours=Neighbours.of((apart == 1000.0).astype(float)))
    np.testing.assert_allclose(cells["z"], expected.z, atol=1e-9)
    assert (cells["hot"].to_numpy() == expected.hot).all()


def test_compressed_files_and_parquet_give_the_same_as_csv(archive, crimes, tmp_path):
    packed, table = tmp_path / "all-street.csv.gz", tmp_path / "all-street.parquet"
    packed.write_bytes(gzip.compress(crimes.to_csv(index=False).encode()))
    crimes.to_parquet(table, index=False)
    expected = national(archive)
    for path in (packed, table):
        found = national([path])
        pd.testing.assert_frame_equal(found.cells, expected.cells)
        pd.testing.assert_frame_equal(found.lsoa_months, expected.lsoa_months)
        assert found.data_hash == expected.data_hash


def test_a_point_far_from_its_force_is_counted_and_in_no_cell():
    points = pd.DataFrame(
        {"force": "Larkmere Police", "lon": [-0.01, -0.02, -0.03, -5.2], "lat": [51.5, 51.5, 51.5, 58.3]}
    )
    cells = force_cells(points.assign(recorded=[5, 3, 2, 1], crimes=[5, 3, 2, 1]), cell=100.0, alpha=0.05)
    assert cells["crimes"].sum() == 11
    assert cells.loc[cells["x"].isna(), "crimes"].tolist() == [1]


def test_a_force_with_crimes_in_one_place_has_no_hot_cell_for_nothing_stands_out():
    points = pd.DataFrame({"force": ["Vale"], "lon": [-0.01], "lat": [51.5], "recorded": [4], "crimes": [0]})
    cells = force_cells(points, cell=500.0, alpha=0.05)
    assert len(cells) == 9 and not cells["hot"].any() and cells["z"].isna().all()


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a-street.csv", "Crime ID,Month\n1,2025-01\n", "lacks the column Falls within"),
        ("a.txt", "x", "neither CSV nor Parquet"),
    ],
)
def test_files_that_are_no_street_files_are_refused_in_words(tmp_path, name, text, words):
    (tmp_path / name).write_text(text)
    with pytest.raises(Unfit, match=words):
        national(tmp_path / name)


def test_an_empty_folder_two_layouts_and_a_broken_line_are_refused_in_words(tmp_path, crimes):
    with pytest.raises(Unfit, match="no street files"):
        national(tmp_path)
    crimes.head(3).to_csv(tmp_path / "a-street.csv", index=False)
    (tmp_path / "b-street.csv").write_text(",".join(reversed(HEADER)) + "\n")
    with pytest.raises(Unfit, match="other columns than"):
        national(tmp_path)
    (tmp_path / "b-street.csv").write_text(",".join(HEADER) + "\n1,2025-01\n")
    with pytest.raises(Unfit, match="cannot be read"):
        national(tmp_path)


def test_an_archive_without_a_single_place_is_refused(tmp_path, crimes):
    crimes.head(2).to_csv(tmp_path / "a-street.csv", index=False)
    with pytest.raises(Unfit, match="No row has a place"):
        national(tmp_path)


@pytest.mark.spark
def test_on_spark_the_same_call_gives_the_same(spark, archive, crimes, tmp_path):
    crimes.to_parquet(tmp_path / "all-street.parquet", index=False)
    for path in (archive, tmp_path):
        here, there = national(path, kinds=[VIOLENCE]), national(path, kinds=[VIOLENCE], spark=spark)
        for name in ("lsoa_months", "cells", "forces"):
            pd.testing.assert_frame_equal(getattr(there, name), getattr(here, name), check_dtype=False)
        assert there.plain() == here.plain()
