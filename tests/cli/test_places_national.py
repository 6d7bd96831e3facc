"""`alongside places national`: a whole archive counted without a database, all of its files or none."""

import csv
import json
import sys

import pytest
from django.core.management import CommandError, call_command

from alongside.analysis.hotspots import national
from alongside.cli.places_national import main
from tests.analysis.conftest import spark
from tests.analysis.hotspots.test_archive import VIOLENCE, archive, crimes

__all__ = ["archive", "crimes", "spark"]


def table(path):
    with path.open(newline="") as lines:
        return list(csv.DictReader(lines))


def test_it_writes_what_the_library_finds_and_says_it(archive, tmp_path, capsys):
    out = tmp_path / "national"
    assert main([str(archive), "--kinds", VIOLENCE, "--out", str(out)]) == 0
    found, made = national(archive, kinds=[VIOLENCE]), json.loads((out / "made.json").read_text())
    assert sorted(one.name for one in out.iterdir()) == ["cells.csv", "forces.csv", "lsoa_months.csv", "made.json"]
    assert len(table(out / "cells.csv")) == len(found.cells) and made["data_hash"] == found.data_hash
    assert sum(int(row["crimes"]) for row in table(out / "lsoa_months.csv")) == int(found.lsoa_months["crimes"].sum())
    assert "2 forces" in capsys.readouterr().out and [one.name for one in tmp_path.iterdir()] == ["national"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--kinds", "gossip"], "The kinds are: Anti-social behaviour; "), (["--cell", "-1"], "cannot be drawn"),
        (["--kinds", f"{VIOLENCE},Robery"], "“Robery” is no kind of crime"), (["--kinds", "Robery"], "mean “Robbery”"),
        (["--kinds", "Drugs"], "No crime of the kind Drugs is in these files"),
        (["--out", "here/and/there"], "There is no folder"), (["--out", "."], "not empty"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused_and_writes_nothing(archive, tmp_path, capsys, monkeypatch, words, told):
    (tmp_path / "mine.txt").write_text("mine")
    monkeypatch.chdir(tmp_path)
    assert main([str(archive), "--out", "new", *words]) == 2
    assert told in capsys.readouterr().err and [one.name for one in tmp_path.iterdir()] == ["mine.txt"]


def test_the_command_beside_a_database_says_where_it_is(db):
    with pytest.raises(CommandError, match="places national --help"):
        call_command("places", "national")


def test_spark_that_is_not_there_is_told_with_what_to_install(archive, tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    assert main([str(archive), "--out", str(tmp_path / "new"), "--spark"]) == 2
    assert "make spark" in capsys.readouterr().err and not (tmp_path / "new").exists()


def test_duckdb_that_is_not_there_is_told_with_what_to_install(archive, tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    assert main([str(archive), "--out", str(tmp_path / "new")]) == 2
    assert "alongside[national]" in capsys.readouterr().err


@pytest.mark.spark
def test_on_spark_the_command_writes_the_same_files(spark, archive, tmp_path, capsys):
    here, there = tmp_path / "here", tmp_path / "there"
    assert main([str(archive), "--out", str(here)]) == main([str(archive), "--out", str(there), "--spark"]) == 0
    for one in here.iterdir():
        assert one.read_text() == (there / one.name).read_text(), one.name


def test_a_kind_is_known_however_it_is_written(archive, tmp_path):
    assert main([str(archive), "--kinds", VIOLENCE.upper(), "--out", str(tmp_path / "new")]) == 0
    assert json.loads((tmp_path / "new" / "made.json").read_text())["settings"]["kinds"] == [VIOLENCE]
