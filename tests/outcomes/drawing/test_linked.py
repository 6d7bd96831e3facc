"""What a year's sum in one document tells beside the quarters of another: of what is held back, nothing."""

import random
from datetime import date

from alongside.analysis.disclosure import may_show_sum
from alongside.common.periods import add_months
from alongside.outcomes.drawing.protecting import shown_cells
from alongside.outcomes.needs_figures.asking import Asked, Part
from alongside.outcomes.needs_figures.linked import may_tell_month, may_tell_year, most_told
from tests.outcomes.drawing.attacking import learnt

KINDS, QUARTERS = ("violence", "robbery", "weapons"), ("Q1", "Q2", "Q3", "Q4")
ROBBERY = ("police", "robbery")
JANUARY = date(2026, 1, 1)


def both_documents(rng, *, protected):
    """Quarters as a scoreboard shows them, and the years that a needs assessment tells: all that an attacker has."""
    counts = {quarter: {(kind,): rng.choice((0, 2, 3, 7, 15, 60)) for kind in KINDS} for quarter in QUARTERS}
    parts = {one: shown_cells({"kind": KINDS}, counts[one], base=1) for one in QUARTERS}
    cells = {cell | {("quarter", one)}: count for one, shown in parts.items() for cell, count in shown.items()}
    for kind in KINDS:
        whole, name = sum(counts[one][kind,] for one in QUARTERS), frozenset({("kind", kind)})
        told = not protected or may_show_sum(whole, [parts[one][name] for one in QUARTERS])
        cells[name] = whole if told else None
    return cells


def test_no_quarter_that_is_held_back_is_recovered_from_the_years_of_two_hundred_needs_assessments():
    rng, told = random.Random(3), 0
    for _ in range(200):
        cells = both_documents(rng, protected=True)
        assert not learnt({"quarter": QUARTERS, "kind": KINDS}, [cells])
        told += sum(cells[frozenset({("kind", kind)})] is not None for kind in KINDS)
    assert told > 40, "and years of which nothing is held back are told"


def test_the_attacker_of_this_test_does_recover_quarters_from_years_that_nobody_protects():
    rng = random.Random(3)
    found = [learnt({"quarter": QUARTERS, "kind": KINDS}, [both_documents(rng, protected=False)]) for _ in range(20)]
    assert sum(map(bool, found)) > 10


def test_what_the_parts_leave_out_is_no_small_count_either():
    assert may_show_sum(40, [20, 15]) and may_show_sum(35, [20, 15]) and not may_show_sum(37, [20, 15])
    assert not may_show_sum(40, [20, None])


def asked(*counts):
    parts = tuple(
        Part(add_months(JANUARY, 3 * number), add_months(JANUARY, 3 * number + 3), one)
        for number, one in enumerate(counts)
    )
    return Asked(None, date(2026, 12, 1), None, {ROBBERY: parts})


def months(*counts, first=JANUARY):
    return [(add_months(first, number), count) for number, count in enumerate(counts)]


def test_a_year_is_told_only_where_every_quarter_that_touches_it_is_shown():
    even = [5] * 12
    assert may_tell_year(asked(15, 15, 15, 15), ROBBERY, months(*even))
    assert not may_tell_year(asked(15, None, 15, 15), ROBBERY, months(*even))
    assert may_tell_year(asked(15, None, 15, 15), ("police", "violence"), months(*even))


def test_months_at_the_edge_of_a_year_are_not_left_over_as_a_small_count():
    shifted = months(1, 1, *[5] * 9, 1, first=date(2025, 11, 1))
    assert not may_tell_year(asked(15, 15, 15, 15), ROBBERY, shifted)
    assert may_tell_year(asked(15, 15, 15, 15), ROBBERY, months(5, 5, *[5] * 9, 5, first=date(2025, 11, 1)))


def test_a_quarter_across_the_end_of_a_year_leaves_no_small_count_outside_it():
    # February to January; of the quarter that begins in January seven are shown, and five of them follow from the sum.
    year = months(2, 3, *[5] * 9, 0, first=date(2026, 2, 1))
    assert not may_tell_year(asked(7, 15, 15, 15), ROBBERY, year)
    assert may_tell_year(asked(10, 15, 15, 15), ROBBERY, year) and may_tell_year(asked(5, 15, 15, 15), ROBBERY, year)


def test_a_month_is_told_only_where_its_quarter_leaves_more_than_a_few():
    assert may_tell_month(asked(15, 15, 15, 15), ROBBERY, JANUARY, months(5, 5, 5))
    assert not may_tell_month(asked(15, 15, 15, 15), ROBBERY, JANUARY, months(12, 2, 1))
    assert not may_tell_month(asked(None, 15, 15, 15), ROBBERY, JANUARY, months(9, 9, 9))


def test_of_wards_as_many_are_told_as_leave_no_small_count_to_be_subtracted():
    assert most_told(300, [120, 80, 60]) == 3  # 40 in others
    assert most_told(262, [120, 80, 60]) == 2  # 2 would be left
    assert most_told(260, [120, 80, 60]) == 3  # nothing is left
    assert most_told(203, [120, 80, 3]) == 1  # the third is held back, and would follow from two
    assert most_told(7, [4, 3]) == 0 and most_told(0, []) == 0
