"""Violence by age for the scoreboard: every borough by itself, and no small count to be had by taking away."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.outcomes.actions.releases import _with_definitions
from alongside.outcomes.drawing.drawn import Before, draw
from alongside.outcomes.queries.measures import defining
from alongside.places import published_by_age
from alongside.places.models import CountSource
from alongside.places.published import against_others
from alongside.places.published_by_age import _series, _together, published
from alongside.places.queries.elsewhere import NAMES_AN_AGE
from tests.places.counted import keep_counts

KINDS = ("Hurt by a knife, aged 10 to 17", "Hurt by a knife, aged 18-24")
DAY = date(2026, 7, 2)


def keep(**changes):
    counts = {
        "Larkmere": dict(zip(KINDS, ([10] * 24, [20] * 24), strict=True)),
        "Eastmoor": dict(zip(KINDS, ([6] * 24, [9] * 24), strict=True)),
        "Westbrook": dict(zip(KINDS, ([7] * 24, [8] * 24), strict=True)),
        **changes,
    }
    keep_counts("estuary:victims", "Estuary Police", counts, first="2024-10", kinds=KINDS)


@pytest.fixture
def larkmere(db, monkeypatch):
    monkeypatch.setattr(published_by_age, "borough_name", lambda: "Larkmere")


def test_each_age_is_counted_here_in_every_other_borough_and_in_all_of_them(larkmere):
    keep()
    [one] = published(DAY, DAY)
    assert one.said.title == "Violence by age: Hurt by a knife" and one.dimensions == {"Age": ("10 to 17", "18 to 24")}
    last = one.slices[-1]
    assert (last.first, last.counts[("10 to 17",)]) == (date(2026, 1, 1), 60)
    assert [(place.name, place.counts["18 to 24"]) for place in last.beside] == [
        ("All other boroughs together", 102), ("Eastmoor", 54), ("Westbrook", 48),
    ]  # fmt: skip


def test_the_sum_of_the_others_is_left_out_where_it_would_give_one_of_them_away(larkmere):
    keep(Eastmoor=dict(zip(KINDS, ([0] * 20 + [1] * 4, [9] * 24), strict=True)))
    [one] = published(DAY, DAY)
    assert [place.name for place in one.slices[-1].beside] == ["Eastmoor", "Westbrook"]
    [drawn] = draw([one], Before()).measures
    assert not [cell for part in drawn["slices"] for cell in part["beside"] if cell["count"] and cell["count"] < 5]


@given(st.dictionaries(st.sampled_from("ABCDE"), st.integers(0, 30), min_size=1))
def test_taking_the_shown_boroughs_from_their_sum_never_leaves_a_small_one(counts):
    told = list(_together({name: {"10 to 17": count} for name, count in counts.items()}, {"10 to 17": {}}))
    held_back = [count for count in counts.values() if 0 < count < 5]
    assert not (told and held_back)


def test_what_is_for_study_or_by_ward_is_never_read(larkmere):
    keep()
    CountSource.objects.update(audience="study")
    assert list(published(DAY, DAY)) == []


def test_a_month_that_is_not_held_is_a_gap_and_no_zero(larkmere):
    keep()
    [one] = published(date(2027, 2, 1), DAY)
    assert one.slices[-1].first == date(2026, 1, 1)  # the last half-year that is held whole
    assert [bool(part.missing) for part in one.slices] == [True, False, False, False]


def test_bands_that_overlap_are_not_counted_twice():
    class Source:
        kinds = (("a", "Victims 1-24"), ("b", "Victims 10-17"), ("c", "Victims 25 to 34"), ("d", "Victims"))

    assert _series(Source()) == {"Victims": {(1, 24): "a", (25, 34): "c"}}


def test_a_measure_of_a_release_carries_what_the_registry_says_of_it(db):
    [told] = defining({("recorded_crime", "ROBBERY")})
    frozen = _with_definitions({"code": "x", "series": [["recorded_crime", "ROBBERY"]]})
    assert [one["reference"] for one in frozen["definitions"]] == [told.reference] == ["police-uk-robbery@1"]
    assert dict(frozen["definitions"][0]["said"])["What it counts"] == told.text.counts
    assert _with_definitions({"code": "x", "series": []})["definitions"] == []


def test_violence_that_names_an_age_is_told_by_age_alone_and_never_in_quarters(larkmere):
    kinds = ("Robbery, aged 10 to 17", "Robbery, aged 18-24")
    keep_counts("estuary:victims", "Estuary Police", {
        name: dict.fromkeys(kinds, [3] * 24) for name in ("Larkmere", "Eastmoor")
    }, first="2024-10", kinds=kinds)  # fmt: skip
    assert [one.said.title for one in published(DAY, DAY)] == ["Violence by age: Robbery"]
    assert list(against_others(DAY, "Larkmere")) == []


def test_change_is_judged_against_all_others_together_and_not_against_each_of_many(larkmere):
    keep()
    [one] = published(DAY, DAY)
    [drawn] = draw([one], Before()).measures
    judged = {change["place"] for change in drawn["changes"] if "against" in change}
    assert judged == {"All other boroughs together"}
    assert {place.name for place in one.slices[-1].beside} > judged
    assert all(change["against"]["varies"] > 1 for change in drawn["changes"] if "against" in change)


@pytest.mark.parametrize("words", ["Robbery, aged 65+", "Violence, under 18", "Weapons (over 25s)", "Robbery 10 to 17"])
def test_what_names_an_age_is_no_group_of_offences(words):
    assert NAMES_AN_AGE.search(words)


@pytest.mark.parametrize("words", ["Robbery", "Weapons, section 4-6", "Violence 2019-20"])
def test_a_section_of_an_act_or_a_year_is_no_age(words):
    assert not NAMES_AN_AGE.search(words)
