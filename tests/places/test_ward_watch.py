"""What each ward can be expected to hold, and which counts are more than noise."""

from datetime import date

import numpy as np
import pytest

from alongside.places import queries
from alongside.places.actions import keep_ward_watches
from alongside.places.errors import PlacesRefused
from alongside.places.models import PlaceRun
from alongside.places.states import RunState
from tests.places.warded import ANALYST, AT, draw, even, record, ward_code, watched

pytestmark = pytest.mark.django_db


@pytest.fixture
def wards(db, tmp_path):
    draw(tmp_path / "areas")
    return tmp_path


def violence(run):
    return next(one for one in run.result["measures"] if one["key"] == "violence")


def test_each_ward_has_a_range_and_a_back_test(wards):
    record(wards, even())
    run = watched()
    assert run.summary.state == RunState.DONE and run.settings["kinds"] == ["weapons", "robbery", "violence"]
    one = violence(run)
    assert run.result["judged"][-1] == "2026-06" and one["next"]["months"] == ["2026-07", "2026-08", "2026-09"]
    assert all(
        low <= mean <= high for low, mean, high in zip(one["low"][0], one["mean"][0], one["high"][0], strict=True)
    )
    assert {row["name"] for row in one["model"]["scores"]} >= {"mean of 12 months", "last month"}
    assert run.licences and run.data_hash


def test_chance_alone_gives_no_alert_and_the_watch_says_how_much_it_looked_at(wards):
    record(wards, even())
    result = watched(kinds=["violence"]).result
    assert result["looked_at"] == 5 * 12 and result["alerts"] == []
    assert 0 < result["outside_by_chance"] <= 6


def test_a_real_jump_is_an_alert_and_names_ward_and_month(wards):
    table = even()
    table[-1][2] = 30
    record(wards, table)
    (alert,) = watched().result["alerts"]
    assert (alert["ward"], alert["month"], alert["count"], alert["is_more"]) == (
        ward_code(2, 2024),
        "2026-06",
        30,
        True,
    )
    assert alert["p"] <= alert["adjusted"] <= 0.05


def test_alerts_on_nothing_but_chance_are_as_rare_as_promised():
    from alongside.analysis.events.corrections import adjusted_p
    from alongside.analysis.forecast import wards, watch

    rng = np.random.default_rng(5)
    shown = 0
    for _ in range(20):
        table = rng.poisson(6, (48, 6)).astype(float)
        index = [f"{2022 + k // 12}-{k % 12 + 1:02d}" for k in range(48)]
        from alongside.analysis.forecast import Monthly

        seen = watch(wards(), Monthly.of_table(index, table, "abcdef"), index[-12:])
        shown += bool((adjusted_p(seen.p.ravel(), "fdr") <= 0.05).any())
    assert shown <= 4  # 5% of 20 is 1; five or more would be a chance of 3 in a thousand


def test_a_month_missing_in_the_middle_is_a_gap_and_never_a_zero(wards):
    table = even()
    table[20] = None
    record(wards, table)
    run = watched()
    assert run.result["gaps"] == ["2025-09"] and "2025-09" not in run.result["judged"]
    place = run.result["months"].index("2025-09")
    assert [row[place] for row in violence(run)["counts"]] == [None] * 5
    assert min(violence(run)["low"][0]) > 0


def test_a_last_month_that_is_not_whole_is_left_out_and_said(wards):
    table = even()
    table[-1] = [1, 0, 0, 0, 0]
    record(wards, table)
    run = watched()
    assert run.result["judged"][-1] == "2026-05"
    assert run.result["partial"].startswith("June 2026 is left out: it holds less than half of a usual month")


def test_an_extract_taken_within_its_month_is_left_out(wards):
    record(wards, even(), extracted=date(2026, 6, 20))
    assert watched().result["partial"] == "June 2026 is left out: its extract was taken before the month was over."


def test_wards_of_two_vintages_are_never_joined(wards):
    draw(wards / "older", wards=4, vintage=2018)
    record(wards, even())
    new, old = watched(), watched(vintage=2018)
    assert [len(run.result["wards"]) for run in (new, old)] == [5, 4]
    assert "boundaries of 2018 are held too" in new.result["notes"][0]
    assert {one["code"] for one in new.result["wards"]}.isdisjoint(one["code"] for one in old.result["wards"])
    with pytest.raises(PlacesRefused, match=r"boundaries of 2011 are held\. Choose 2024 or 2018\."):
        watched(vintage=2011)


def test_one_ward_has_ranges_but_no_funnel(db, tmp_path):
    draw(tmp_path / "areas", wards=1)
    record(tmp_path, even(wards=1))
    run = watched()
    assert violence(run)["funnel"]["refused"] == "A funnel compares wards with each other, and needs 3 or more."
    assert violence(run)["high"][0][0] > 0


def test_a_measure_without_any_crime_is_left_out_and_said(wards):
    record(wards, even())
    run = watched()
    assert [one["key"] for one in run.result["measures"]] == ["violence"]
    assert run.result["notes"][0].startswith("Possession of weapons: none is recorded")


def test_all_zero_is_refused(wards):
    record(wards, even(), kind="Burglary")
    assert watched().summary.refusal.startswith("Nothing of what was chosen is recorded in any ward of Larkmere")


def test_too_few_months_are_refused(wards):
    record(wards, even(months=17))
    refusal = watched().summary.refusal
    assert refusal.startswith("Only 17 months of Larkmere can be used, and an expected range needs 24.")
    assert refusal.endswith("Load earlier months, or choose an earlier first month.")


def test_no_wards_and_no_crime_are_refused_at_once(db, tmp_path):
    with pytest.raises(PlacesRefused, match="No recorded crime is held"):
        watched()
    draw(tmp_path / "areas", wards=0)
    record(tmp_path, even(months=2))
    with pytest.raises(PlacesRefused, match=r"No wards of Larkmere are held\. Load the boundaries of its wards"):
        watched()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"kinds": ["gossip"]}, "There is no measure “gossip”"),
        ({"judged": 99}, "judged cannot be 99. Give a number from 1 to 24."),
        ({"alpha": "often"}, "alpha cannot be often"),
        ({"last": "soon"}, "is not a month"),
        ({"first": "2026-05", "last": "2026-01"}, "ends before it begins"),
        ({"cell": 250}, "has no setting “cell”"),
        ({"source": "hearsay"}, "not held here"),
        ({"correction": "hope"}, "The correction “hope” is not known"),
    ],
)
def test_settings_that_make_no_sense_are_refused(wards, settings, words):
    record(wards, even(months=2))
    with pytest.raises(PlacesRefused, match=words):
        watched(**settings)


def test_a_watch_is_kept_up_when_a_month_is_loaded(wards):
    table = even(months=31)
    record(wards, table[:30])
    assert keep_ward_watches(by=ANALYST, at=AT) == 1 and keep_ward_watches(by=ANALYST, at=AT) == 0
    PlaceRun.objects.update(state=RunState.STOPPED)
    assert keep_ward_watches(by=ANALYST, at=AT) == 0
    record(wards, table[30:], first="2026-07", name="july.csv")
    assert keep_ward_watches(by=ANALYST, at=AT) == 1
    (newest, *_), _ = queries.runs(kind="ward_watch")
    assert queries.run(newest.id).settings["last"] == "2026-07"


def test_the_change_of_recording_system_is_named(wards, monkeypatch):
    from alongside.places import series_breaks
    from tests.places.street import FORCE

    broken = series_breaks.SeriesBreak(FORCE, date(2025, 2, 1), "Larkmere Police went over to another system.")
    monkeypatch.setattr(series_breaks, "SERIES_BREAKS", (broken,))
    record(wards, even())
    assert watched().result["breaks"] == ["February 2025: Larkmere Police went over to another system."]
