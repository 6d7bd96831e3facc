"""No small count is recovered from releases: by subtraction, from totals, or by laying a correction beside the first."""

import random
from datetime import date

from alongside.common.measured import Counted, Slice
from alongside.outcomes.drawing.drawn import before_from, draw
from alongside.outcomes.drawing.figures import changes
from alongside.outcomes.drawing.protecting import corrected_cells, shown_cells
from alongside.publicsite.wording import change
from tests.outcomes.drawing.attacking import learnt
from tests.scoreboards import Q, said

SHAPES = ((3,), (4,), (2, 2), (2, 3))


def shape(rng):
    sizes = rng.choice(SHAPES)
    return {f"d{place}": [f"c{number}" for number in range(size)] for place, size in enumerate(sizes)}


def counted(rng, dimensions, most):
    keys = [()]
    for labels in dimensions.values():
        keys = [(*key, label) for key in keys for label in labels]
    return {key: rng.randint(0, most) for key in keys}


def revised(rng, counts):
    """Some groups grow, or some shrink: often by one or two, as late records and mistakes do."""
    grew = rng.random() < 0.6
    steps = {key: rng.choice((0, 0, 0, 1, 2, 7)) for key in counts}
    return grew, {key: max(0, n + (steps[key] if grew else -steps[key])) for key, n in counts.items()}


def test_of_a_thousand_random_releases_and_their_corrections_no_small_count_is_recovered():
    rng = random.Random(11)
    corrected = informative = 0
    for _ in range(1_000):
        dimensions, most = shape(rng), rng.choice((6, 20, 60))
        first = counted(rng, dimensions, most)
        shown = shown_cells(dimensions, first, base=1)
        if rng.random() < 0.5:
            assert not learnt(dimensions, [shown]), first
            continue
        grew, second = revised(rng, first)
        again = corrected_cells(dimensions, second, before=first, base=1)
        assert not learnt(dimensions, [shown, again], grew=grew), (first, second)
        corrected += 1
        informative += any(one is not None and one != shown[cell] for cell, one in again.items())
    assert corrected > 400 and informative > 50


def test_the_attacker_of_these_tests_does_find_what_is_not_protected():
    dimensions = {"d0": ["a", "b", "c"]}
    naive = shown_cells(dimensions, {("a",): 20, ("b",): 30, ("c",): 40}, base=1)
    later = shown_cells(dimensions, {("a",): 21, ("b",): 30, ("c",): 40}, base=1)
    assert ("change", frozenset({("d0", "a")}), 1.0, 1.0) in learnt(dimensions, [naive, later])


def test_a_chain_of_ordinary_releases_never_shows_a_slice_twice_in_different_ways():
    rng = random.Random(3)
    for _ in range(60):
        dimensions, frozen = shape(rng), []
        for number in range(1, 5):
            parts = [Slice(*one, counted(rng, dimensions, 20)) for one in rng.sample(Q, rng.randint(1, 3))]
            made = draw([Counted(said(), dimensions, tuple(parts))], before_from(frozen))
            frozen.append((number, {"measures": made.measures}, made.counted))
        seen = {}
        for _, body, _ in frozen:
            for one in body["measures"][0]["slices"]:
                assert seen.setdefault(one["first"], one["cells"]) == one["cells"]


def test_every_figure_is_made_of_counts_that_are_shown():
    """Intervals, shares and changes are the same whatever the counts are that are held back."""
    dimensions = {"Answer": ("In time", "Late", "Not told")}
    made = []
    for held in ((2, 9), (4, 7)):
        keys = zip(dimensions["Answer"], (40, *held), strict=True)
        part = Slice(*Q[2], {(label,): number for label, number in keys})
        told = Counted(said(is_process=True), dimensions, (part,), share=("Answer", "In time"))
        made.append(draw([told], before_from([])).measures)
    assert made[0] == made[1]


def test_a_gap_is_no_number_and_is_drawn_once_it_is_held():
    dimensions, gap = {"Offence": ("Robbery",)}, Slice(*Q[2], {}, "A month is not held.")
    first = draw([Counted(said(), dimensions, (gap,))], before_from([]))
    assert first.measures[0]["slices"][0]["cells"] == [] and not first.counted
    frozen = [(1, {"measures": first.measures}, first.counted)]
    later = draw([Counted(said(), dimensions, (Slice(*Q[2], {("Robbery",): 30}),))], before_from(frozen))
    assert later.measures[0]["slices"][0]["cells"][0]["count"] == 30


def test_no_change_is_told_on_fewer_than_ten_events_or_without_the_same_part_of_the_year_before():
    def one(first, number):
        return {"first": first, "missing": "", "cells": [{"of": {}, "count": number}], "beside": []}

    assert changes([one("2025-07-01", 9), one("2026-07-01", 40)]) == []
    assert changes([one("2026-04-01", 40), one("2026-07-01", 40)]) == []
    told = changes([one("2025-07-01", 40), one("2026-07-01", 20)])
    assert told[0]["ratio"] == 0.5 and told[0]["high"] < 1


def test_a_change_here_is_held_against_the_change_elsewhere_as_the_ratio_of_two_ratios():
    def one(first, here, there):
        named = {"of": {"Offence": "Robbery"}}
        cells = {"cells": [named | {"count": here}], "beside": [named | {"count": there, "place": "Others"}]}
        return {"first": first, "missing": "", **cells}

    slices = [one("2025-07-01", 50, 60), one("2026-07-01", 30, 55)]
    ours, theirs = changes(slices)
    assert "against" not in ours and theirs["against"]["ratio"] == 0.655
    wider = changes(slices, {"Robbery": 4.0})[1]["against"]
    assert wider["low"] < theirs["against"]["low"] < 0.655 < theirs["against"]["high"] < wider["high"]
    words = change(changes(slices, {"Robbery": 4.0})[1])
    assert "No clear difference from here: our change over theirs is −34%" in words and "vary 4 times" in words


def test_a_difference_from_elsewhere_is_said_only_where_its_interval_is_clear():
    against = {"ratio": 0.5, "low": 0.4, "high": 0.7, "varies": 1.0}
    told = {"of": {}, "place": "Others", "before": 900, "after": 900, "ratio": 1.0, "low": 0.9, "high": 1.1}
    assert "Here it fell more or rose less: our change over theirs is −50%" in change(told | {"against": against})
    assert "over theirs" not in change(told)


def test_a_period_is_left_out_where_it_overlaps_a_released_one():
    dimensions = {"Offence": ("Robbery",)}
    year = Counted(said(), dimensions, (Slice(date(2025, 10, 1), date(2026, 10, 1), {("Robbery",): 90}),))
    quarter = Counted(said(), dimensions, (Slice(*Q[2], {("Robbery",): 30}),))
    first = draw([quarter], before_from([]))
    later = draw([year], before_from([(1, {"measures": first.measures}, first.counted)]))
    assert [one["first"] for one in later.measures[0]["slices"]] == ["2026-07-01"] and len(later.left_out) == 1
