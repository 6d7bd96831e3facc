"""Ranges and funnels are drawn to their own scale, and nothing stands in them by colour alone."""

import re

from alongside.web.design.ranges import FunnelMark, Ranged, funnel_chart, range_chart


def months():
    known = [Ranged(f"Month {k}", str(k), float(k), 1, 9, 5, stands_out=k == 8) for k in (3, 8)]
    return [
        Ranged("Month 0", "0", 2.0),
        Ranged("Gap", "g", None),
        *known,
        Ranged("Next", "n", None, 2, 8, 5, False, True),
    ]


def test_a_gap_breaks_the_line_and_a_month_to_come_is_a_box_without_a_count():
    drawn = range_chart("r", "Title", "Words", months())
    assert drawn.count("al-chart__range--coming") == 2 and drawn.count("al-chart__range--known") == 4
    lines = re.findall(r'polyline class="al-chart__line al-chart__line--main" points="([^"]+)"', drawn)
    assert [len(line.split()) for line in lines] == [2, 2]
    assert "Month 8: 8, an alert" in drawn and "Next: 2 to 8 expected" in drawn


def test_a_funnel_has_two_pairs_of_limits_and_a_ring_for_what_stands_out():
    marks = [FunnelMark(f"Ward {k}", 10.0 * k, 1 + k / 4, (0.7, 1.3), (0.5, 1.6), k == 4) for k in range(1, 5)]
    drawn = funnel_chart("f", "Title", "Words", marks)
    assert drawn.count("al-chart__limit--warning") == drawn.count("al-chart__limit--action") == 4
    assert drawn.count("al-chart__dot--out") == 2 and "<title>Ward 4</title>" in drawn


def test_what_is_named_by_others_cannot_become_markup():
    marks = [FunnelMark("<b>Ward</b>", 5.0, 1.0, (0.5, 1.5), (0.2, 1.8), False)] * 3
    assert "<b>" not in funnel_chart("f", "<i>", "<u>", marks)
