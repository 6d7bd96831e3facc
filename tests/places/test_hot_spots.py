"""Hot spots asked through the product: areas, classes, concentration, forecast, times, and what is refused in words."""

import sys
from datetime import UTC, date, datetime
from types import SimpleNamespace

import numpy as np
import pytest
import shapely

from alongside.audit.entries import Actor
from alongside.places import queries
from alongside.places.actions import ask_for_run, work_next_run
from alongside.places.analyses import hot_forecast
from alongside.places.errors import PlacesRefused
from alongside.places.states import Precision, RunKind, RunState
from tests.places.made_events import GATHERING, NORTH, WEST, MadeSource, gathering, hold, one_spot

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 17, 10, tzinfo=UTC)
ANALYST = Actor("council", "member:7", "Hal Vey", "analyst")


def ask(**changes):
    settings = {"source": "made", "boundary": "whole", "first": "2025-10", "last": "2026-09", **changes}
    return ask_for_run(kind=RunKind.HOT_SPOTS, settings=settings, by=ANALYST, at=AT)


def answered(monkeypatch, made, **changes):
    hold(monkeypatch, made)
    run_id = ask(**changes)
    work_next_run(clock=lambda: AT)
    return queries.run(run_id)


def refusal(monkeypatch, made, **changes):
    run = answered(monkeypatch, made, **changes)
    assert run.summary.state == RunState.REFUSED, run.summary
    return run.summary.refusal


def test_where_events_gather_is_one_persistent_area_with_its_share_and_intervals(monkeypatch):
    result = answered(monkeypatch, MadeSource(gathering())).result
    area = result["areas"][0]
    grid, peak = result["grid"], area["peak"]
    west = grid["x0"] + grid["cols"][peak] * grid["cell"]
    assert abs(west - GATHERING[0]) <= 2 * grid["cell"] and area["class"] == "persistent"
    assert area["low"] < area["events"] < area["high"] and area["share"][1] < area["share"][0] < area["share"][2]
    assert result["together"]["events"] >= area["events"] and sum(result["cells"]["counts"]) == result["total"]


def test_a_place_that_heated_up_in_the_last_quarter_is_new(monkeypatch):
    points = [np.concatenate(both) for both in zip(gathering(gathered=0), one_spot(60), strict=True)]
    points[2][-60:] = np.datetime64("2026-08-05T12:00", "m")
    areas = answered(monkeypatch, MadeSource(points)).result["areas"]
    assert [area["class"] for area in areas[:1]] == ["new"] and areas[0]["by_part"][-1] >= 60


def test_with_fewer_than_three_parts_no_class_is_given(monkeypatch):
    run = answered(monkeypatch, MadeSource(gathering()), first="2026-08", last="2026-09")
    assert not run.result["parts"]["classed"] and {area["class"] for area in run.result["areas"]} == {""}


def test_a_month_that_is_not_held_is_a_gap_and_no_zero(monkeypatch):
    made = MadeSource(gathering(), gaps=[date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1)])
    result = answered(monkeypatch, made).result
    assert result["data"]["gaps"] == ["2026-07-01", "2026-08-01", "2026-09-01"]
    assert len(result["parts"]["spans"]) == 3
    assert any("Nothing is held for July 2026 to September 2026" in note for note in result["notes"])


def test_a_source_of_months_tells_no_time_of_day_and_says_why(monkeypatch):
    result = answered(monkeypatch, MadeSource(gathering())).result
    assert "tells the month only" in result["times"]["why_none"]
    assert "tells the month only" in result["areas"][0]["times"]["why_none"]


def test_dated_incidents_tell_the_evening_of_the_week(monkeypatch):
    made = MadeSource(gathering(), precision=Precision.MINUTE, is_snapped=False)
    result = answered(monkeypatch, made, first="2025-10-01", last="2026-09-30").result
    times = result["areas"][0]["times"]
    assert times["busiest_day"]["name"] == "Friday" and times["busiest_day"]["beyond_chance"]
    assert times["busiest_hours"]["name"] == "21:00 to 24:00"
    assert result["forecast"]["horizon"] == "week"


def test_counts_under_five_of_what_was_never_public_are_not_even_stored(monkeypatch):
    made = MadeSource(gathering(), precision=Precision.DAY, is_snapped=False)
    result = answered(monkeypatch, made, first="2025-10-01", last="2026-09-30").result
    assert not {1, 2, 3, 4} & {count for count in result["cells"]["counts"] if count is not None}
    assert None in result["cells"]["counts"] and not result["is_open"]


def test_the_forecast_stands_beside_the_count_and_says_which_is_used(monkeypatch):
    forecast = answered(monkeypatch, MadeSource(gathering())).result["forecast"]
    models = [row["model"] for row in forecast["score"]["rows"]]
    assert {"decayed count", "count"} <= set(models) and forecast["first"] == "2026-10-01"
    assert forecast["is_plain"] == ("plain count is used" in forecast["verdict"])
    assert forecast["whole"]["low"] <= forecast["whole"]["expected"] <= forecast["whole"]["high"]


def test_a_model_that_does_not_beat_the_count_is_not_used(monkeypatch):
    from alongside.places.analyses import hot_forecast

    result = answered(monkeypatch, MadeSource(gathering())).result["forecast"]
    beaten = "does not beat" in result["verdict"] or "is worse" in result["verdict"]
    assert beaten == (result["model"] == hot_forecast.baseline().name)


def test_weights_of_harm_change_what_is_hot_and_counts_stay_counts(monkeypatch):
    plain = answered(monkeypatch, MadeSource(gathering())).result
    weighed = answered(monkeypatch, MadeSource(gathering()), weights={"knife": 50}).result
    assert weighed["cells"]["z"] != plain["cells"]["z"] and weighed["total"] == plain["total"]
    assert sum(weighed["cells"]["harm"]) > weighed["total"]


def test_the_same_question_gives_the_same_answer_to_the_digit(monkeypatch):
    one = answered(monkeypatch, MadeSource(gathering()))
    other = answered(monkeypatch, MadeSource(gathering()), correction="fdr", seed=1, cell="250")
    assert other.summary.id == one.summary.id and one.seed == 1 and len(one.data_hash) == 64


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "No crimes of these kinds are held for this place and period; 2 lie outside the boundary."),
        (1, "Too few crimes are held for this place and period to tell a hot spot from chance: 1."),
        (40, "All 40 crimes lie at one and the same point."),
    ],
)
def test_nothing_one_point_and_one_spot_are_refused_in_words(monkeypatch, number, words):
    assert words in refusal(monkeypatch, MadeSource(one_spot(number)))


def test_degrees_are_refused_with_the_fix(monkeypatch):
    x, y, when, kind = gathering()
    degrees = (x / 1e6 - 0.55, y / 1e5 + 49.7, when, kind)
    made = MadeSource(degrees, outline=shapely.box(-0.02, 51.5, -0.015, 51.54))
    words = refusal(monkeypatch, made)
    assert "look like degrees" in words and "EPSG:27700" in words


def test_ten_million_cells_are_refused_before_they_are_made(monkeypatch):
    made = MadeSource(gathering(), outline=shapely.box(400_000, 100_000, 650_000, 350_000))
    words = refusal(monkeypatch, made, cell="50")
    assert "Cells of 50 metres over this place would be about 25,000,000; 40,000 is the most." in words
    assert "Choose cells of" in words


def test_a_hole_in_the_boundary_is_left_out_and_said(monkeypatch):
    hole = shapely.box(WEST + 3_000, NORTH - 1_500, WEST + 4_000, NORTH - 500)
    made = MadeSource(gathering(), outline=shapely.box(WEST, 180_000, 535_000, NORTH) - hole)
    result = answered(monkeypatch, made).result
    assert "1 hole (100.0 hectares) left out." in result["notes"] and len(result["grid"]["rows"]) == 320 - 16


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"last": "2030-12"}, "The period runs to December 2030, and Made events is held to September 2026 only."),
        ({"first": "2020-01"}, "The period begins in January 2020, and Made events is held from October 2024 only."),
        ({"first": "2026-09", "last": "2026-01"}, "The period ends before it begins."),
        ({"first": "May"}, "“May” is no date."),
        ({"cell": "wide"}, "A cell of “wide” is no number."),
        ({"cell": -5}, "A cell of -5 metres cannot be used."),
        ({"kinds": ["arson"]}, "Made events has no kind “arson”."),
        ({"source": "hearsay"}, "not held here"),
        ({"correction": "luck"}, "“luck” is no correction known here."),
        ({"horizon": "week"}, "one week cannot be forecast"),
        ({"weights": {"knife": -1}}, "A weight is below nothing."),
        ({"kinds": ["other"], "weights": {"knife": 2}}, "A weight is given for “Knife crime”"),
        ({"boundary": "ward:2024:E05000001"}, "That boundary is not held here."),
    ],
)
def test_what_cannot_be_asked_is_said_at_once(monkeypatch, changes, words):
    hold(monkeypatch, MadeSource(gathering()))
    with pytest.raises(PlacesRefused, match=words.replace("(", r"\(")):
        ask(**changes)


def test_etas_is_tested_beside_the_count_where_days_are_told_and_used_only_if_it_wins(monkeypatch):
    made = MadeSource(gathering(), precision=Precision.DAY, is_snapped=False)
    days = {"first": "2025-10-01", "last": "2026-09-30"}
    run = answered(monkeypatch, made, horizon="month", forecasters=["etas"], **days)
    told = run.result["forecast"]
    assert run.settings["forecasters"] == ["etas"]
    assert {"ETAS by cell", "decayed count"} <= {row["model"] for row in told["score"]["rows"]}
    assert "ETAS by cell" in told["verdict"]
    assert told["is_plain"] == (told["model"] == "decayed count")
    assert told["is_plain"] == ("So the plain count is used" in told["verdict"])


def test_etas_on_months_is_refused_and_boosting_without_its_library_is_said(monkeypatch):
    hold(monkeypatch, MadeSource(gathering()))
    with pytest.raises(PlacesRefused, match="one event sets off another"):
        ask(forecasters=["etas"])
    with pytest.raises(PlacesRefused, match="no forecaster “crystal ball”"):
        ask(forecasters=["crystal ball"])
    monkeypatch.setitem(sys.modules, "sklearn", None)
    verdict = answered(monkeypatch, MadeSource(gathering()), forecasters=["boosted"]).result["forecast"]["verdict"]
    assert "Boosting (trees on many maps of the past) could not be tested" in verdict and "plain count" in verdict


def test_cells_beside_full_ones_that_hold_nothing_of_their_own_are_no_area(monkeypatch):
    # Two full cells with an empty one between them: what is around the empty one makes it hot, not what is in it.
    grid_side, middle = 250, (531_125.0, 182_125.0)
    sides = [(middle[0] + step * grid_side, middle[1]) for step in (-1, 1)]
    rng = np.random.default_rng(3)
    far_x, far_y = rng.uniform(533_000, 534_900, 40), rng.uniform(180_100, 184_900, 40)
    x = np.concatenate([np.repeat([one[0] for one in sides], 4), far_x])
    y = np.concatenate([np.repeat([one[1] for one in sides], 4), far_y])
    days = np.array(
        ["2026-02-05T12:00", "2026-05-05T12:00", "2026-08-05T12:00", "2025-11-05T12:00"] * 12, "datetime64[m]"
    )
    result = answered(monkeypatch, MadeSource((x, y, days, np.full(48, "other"))), cell=grid_side).result
    for area in result["areas"]:
        even = result["total"] * len(area["cells"]) / len(result["grid"]["rows"])
        assert area["low"] > even
    empty_hot = [cell for cell in result["cells"]["hot"] if not result["cells"]["counts"][cell]]
    assert empty_hot and any("hold hardly any of their own" in note for note in result["notes"])


def test_where_its_library_is_installed_boosting_is_tested_by_the_same_rule(monkeypatch):
    pytest.importorskip("sklearn", reason="scikit-learn is not installed (extra: forecast)")
    run = answered(monkeypatch, MadeSource(gathering()), forecasters=["boosted"])
    told = run.result["forecast"]
    assert {"boosted counts", "decayed count"} <= {row["model"] for row in told["score"]["rows"]}
    assert told["is_plain"] == ("So the plain count is used" in told["verdict"])
    assert "could not be tested" not in told["verdict"]


def scored(**gains):
    """A score in which each model, by name, has won or lost against the decayed count by so much."""
    names = ("blend of decayed counts", "decayed count", "count")
    gain = [gains["blend"], 0.0, gains["count"]]
    beats = tuple(each > 0 for each in gain)
    best = max(range(3), key=lambda k: gain[k])
    verdicts = tuple(
        f"{name} {'beats' if wins else 'does not beat'} the decayed count."
        for name, wins in zip(names, beats, strict=True)
    )
    return SimpleNamespace(models=names, beats=beats, verdicts=verdicts, use=names[best], row=names.index)


@pytest.mark.parametrize(
    ("blend", "count", "used", "said"),
    [
        (
            0.02,
            0.03,
            "count",
            "count beats the decayed count. It is used here. So does blend of decayed counts, but by no more.",
        ),
        (0.03, 0.02, "blend of decayed counts", "It is used here. So does count, but by no more."),
        (-0.01, 0.02, "count", "count beats the decayed count. It is used here."),
        (-0.01, -0.01, "decayed count", "So the plain count is used"),
    ],
)
def test_what_beats_the_decayed_count_most_is_used_and_the_words_agree(blend, count, used, said):
    score = scored(blend=blend, count=count)
    model = hot_forecast._chosen(score, [hot_forecast._model("week")])
    assert model.name == used
    verdict = hot_forecast._verdict(score, model)
    assert said in verdict and ("beats the decayed count" in verdict) == (used != "decayed count")
