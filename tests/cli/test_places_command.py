"""`alongside places …`: the same analyses as on the pages, with words, files, refusals and a clean stop."""

import io
import json
import signal

import pytest
from django.core.management import CommandError, call_command

from alongside.cli import place_answers
from alongside.places import queries
from alongside.places.analyses.register import ANALYSES
from alongside.places.states import RunKind, RunState
from tests.places.warded import draw, even, record

pytestmark = pytest.mark.django_db
HERE = "borough:2024:E09999001"


@pytest.fixture
def wards(db, tmp_path):
    draw(tmp_path / "areas")
    table = even()
    table[-1][2] = 30
    record(tmp_path, table)
    return tmp_path


def places(*words):
    out, err = io.StringIO(), io.StringIO()
    call_command("places", *map(str, words), stdout=out, stderr=err)
    return out.getvalue()


def refused(*words):
    with pytest.raises(CommandError) as told:
        places(*words)
    assert told.value.returncode == 2
    return str(told.value)


def test_an_answer_is_told_and_written(wards):
    for form in ("csv", "geojson", "json"):
        text = places("ward-watch", "--boundary", HERE, "--to", "2026-06", "--out", wards / f"w.{form}")
        assert "1 alert for June 2026: Ward C." in text and f"Written to {wards / f'w.{form}'}." in text
    assert len(json.loads((wards / "w.geojson").read_text())["features"]) == 5
    assert json.loads((wards / "w.json").read_text())["settings"]["last"] == "2026-06"
    assert len(queries.runs()[0]) == 1  # the same question is one run


def test_what_cannot_be_answered_is_refused_with_exit_code_two_and_no_file(wards):
    out = wards / "w.csv"
    assert "not held here" in refused("ward-watch", "--boundary", "ward:1999:E05000001", "--out", out)
    assert "There is no measure “gossip”" in refused(
        "ward-watch", "--boundary", HERE, "--kinds", "gossip", "--out", out
    )
    assert "has no setting “cell”" in refused("ward-watch", "--boundary", HERE, "--cell", "250", "--out", out)
    assert "Name a file that ends in .json, .csv, .geojson." in refused("ward-watch", "--out", wards / "w.xlsx")
    assert "There is no folder" in refused("ward-watch", "--out", wards / "nowhere" / "w.csv")
    assert not out.exists()


def test_a_refusal_of_the_worker_is_told_too(db, tmp_path):
    draw(tmp_path / "areas")
    record(tmp_path, even(months=10))
    assert "Only 10 months of Larkmere can be used" in refused("ward-watch")


def test_runs_sources_and_boundaries_are_listed(wards):
    assert "No analysis was asked for yet." in places("runs")
    places("ward-watch")
    assert "Done\tWard watch\tWards of Larkmere" in places("runs")
    number = queries.runs()[0][0].id
    assert "1 alert for June 2026" in places("runs", number, "--out", wards / "again.json")
    assert "There is no run 99999" in refused("runs", 99_999)
    assert "recorded_crime\tRecorded crime" in places("sources")
    assert f"{HERE}\tLarkmere" in places("boundaries", "lark") and "No area is held" in places("boundaries", "zzz")


class Doubling:
    """A kind that another part registered: the command knows nothing of it but `complete` and `work`."""

    kind = RunKind.HOT_SPOTS

    def complete(self, settings):
        return {"cell": 250, "first": "", **{name: settings[name] for name in ("cell", "first") if name in settings}}

    def title(self, settings):
        return f"Cells of {settings['cell']:g} m"

    def sources_of(self, settings):
        return ()

    def work(self, settings, progress):
        from alongside.places.analyses.interface import Answer

        progress("Doubling", 0.5)
        if settings["cell"] == 13:
            signal.raise_signal(signal.SIGINT)
            progress("Doubling on", 0.9)
        return Answer({"sentence": f"{settings['cell'] * 2:g} metres."}, "a" * 64, ("OGL",))


def test_every_writer_of_a_kind_that_is_here_exists():
    for kind, form in place_answers.WRITERS:
        if kind in ANALYSES:
            assert callable(place_answers.writer_of(kind, form))


def test_a_kind_that_is_not_here_is_refused(monkeypatch):
    monkeypatch.delitem(ANALYSES, RunKind.COMPARISON, raising=False)
    assert "Two periods compared cannot be asked for here. What can be:" in refused("comparison")


@pytest.fixture
def doubling(monkeypatch):
    monkeypatch.setitem(ANALYSES, RunKind.HOT_SPOTS, Doubling())


def test_any_registered_kind_is_asked_for_in_the_same_way(doubling, tmp_path):
    assert "500 metres." in places("hot-spots", "--out", tmp_path / "h.json")
    assert "200 metres." in places("hot-spots", "--cell", "100", "--from", "2026-01")
    assert queries.runs()[0][0].title == "Cells of 100 m"
    assert "It takes: cell, first." in refused("hot-spots", "--set", "colour=red")


def test_ctrl_c_stops_the_run_and_keeps_nothing(doubling, tmp_path, request):
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    with pytest.raises(SystemExit) as ended:
        places("hot-spots", "--cell", "13", "--out", tmp_path / "h.json")
    assert ended.value.code == 130
    (run,) = queries.runs()[0]
    assert run.state == RunState.STOPPED and not list(tmp_path.iterdir())
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
