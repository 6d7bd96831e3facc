"""Every London ward in turn treated as if it had an operation: how often is something found that is not there?"""

import numpy as np
import pytest

from alongside.analysis.evaluation import compare, count_test, dispersion

pytestmark = pytest.mark.real_data
STARTS = (8, 14, 20)  # January 2017, July 2017, January 2018; the series begin in May 2016


@pytest.fixture
def boroughs(published):
    """Counts of each borough's wards: wards × months."""
    wards = {row["ward_code"]: row["borough"] for row in published("london_wards.csv")}
    months = published("london_ward_months.csv")

    def counts(offence: str) -> list[np.ndarray]:
        series: dict[str, dict[str, list[int]]] = {}
        for row in sorted(months, key=lambda row: row["month"]):
            series.setdefault(wards[row["ward_code"]], {}).setdefault(row["ward_code"], []).append(int(row[offence]))
        return [np.array(list(one.values())) for one in series.values()]

    return counts


@pytest.mark.parametrize(("offence", "share"), [("robbery", 0.046), ("violent_crime", 0.051)])
def test_the_default_finds_a_change_in_under_six_per_cent_of_untouched_wards(boroughs, offence, share):
    results = [
        compare(table[ward, : start + 6], np.delete(table[:, : start + 6], ward, 0), start=start, seasonal=False)
        for table in boroughs(offence)
        for start in STARTS
        for ward in range(len(table))
    ]
    assert len(results) == 1443
    false_alarms = np.mean([result.p_value < 0.05 for result in results])
    assert false_alarms == pytest.approx(share, abs=0.0005)
    assert np.mean([result.verdict.letter in "de" for result in results]) < 0.02


@pytest.mark.parametrize(
    ("offence", "known"), [("possession_of_weapons", 1.2), ("robbery", 2.4), ("violent_crime", 1.7)]
)
def test_half_yearly_counts_vary_more_than_poisson(boroughs, offence, known):
    halves = np.vstack([table[:, 2:].reshape(len(table), 4, 6).sum(axis=2) for table in boroughs(offence)])
    assert dispersion(halves) == pytest.approx(known, abs=0.05)


def test_two_counts_alone_would_call_a_fifth_of_the_wards_changed(boroughs):
    halves = [(t[:, s - 6 : s].sum(1), t[:, s : s + 6].sum(1)) for t in boroughs("robbery")[:4] for s in STARTS]
    p_values = [
        count_test(int(a), 1, int(b), 1)
        for before, after in halves
        for b, a in zip(before, after, strict=True)
        if b + a
    ]
    assert np.mean([one < 0.05 for one in p_values]) > 0.12
