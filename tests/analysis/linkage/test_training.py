"""A model is learnt from records without labels, and the same records and seed make the same model."""

from collections import Counter
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from alongside.analysis.linkage import Settings, default_model, link, standardise, train
from alongside.analysis.linkage.chance import rates_by_chance
from alongside.analysis.linkage.comparisons import URN
from alongside.analysis.linkage.engines import duckdb_api
from alongside.analysis.linkage.frames import standard_columns
from alongside.analysis.linkage.scoring import level_of
from alongside.analysis.linkage.standard import as_standard
from alongside.analysis.linkage.tables import compared_columns
from alongside.demo.young_people import make_young_people


@pytest.fixture(scope="module")
def made():
    return make_young_people(2_000, seed=4)


@pytest.fixture(scope="module")
def trained(made):
    return train(made.records, seed=7)


def test_the_same_records_and_seed_make_the_same_model_to_the_letter(made, trained):
    assert train(made.records, seed=7).to_json() == trained.to_json()


def test_what_is_learnt_is_of_these_records_and_fixed_rates_stay(trained):
    shipped = default_model()
    assert (
        trained.version != shipped.version and trained.prior > 3 * shipped.prior
    )  # fewer people, so more pairs of one
    assert trained.m["name"] != shipped.m["name"] and trained.m["nhs"] == shipped.m["nhs"]
    for rates in (*trained.m.values(), *trained.u.values()):
        assert sum(rates) == pytest.approx(1.0, abs=1e-6) and min(rates) >= 0


def test_a_saved_model_links_as_the_one_that_was_trained(made, trained, tmp_path):
    trained.save(tmp_path / "model.json")
    again = type(trained).load(tmp_path / "model.json")
    one, other = (link(made.records, model=model).clusters.to_frame() for model in (again, trained))
    assert one.equals(other)


def test_what_people_have_in_common_by_chance_is_counted_as_every_pair_is_scored(made):
    """All pairs of sixty records, compared one by one in Python and at once by Splink's statements."""
    columns, model = standard_columns(made.records.head(60), Settings()), default_model()
    with duckdb_api() as api:
        seen, drawn = rates_by_chance(api, compared_columns(columns, model), model, seed=1, most=10_000)
    people = [as_standard(row) for row in standardise(made.records.head(60)).to_dict("records")]
    pairs = list(combinations(people, 2))
    assert drawn == len(pairs)
    for comparison in model.comparisons:
        levels = Counter(level_of(comparison, one, other, model) for one, other in pairs)
        known = max(len(pairs) - levels[-1], 1)
        assert seen[comparison.name] == pytest.approx([levels[value] / known for value, _ in comparison.values()])


def test_a_slip_in_a_number_that_two_agencies_hold_speaks_for_one_person_where_records_show_so():
    numbers = np.random.default_rng(5).integers(10**6, 10**7, 3_000)
    slipped = [
        f"{number // 10}{(number + 1) % 10}" if at % 8 == 0 else str(number) for at, number in enumerate(numbers)
    ]
    days = pd.date_range("1950-01-01", periods=3_000, freq="5D").strftime("%Y-%m-%d")
    held = {"registry": [str(number) for number in numbers], "insurer": slipped}
    files = [pd.DataFrame({"agency": agency, "urn": urn, "dob": days}) for agency, urn in held.items()]
    model = train(pd.concat(files, ignore_index=True), seed=1)
    place = [level.label for level in URN.levels].index("one or two figures apart, in two agencies")
    assert model.weights["urn"][place] > 5
