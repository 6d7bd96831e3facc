"""The space-time permutation scan against SaTScan's own output and a plain search."""

import itertools

import numpy as np
import pytest

from alongside.analysis.events import Unfit
from alongside.analysis.hotspots import space_time_scan
from tests.analysis.events.real_places import known, places_file


def satscan(name, permutations):
    cases = np.loadtxt(places_file(f"reference/{name}_cases.txt"))
    place = {int(row[0]): row[1:] for row in np.loadtxt(places_file(f"reference/{name}_locations.txt"))}
    at = np.array([place[int(number)] for number in cases[:, 0]])
    result = space_time_scan(
        *at.T, cases[:, 2], cases=cases[:, 1], study_period=(0, 1000), permutations=permutations, seed=1
    )  # fmt: skip
    name_at = {tuple(xy): number for number, xy in place.items()}
    return result, [[name_at[result.x[k], result.y[k]] for k in cluster.places] for cluster in result.clusters]


@pytest.mark.real_data
@pytest.mark.parametrize("name", ["satscan1", "satscan3"])
def test_clusters_and_ratios_are_those_of_satscan(name):
    told = known("space_time_scan", name)["clusters"]
    result, places = satscan(name, permutations=999)
    for cluster, members, want in zip(result.clusters, places, told, strict=False):
        assert members == want["locations"]
        assert [cluster.start, cluster.end] == want["time"]
        assert [cluster.x, cluster.y] == want["centre"]
        assert cluster.radius == pytest.approx(want["radius"])
        assert (cluster.observed, cluster.expected) == (want["observed"], pytest.approx(want["expected"]))
        assert cluster.log_likelihood_ratio == pytest.approx(want["llr"], abs=1e-5)
        # SaTScan stopped after 248 replicates, at its fiftieth exceedance, so that its p has an error of 0.03 itself.
        assert cluster.p == pytest.approx(want["p"], abs=0.12)


def searched(x, y, t, period, most):
    """Every circle and period, one by one."""
    best = 0.0
    n = len(x)
    for centre in sorted(set(zip(x, y, strict=True))):
        away = np.hypot(x - centre[0], y - centre[1])
        for radius in sorted(set(away)):
            inside = away <= radius
            if inside.sum() > most:
                break
            for start in sorted(set(t)):
                now = t >= start
                seen, mean = (inside & now).sum(), inside.sum() * now.sum() / n
                if period[1] - start + 1 > (period[1] - period[0] + 1) / 2 or seen <= mean or seen < 2:
                    continue
                rest = (n - seen) * np.log((n - seen) / (n - mean)) if seen < n else 0.0
                best = max(best, seen * np.log(seen / mean) + rest)
    return best


def test_the_best_circle_is_that_of_a_plain_search():
    for seed in range(5):
        rng = np.random.default_rng(seed)
        x, y, t = rng.uniform(200, 900, 40), rng.uniform(200, 900, 40), rng.integers(0, 60, 40).astype(float)
        ratio = searched(x, y, t, (0, 59), 20)
        top = space_time_scan(x, y, t, study_period=(0, 59), permutations=1, seed=1).clusters[0]
        assert top.log_likelihood_ratio == pytest.approx(ratio)


def test_a_planted_outbreak_is_found_before_and_after_its_end():
    rng = np.random.default_rng(1)
    x, y, t = rng.uniform(0, 5000, 60), rng.uniform(0, 5000, 60), rng.integers(0, 100, 60)
    near = rng.uniform(-100, 100, (2, 12)) + 2500
    for days, prospective in ((rng.integers(95, 100, 12), True), (rng.integers(40, 45, 12), False)):
        result = space_time_scan(
            np.append(x, near[0]), np.append(y, near[1]), np.append(t, days), study_period=(0, 99),
            prospective=prospective, largest_radius=400, permutations=19, seed=1,
        )  # fmt: skip
        top = result.clusters[0]
        assert top.p == 1 / 20
        assert np.hypot(top.x - 2500, top.y - 2500) < 300
        assert days.min() <= top.start <= top.end <= days.max() if not prospective else top.end == 99


def test_clusters_share_no_place_and_fall_in_order():
    rng = np.random.default_rng(2)
    result = space_time_scan(*rng.uniform(0, 900, (2, 80)), rng.integers(0, 50, 80), permutations=19, seed=3)
    ratios = [cluster.log_likelihood_ratio for cluster in result.clusters]
    assert ratios == sorted(ratios, reverse=True)
    assert not any(set(a.places) & set(b.places) for a, b in itertools.combinations(result.clusters, 2))
    assert all(1 / 20 <= cluster.p <= 1 for cluster in result.clusters)


def test_the_order_of_rows_changes_no_digit():
    rng = np.random.default_rng(3)
    rows = np.column_stack([rng.integers(200, 900, (60, 2)), rng.integers(0, 50, 60)])
    one, other = (space_time_scan(*each.T, permutations=39, seed=3) for each in (rows, rng.permutation(rows)))
    assert one.clusters == other.clusters
    assert one.data_hash == other.data_hash


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x": [300, 300, 300], "y": [1, 1, 1]}, "All events are at one place."),
        ({"t": [1, 1, 1]}, "The events are fewer than two, or all on one day."),
        ({"cases": [1, 0.5, 1]}, "A number of cases is not a whole number"),
        ({"study_period": (5, 9)}, "Events lie outside the study period."),
        ({"longest_share": 0.001}, "No period is short enough to scan."),
        ({"longest_share": 0.0}, "longest_share is 0.0. Give a number above 0, 1 at most."),
        ({"largest_radius": -1}, "largest_radius is -1. Give a number above 0."),
        ({"study_period": ()}, "The study period is (). Give its first and its last day."),
        ({"permutations": 10**12}, "1000000000000 permutations were asked for."),
    ],
)
def test_what_cannot_be_scanned_is_refused_in_words(change, message):
    good = {"x": [100, 200, 300], "y": [1, 2, 3], "t": [1, 8, 9], "permutations": 9, "seed": 1, "study_period": (0, 9)}
    asked = good | change
    with pytest.raises(Unfit) as told:
        space_time_scan(asked.pop("x"), asked.pop("y"), asked.pop("t"), **asked)
    assert str(told.value).startswith(message)
