"""Near repeats through the product's path: table, sentence, links, chains, present windows; and what is refused."""

from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pandas as pd
import pytest

from alongside.analysis.events import Unfit
from alongside.audit.entries import Actor
from alongside.places import queries
from alongside.places.actions import ask_for_run, work_next_run
from alongside.places.analyses.near_repeats import within
from alongside.places.analyses.near_windows import SQUARE, Window, present_windows, raised_window
from alongside.places.errors import PlacesRefused
from alongside.places.states import Precision, RunKind, RunState
from tests.analysis.events.real_places import edges, known
from tests.places.dated import KEY, DatedSource, burglaries, hold, with_
from tests.places.loaded import CHICAGO, load

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)
ANALYST = Actor("LBC", "member:7", "Ines Alvarado", "analyst")


def ask(**settings):
    return ask_for_run(kind=RunKind.NEAR_REPEATS, settings={"source": KEY, **settings}, by=ANALYST, at=AT)


def worked(**settings):
    run_id = ask(**settings)
    work_next_run(clock=lambda: AT)
    return queries.run(run_id)


def refused(monkeypatch, keeper, **settings):
    hold(monkeypatch, keeper)
    found = worked(**settings).summary
    assert found.state == RunState.REFUSED, found
    return found.refusal


@pytest.mark.real_data
def test_the_published_table_of_chicago_comes_out_cell_for_cell(tmp_path):
    told = known("knox", "near_repeat_be_month1")
    source = load(told["data"], CHICAGO, tmp_path)
    run = worked(
        source=source, space_edges=edges(told["space_edges"]), time_edges=edges(told["time_edges_days"]),
        metric="manhattan", seed=1,
    )  # fmt: skip
    found = run.result["table"]
    assert found["observed"] == told["observed"] and found["events"] == 970
    assert np.abs(np.array(found["p"]) - told["p_values"]).max() < 0.05
    assert run.result["window"]["metres"] == 200 and run.result["window"]["days"] == 7
    assert "within 200 metres and 7 days, the risk of another is 1.4" in run.result["sentence"]


def test_what_follows_is_found_with_its_interval_and_many_bands_are_corrected_for(monkeypatch):
    hold(monkeypatch, burglaries())
    run = worked()
    found, one = run.result["table"], run.result["window"]
    assert found["tests"] == 20 and "Benjamini-Hochberg" in found["correction"]
    assert (np.array(found["p_adjusted"]) >= np.array(found["p"])).all()
    assert one["days"] == 7 and 100 <= one["metres"] <= 200
    assert 1 < one["ratio_low"] <= one["ratio"] <= one["ratio_high"]
    assert one["ratio_low"] == pytest.approx(one["observed"] / one["expected_high"], rel=0.01)
    assert run.seed == 1 and len(run.data_hash) == 64 and run.licences == ("Invented for tests",)


def test_without_near_repeats_no_window_is_made_up(monkeypatch):
    rng = np.random.default_rng(3)
    day = np.datetime64("2026-05-01") + rng.integers(0, 200, 300)
    hold(monkeypatch, DatedSource(rng.uniform(0, 5000, 300) + 530_000, rng.uniform(0, 5000, 300), day))
    result = worked().result
    assert result["window"] is None and "present" not in result
    assert "Do not send patrols after near repeats on these data." in result["sentence"]


def test_present_windows_show_squares_until_a_day_and_nobodys_address(monkeypatch):
    source = hold(monkeypatch, burglaries())
    result = worked().result
    present, days = result["present"], result["window"]["days"]
    assert present["last"] == "2026-11-16" and present["windows"]
    for window in present["windows"]:
        assert all(value % SQUARE == 0 for square in window["squares"] for value in square)
        assert "2026-11-17" <= window["first_until"] <= window["last_until"]
        assert date.fromisoformat(window["last_until"]) - date.fromisoformat(window["newest"]) < timedelta(days=days)
    newest = int(np.argmax(source.times))
    squares = {tuple(square) for window in present["windows"] for square in window["squares"]}
    assert (source.x[newest] // SQUARE * SQUARE, source.y[newest] // SQUARE * SQUARE) in squares


def test_a_window_is_open_for_its_days_and_no_longer():
    x = y = np.array([50.0])
    week = Window(1.0, 7.0)
    day = np.array([20_000.0])  # a whole day: raised on that day and the six after it
    last = date(1970, 1, 1) + timedelta(days=20_005)
    (one,) = present_windows(x, y, day, week, last)
    assert one["last_until"] == (last + timedelta(days=1)).isoformat() and one["squares"] == [[0, 0]]
    assert present_windows(x, y, day, week, last + timedelta(days=1)) == []


def test_the_raised_window_grows_from_the_place_itself_over_bands_too_thin_to_tell():
    space, time = np.array([0, 1, 100, 200.0]), np.array([0, 7, 14.0])
    raised = np.array([[False, False], [True, False], [True, True]])
    thin = np.array([[True, True], [False, False], [False, False]])
    assert raised_window(raised, thin, space, time) == Window(200, 7)
    assert raised_window(raised, ~raised & False, space, time) is None


def test_links_and_chains_are_told_for_the_window(monkeypatch):
    hold(monkeypatch, burglaries())
    result = worked().result
    links, joined = result["links"], result["chains"]
    assert links["linked"] >= 400 * 0.8 and links["newest_following"] >= 1
    assert joined["chains"] == sum(count for _, count in joined["by_size"]) and joined["going_on"] >= 1
    assert all(chain["x"] % 50 == 0 and chain["radius"] % 50 == 0 for chain in joined["listed"])


def test_several_at_one_place_and_moment_count_each(monkeypatch):
    day = np.array(["2026-11-01", "2026-11-03", "2026-11-09"], dtype="datetime64[D]")
    hold(monkeypatch, DatedSource([0, 50, 5000], [0, 0, 0], day, weight=[2, 1, 1]))
    assert worked(permutations=99).result["table"]["events"] == 4


def test_months_are_refused_in_words_with_what_would_do(monkeypatch):
    hold(monkeypatch, with_(burglaries(), precision=Precision.MONTH))
    with pytest.raises(PlacesRefused, match=r"tells the month and not the day.*Ask the police.*dated records"):
        ask()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"last": "2026-12-24"}, "nothing is held of later days.*up to 16 November 2026"),
        ({"first": "2026-11-10", "last": "2026-11-02"}, "The period ends before it begins"),
        ({"first": "soon"}, "“soon” is not a date"),
        ({"kinds": ["arson"]}, "has no kind “arson”"),
        ({"boundary": "ward:2022:E05000001"}, "That boundary is not held here"),
        ({"space_edges": [0, 300, 200]}, "each larger than the last"),
        ({"time_edges": [0, float("inf")]}, "last edge in days is infinite"),
        ({"metric": "miles"}, "Choose 'euclidean' or 'manhattan'"),
        ({"permutations": 20_000}, "Ask for 99 to 9,999"),
        ({"space_edges": list(range(40)), "time_edges": list(range(40))}, "more than 100 bands"),
        ({"seed": "-1"}, "“-1” is no seed that can be used"),
        ({"permutations": "many"}, "Give a whole number"),
        ({"source": "hearsay"}, "not held here"),
    ],
)
def test_a_question_that_cannot_be_asked_says_what_to_do(monkeypatch, settings, message):
    hold(monkeypatch, burglaries())
    with pytest.raises((PlacesRefused, Unfit), match=message):
        ask(**settings)


DAYS = np.array(["2026-11-01", "2026-11-03", "2026-11-09"], dtype="datetime64[D]")
LONDON = timezone(timedelta(hours=0), "London")


@pytest.mark.parametrize(
    ("x", "y", "times", "message"),
    [
        ([], [], DAYS[:0], "There are no events. Choose a longer period"),
        ([530_000], [180_000], DAYS[:1], "There is one event, and so no pair"),
        ([530_000] * 3, [180_000] * 3, DAYS, "All events are at one place"),
        ([530_000, 530_100, 530_200], [180_000] * 3, DAYS[[0, 0, 0]], "All events are at one time"),
        ([530_000, np.nan, 530_200], [180_000] * 3, DAYS, "Row 2 has no usable x"),
        ([-0.01, -0.012, -0.011], [51.55, 51.56, 51.57], DAYS, "look like degrees.*British National Grid"),
        (
            [530_000, 530_100, 530_200], [180_000] * 3,
            [datetime(2026, 11, 1, tzinfo=LONDON), datetime(2026, 11, 2), datetime(2026, 11, 3)],
            "Some times carry a time zone and some do not",
        ),
    ],
)  # fmt: skip
def test_events_that_cannot_be_compared_are_refused_with_the_fix(monkeypatch, x, y, times, message):
    assert pd.Series([refused(monkeypatch, DatedSource(x, y, times))]).str.contains(message).all()


def test_events_dated_after_the_period_are_refused(monkeypatch):
    keeper = burglaries()
    keeper.events = lambda wanted, summary, real=keeper.events: real(
        type(wanted)(wanted.source, wanted.boundary, wanted.first, date(2030, 1, 1)), summary
    )
    keeper.times = keeper.times.copy()
    keeper.times[7] = np.datetime64("2028-03-09")
    assert "1 of 400 events are dated after 2026-11-17" in refused(monkeypatch, keeper)


@pytest.mark.parametrize(
    ("metres", "said"), [(1.0, "at the same place and within 7 days"), (200.0, "within 200 metres and 7 days")]
)
def test_a_window_of_the_place_itself_is_told_as_such(metres, said):
    assert within({"metres": metres, "days": 7.0}) == said
